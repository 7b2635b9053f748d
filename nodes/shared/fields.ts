/** The fields that several nodes share. A node's description and its `read` use the same object, so a label is written once. */
import type { INodeProperties } from 'n8n-workflow';

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
	description: `${role}. Leave empty for the agent of the credential.`,
});

/** The ranges of the common options. */
export const OPTION_RANGES = {
	concurrency: { min: 1, max: 50 },
	maxTries: { min: 1, max: 10 },
	timeout: { min: 1, max: 600_000 },
	maxRecipients: { min: 1, max: 1_000_000 },
} as const;

const COMMON_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: {
			minValue: OPTION_RANGES.concurrency.min,
			maxValue: OPTION_RANGES.concurrency.max,
		},
		default: 10,
		description:
			'How many requests may be under way at once, 1 to 50. Requests for one agent always run one after another.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything and show the requests without sending them. Nothing reaches the gateway.',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description:
			'Whether to keep the fields of the input item in the output. Where two have the same name, the one of this node counts.',
	},
	{
		displayName: 'Timeout (Ms)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: OPTION_RANGES.timeout.min, maxValue: OPTION_RANGES.timeout.max },
		default: 10_000,
		description: 'How long to wait for an answer of the gateway, in milliseconds',
	},
	{
		displayName: 'Tries per Request',
		name: 'maxTries',
		type: 'number',
		typeOptions: { minValue: OPTION_RANGES.maxTries.min, maxValue: OPTION_RANGES.maxTries.max },
		default: 3,
		description:
			'How often a request is sent at most, 1 to 10. What could be noticed twice, such as a note, is sent again only if it was certainly not carried out.',
	},
];

/** The options that only notes have. */
export const NOTE_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Combine Items',
		name: 'combineItems',
		type: 'boolean',
		default: true,
		description:
			'Whether items with the same sender and the same text share requests, up to 100 recipients each. An agent who is in several of them gets one note.',
	},
	{
		displayName: 'Long Notes',
		name: 'longNotes',
		type: 'options',
		options: [
			{ name: 'Reject', value: 'reject', description: 'Refuse a text of more than 1023 bytes' },
			{
				name: 'Split',
				value: 'split',
				description: 'Send it as numbered notes, (1/3) and so on, one after another',
			},
		],
		default: 'reject',
		description: 'What to do with a text of more than 1023 bytes',
	},
	{
		displayName: 'Maximum Recipients',
		name: 'maxRecipients',
		type: 'number',
		typeOptions: { minValue: OPTION_RANGES.maxRecipients.min },
		default: 500,
		description:
			'Refuse the whole run if it would send more notes than this, counting every recipient of every text. Protects against a list that is larger than meant.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'One Item per Input Item', value: 'perItem' },
			{ name: 'One Item per Recipient', value: 'perRecipient' },
		],
		default: 'perItem',
		description: 'What the output items stand for',
	},
];

/** The collection 'Options' that every node ends with, its entries in the order of the alphabet. */
export const optionsField = (own: INodeProperties[] = []): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...COMMON_OPTIONS, ...own].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** The label of an option, as the collection shows it. */
export const optionLabel = (name: string): string =>
	[...COMMON_OPTIONS, ...NOTE_OPTIONS].find((option) => option.name === name)?.displayName ?? name;
