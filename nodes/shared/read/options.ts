import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseChoice, parseSwitch } from '../../../gateway/values/choices';
import { parseWholeNumber } from '../../../gateway/values/numbers';
import { problemOf } from '../../../gateway/values/invalidValue';
import { OPTION_RANGES, optionLabel } from '../fields';
import { Refusal } from './refusal';

/** The options of all nodes. Read once per run, from the first item. */
export interface Options {
	/** Requests under way at once, 1 to 50. */
	concurrency: number;
	/** Check and show everything, send nothing. */
	dryRun: boolean;
	/** Put the input item's fields underneath the output's. */
	includeInputFields: boolean;
	/** How often a request is sent at most, 1 to 10. */
	maxTries: number;
	/** How long to wait for an answer, in ms. */
	timeout: number;
	/** Send Note: whether items with the same sender, session and text share requests. */
	combineItems: boolean;
	/** Send Note: what becomes of a text that does not fit into one note. */
	longNotes: 'reject' | 'split';
	/** Send Note: a run that would send more notes is refused; undefined for no limit. */
	maxRecipients: number | undefined;
	/** Send Note: an output item per input item, or per recipient. */
	output: 'perItem' | 'perRecipient';
}

export const DEFAULT_OPTIONS: Options = {
	concurrency: 10,
	dryRun: false,
	includeInputFields: false,
	maxTries: 3,
	timeout: 10_000,
	combineItems: true,
	longNotes: 'reject',
	maxRecipients: undefined,
	output: 'perItem',
};

/** @throws {Refusal} for a value outside its range */
export function readOptions(context: IExecuteFunctions): Options {
	const given: IDataObject = context.getNodeParameter('options', 0, {});
	const read = <T>(name: keyof Options, parse: (value: unknown) => T): T => {
		try {
			return parse(name in given ? given[name] : DEFAULT_OPTIONS[name]);
		} catch (error) {
			return refuseOption(name, error);
		}
	};
	return {
		concurrency: read('concurrency', (value) => parseWholeNumber(value, OPTION_RANGES.concurrency)),
		dryRun: read('dryRun', parseSwitch),
		includeInputFields: read('includeInputFields', parseSwitch),
		maxTries: read('maxTries', (value) => parseWholeNumber(value, OPTION_RANGES.maxTries)),
		timeout: read('timeout', (value) => parseWholeNumber(value, OPTION_RANGES.timeout)),
		combineItems: read('combineItems', parseSwitch),
		longNotes: read('longNotes', (value) => parseChoice(value, ['reject', 'split'])),
		maxRecipients: read('maxRecipients', (value) =>
			value === undefined || value === null || value === ''
				? undefined
				: parseWholeNumber(value, OPTION_RANGES.maxRecipients),
		),
		output: read('output', (value) => parseChoice(value, ['perItem', 'perRecipient'])),
	};
}

function refuseOption(name: string, error: unknown): never {
	const { problem, remedy } = problemOf(error, {
		problem: 'it could not be read',
		remedy: 'Check its value.',
	});
	throw new Refusal(`Option '${optionLabel(name)}': ${problem}`, remedy, {});
}
