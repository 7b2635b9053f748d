/** What a trigger writes to n8n's log. */
import { capitalize } from '../http/exchange';
import type { Verdict } from '../answer/outcome';
import { IF_IT_STAYS } from '../http/remedies';

/** What to do next; of an agent that may have been changed, nothing is to be said here. */
export const remedyOf = ({ outcome, remedy }: Verdict): string =>
	outcome === 'unknown' ? IF_IT_STAYS : remedy;

const because = (verdict: Verdict): string =>
	`${capitalize(verdict.meaning)}. ${remedyOf(verdict)}`.trim();

/** Once per outage. */
export const outageLine = (agentId: string, verdict: Verdict): string =>
	`CC-Gateway Trigger: no events of agent ${agentId} can be fetched for now, which is tried again until it works. ${because(verdict)}`;

/** Once per watched agent. */
export const notWatchedLine = (
	agentId: string,
	watched: readonly number[],
	verdict: Verdict,
): string =>
	`CC-Gateway Trigger: the gateway does not watch agents ${watched.join(', ')} for agent ${agentId}, so no changes of theirs are heard; all other events are. ${because(verdict)}`;
