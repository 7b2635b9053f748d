import type { IExecuteFunctions } from 'n8n-workflow';
import { parseWholeNumber } from '../../../gateway/values/numbers';
import { problemOf } from '../../../gateway/values/invalidValueError';
import { choice, type Option, switched, wholeNumber } from './optionKinds';
import { PreflightError } from './preflightError';

/** The options that every node has. */
export const COMMON_OPTIONS = {
	/** Concurrent requests, 1 to 50. */
	concurrency: wholeNumber({
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 10,
		description:
			'How many requests may be in progress at once, 1 to 50. Requests for one agent always run one after another.',
	}),
	/** Check and show everything, send nothing. */
	dryRun: switched({
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything and show the requests without sending them. Nothing reaches the gateway.',
	}),
	/** Put the input item's fields underneath the output's. */
	includeInputFields: switched({
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description:
			'Whether to keep the fields of the input item in the output. Where two have the same name, the one of this node counts.',
	}),
	/** Attempts per request, 1 to 10. */
	maxTries: wholeNumber({
		displayName: 'Tries per Request',
		name: 'maxTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description:
			'The largest number of attempts per request, 1 to 10. A request whose effect could be noticed twice, such as a note, is sent again only if it was certainly not carried out.',
	}),
	/** Limit of the wait for an answer, in ms. */
	timeout: wholeNumber({
		displayName: 'Timeout (Ms)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600_000 },
		default: 10_000,
		description: 'How long to wait for an answer of the gateway, 1 to 600000 milliseconds',
	}),
};

/** The options that only notes have. */
export const NOTE_OPTIONS = {
	/** If true, items with the same sender, session and text share requests. */
	combineItems: switched({
		displayName: 'Combine Items',
		name: 'combineItems',
		type: 'boolean',
		default: true,
		description:
			'Whether items with the same sender and the same text share requests, up to 100 recipients each. An agent who is in several of them gets one note.',
	}),
	/** The treatment of a text that does not fit into one note. */
	longNotes: choice({
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
	}),
	/** A run that would send more notes is refused; undefined, which an empty value means too, for no limit. */
	maxRecipients: {
		field: {
			displayName: 'Maximum Recipients',
			name: 'maxRecipients',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description:
				'Refuse the whole run if it would send more notes than this, 1 to 1000000, counting every recipient of every text. Protects against a list that is larger than intended.',
		},
		parse: (value) =>
			value === undefined || value === null || value === ''
				? undefined
				: parseWholeNumber(value, { min: 1, max: 1_000_000 }),
		absent: undefined,
	} satisfies Option<number | undefined>,
	/** An output item per input item, or per recipient. */
	output: choice({
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'One Item per Input Item', value: 'perItem' },
			{ name: 'One Item per Recipient', value: 'perRecipient' },
		],
		default: 'perItem',
		description: 'What the output items stand for',
	}),
	/** The treatment of a request that is refused for its contents: it may have one wrong recipient. */
	wrongRecipients: choice({
		displayName: 'Wrong Recipients',
		name: 'wrongRecipients',
		type: 'options',
		options: [
			{
				name: 'Do Not Send Again',
				value: 'doNotSendAgain',
				description:
					'Repeat nothing. All recipients of the request are unknown, because it may have reached some.',
			},
			{
				name: 'Find Them',
				value: 'find',
				description: 'Send the note in parts until the wrong recipient is found',
			},
		],
		default: 'find',
		description:
			'What to do when the gateway refuses a note to several recipients, one of whom may be wrong. The node Check Gateway recommends one.',
	}),
};

/** The option of nodes that set an agent to another state. */
export const WAIT_OPTIONS = {
	/** Limit of the wait for the new state, in seconds; 0 for no wait. */
	waitForState: wholeNumber({
		displayName: 'Wait for State (Seconds)',
		name: 'waitForState',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		default: 0,
		description:
			'How long to wait until the agent really is in the new state, 0 to 3600 seconds. During a call the gateway only books it. The output then says whether the state was reached.',
	}),
};

/** The option of a change of skill queues. */
export const QUEUE_OPTIONS = {
	/** Reads an agent's queues also before they are replaced. */
	readBefore: switched({
		displayName: 'Read Before',
		name: 'readBefore',
		type: 'boolean',
		default: false,
		description:
			"Whether 'Replace' reads the agent's present queues first, so that the output shows them in 'before'. 'Add' and 'Remove' always do. Takes one query more per agent.",
	}),
};

const OPTIONS = { ...COMMON_OPTIONS, ...NOTE_OPTIONS, ...WAIT_OPTIONS, ...QUEUE_OPTIONS };

type ValueOf<O> = O extends Option<infer T> ? T : never;

/** The options of all nodes. Read once per run, from the first item. */
export type Options = { [Name in keyof typeof OPTIONS]: ValueOf<(typeof OPTIONS)[Name]> };

const entries = Object.entries<Option<unknown>>(OPTIONS);

/** The values of options that were not added. */
export const DEFAULT_OPTIONS = Object.fromEntries(
	entries.map(([name, { absent }]) => [name, absent]),
) as Options;

/** @throws {PreflightError} for a value that is not allowed */
export function readOptions(context: IExecuteFunctions): Options {
	const given = context.getNodeParameter('options', 0, {});
	const read = entries.map(([name, option]): [string, unknown] => [
		name,
		name in given ? readOption(option, given[name]) : option.absent,
	]);
	return Object.fromEntries(read) as Options;
}

function readOption({ field, parse }: Option<unknown>, value: unknown): unknown {
	try {
		return parse(value);
	} catch (error) {
		return refuseOption(field.displayName, error);
	}
}

function refuseOption(label: string, error: unknown): never {
	const { problem, remedy } = problemOf(error, {
		problem: 'it could not be read',
		remedy: 'Check its value.',
	});
	throw new PreflightError(`Option '${label}': ${problem}`, remedy, {});
}
