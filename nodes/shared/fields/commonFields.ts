/** The fields that several nodes share. A node's description and its `read` use the same object, so a label is written once. */
import type { INodeProperties } from 'n8n-workflow';
import { AGENT_ID } from './forms';
import type { Option } from '../read/optionKinds';
import { COMMON_OPTIONS, NOTE_OPTIONS, QUEUE_OPTIONS, WAIT_OPTIONS } from '../read/options';

/**
 * The agent that an operation acts for. Left empty it means the credential's agent.
 * @param displayName what the agent is to the operation, for example "Inspector Agent ID"
 * @param role a clause for the description: "The agent to set busy"
 */
export const actingAgentField = (displayName: string, role: string): INodeProperties => ({
	displayName,
	name: 'agentId',
	type: 'string',
	default: '',
	placeholder: "e.g. 31001; empty: the credential's agent",
	description: `${role}. Leave empty for the agent of the credential, or give ${AGENT_ID}.`,
});

/**
 * Up to three lines below the agent's field in a narrow panel: a session usually acts for its own agent only.
 * @param other the node that does it to other agents, if there is one: "Force Busy (no reason)"
 */
export const ownAgentNotice = (other?: string): INodeProperties => ({
	displayName:
		"A session usually acts only for the credential's agent. " +
		`For other agents, use ${other === undefined ? '' : `${other} or `}Guid per Item.`,
	name: 'ownAgentNotice',
	type: 'notice',
	default: '',
});

/** The agent in whose session others are looked up. */
export const askingAgentField = (): INodeProperties => ({
	...actingAgentField('Asking Agent ID', 'The agent who asks: signed in'),
	hint: 'Who asks, not the agents to find. Mostly left empty.',
});

const rank = ({ name }: INodeProperties): number =>
	name === COMMON_OPTIONS.dryRun.field.name ? 0 : 1;

/** A collection 'Options': first what costs nothing to try, then the others in the order of the alphabet. */
const collection = (options: Readonly<Record<string, Option<unknown>>>): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: Object.values(options)
		.map(({ field }) => field)
		.sort((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName)),
});

/** The options that every node ends with. */
export const optionsField = (): INodeProperties => collection(COMMON_OPTIONS);

/** The same for what sets an agent to another state. */
export const stateOptionsField = (): INodeProperties =>
	collection({ ...COMMON_OPTIONS, ...WAIT_OPTIONS });

/** The same for notes, which have some of their own. */
export const noteOptionsField = (): INodeProperties =>
	collection({ ...COMMON_OPTIONS, ...NOTE_OPTIONS });

/** The same for a change of skill queues. */
export const queueOptionsField = (): INodeProperties =>
	collection({ ...COMMON_OPTIONS, ...QUEUE_OPTIONS });
