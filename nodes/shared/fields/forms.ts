/**
 * The form of a value that a person, a column or a language model writes into a field, for descriptions.
 * `gateway/values/` decides what is allowed.
 */
import { AGENT_ID_RANGE } from '../../../gateway/values/agentId';

const { min, max } = AGENT_ID_RANGE;

/** Of one agent. */
export const AGENT_ID = `an agent ID from ${min} to ${max}`;

/** Of several agents. */
export const AGENT_IDS = `agent IDs from ${min} to ${max} with commas between them`;

/** Of a code that the site has words for. @param range the codes: "a code from 200 to 250" */
export const codeOrWord = (range: string): string =>
	`${range}, or one of your site's words from the credential`;
