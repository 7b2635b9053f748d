/** The fields for skill queues that several nodes share. */
import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../read/item';

/** The form of the value of a field for queues. */
const SKILL_IDS = 'each a whole number of 1 or more, with commas between them';

/**
 * The choice between all queues of the VDN and some of them.
 * @param description of the field
 */
export const queuesField = (description: string): INodeProperties => ({
	displayName: 'Queues',
	name: 'queues',
	type: 'options',
	options: [
		{ name: 'All Queues', value: 'all', description: 'All skill queues of the VDN' },
		{ name: 'Chosen Queues', value: 'chosen', description: 'The skill queues that you choose' },
	],
	default: 'chosen',
	description,
});

/**
 * Several queues, from the list of the VDN or by ID.
 * @param role a clause for the description: "The skill queues to ask for"
 */
export const skillIdsField = (
	role: string,
	more: Partial<Pick<INodeProperties, 'displayOptions' | 'required' | 'hint'>> = {},
): INodeProperties => ({
	displayName: 'Skill Queue Names or IDs',
	name: 'skillIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'loadQueues' },
	// An expression may yield IDs that are not in the list.
	allowArbitraryValues: true,
	default: [],
	hint: "The list comes from the gateway, in the session of the credential; in the mode 'Guid per Item' it is empty",
	...more,
	description: `${role}, ${SKILL_IDS}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
});

/** Shown where queues are chosen. */
export const WHERE_CHOSEN = { show: { queues: ['chosen'] } };

export const QUEUES = ['all', 'chosen'] as const;

/** The field 'Simplify'. @param left what the output leaves out while it is on */
export const simplifyField = (
	left: string,
	more: Pick<INodeProperties, 'displayOptions'> = {},
): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	...more,
	description: `Whether to return a simplified version of the response instead of the raw data: without ${left}`,
});

/** Reads 'Simplify' of a node that has it from version 1.1 on. */
export const readSimplify = (
	item: ItemReader,
	field: INodeProperties,
	typeVersion: number,
): boolean => typeVersion > 1 && item.flag(field);
