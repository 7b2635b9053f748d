import type { IExecuteFunctions } from 'n8n-workflow';
import type { Option } from '../../../../../nodes/shared/read/optionKinds';
import {
	COMMON_OPTIONS,
	DEFAULT_OPTIONS,
	NOTE_OPTIONS,
	QUEUE_OPTIONS,
	readOptions,
	WAIT_OPTIONS,
} from '../../../../../nodes/shared/read/options';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

const read = (given: object) =>
	readOptions({
		getNodeParameter: (name: string) => (name === 'options' ? given : undefined),
	} as unknown as IExecuteFunctions);

describe.each(
	Object.entries<Option<unknown>>({
		...COMMON_OPTIONS,
		...NOTE_OPTIONS,
		...WAIT_OPTIONS,
		...QUEUE_OPTIONS,
	}),
)('the option %s', (name, { field, parse, absent }) => {
	it('is read under the name of its field', () => {
		expect(field.name).toBe(name);
		const value = parse(field.default);
		expect(read({ [name]: field.default })).toEqual({ ...DEFAULT_OPTIONS, [name]: value });
	});

	it('reads its default as itself', () => {
		expect(parse(absent)).toBe(absent);
	});

	it('is named by its label if a value is refused', () => {
		expect(() => read({ [name]: [] })).toThrow(PreflightError);
		expect(() => read({ [name]: [] })).toThrow(`Option '${field.displayName}': `);
	});
});

it('has these defaults without any option', () => {
	expect(read({})).toEqual({
		concurrency: 10,
		dryRun: false,
		includeInputFields: false,
		maxTries: 3,
		timeout: 10_000,
		combineItems: true,
		longNotes: 'reject',
		maxRecipients: undefined,
		output: 'perItem',
		readBefore: false,
		waitForState: 0,
		wrongRecipients: 'find',
	});
});

it.each([
	['concurrency', 1, 50],
	['maxTries', 1, 10],
	['timeout', 1, 600_000],
	['maxRecipients', 1, 1_000_000],
])('%s goes from %i to %i', (name, min, max) => {
	for (const value of [min, max]) expect(read({ [name]: value })).toMatchObject({ [name]: value });
	for (const value of [min - 1, max + 1])
		expect(() => read({ [name]: value })).toThrow(PreflightError);
});

it.each(['', null])('an empty maximum of recipients (%j) is none', (empty) => {
	expect(read({ maxRecipients: empty }).maxRecipients).toBeUndefined();
});
