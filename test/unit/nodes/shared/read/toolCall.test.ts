/** A call of a language model that must not be run, because n8n lost its values or would hide its result. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { unsafeToolCall } from '../../../../../nodes/shared/read/toolCall';

/** @param values what `$fromAI` yields by name; a function throws; without it, n8n has no `$fromAI` */
const reasonFor = (
	items: IDataObject[],
	values?: Record<string, unknown>,
	mode = { calledAsFunction: true, outputDiscarded: false },
) =>
	unsafeToolCall(
		{
			getWorkflowDataProxy: () => ({
				$fromAI:
					values &&
					((name: string) => (typeof values[name] === 'function' ? fail() : values[name])),
			}),
		} as unknown as IExecuteFunctions,
		items.map((json) => ({ json })),
		mode,
	);

const fail = (): never => {
	throw new Error('Invalid key');
};

const MIXED_UP = 'n8n mixed up this call of the tool with another one in progress';

it('runs a call with the values that the model gave', () => {
	const values = { text: 'lunch', agents: [31001], nothing: undefined };
	expect(reasonFor([{ text: 'lunch', agents: [31001], nothing: null }], values)).toBeUndefined();
	expect(reasonFor([{ query: { text: 'lunch' } }], { ...values, query: { text: 'lunch' } })).toBe(
		undefined,
	);
});

it.each<[string, IDataObject[], Record<string, unknown>]>([
	['another value', [{ text: 'lunch' }], { text: 'break' }],
	['no value', [{ text: 'lunch' }], {}],
	['a value that the model did not give', [{ text: null }], { text: 'lunch' }],
	[
		'another value in an object of its own',
		[{ query: { text: 'a' } }],
		{ text: 'b', query: { text: 'a' } },
	],
	['another value of the second item', [{ text: 'a' }, { text: 'b' }], { text: 'a' }],
	[
		'another value after a name that no parameter has',
		[{ ' ': 1, text: 'a' }],
		{ ' ': fail, text: 'b' },
	],
])('refuses a call for which n8n yields %s', (_name, items, values) => {
	expect(reasonFor(items, values)).toMatchObject({
		message: MIXED_UP,
		remedy: "In the AI Agent node, set 'Batch Size' to 1, or take a newer version of the node.",
		args: {},
	});
});

it('ignores a name that no parameter could have', () => {
	expect(reasonFor([{ ' ': 1 }], { ' ': fail })).toBeUndefined();
});

it('ignores a query that is no object', () => {
	expect(reasonFor([{ query: 'text' }], { query: 'text' })).toBeUndefined();
});

it('runs a call where n8n has no values of a model', () => {
	expect(reasonFor([{ text: 'lunch' }])).toBeUndefined();
});

it('compares nothing unless the tool is called as a function', () => {
	const mode = { calledAsFunction: false, outputDiscarded: false };
	expect(reasonFor([{ text: 'lunch' }], { text: 'break' }, mode)).toBeUndefined();
});

it('refuses a call whose result n8n would discard', () => {
	const mode = { calledAsFunction: false, outputDiscarded: true };
	expect(reasonFor([], {}, mode)).toMatchObject({
		message:
			"n8n does not tell the model what this tool has done while the tool's setting 'On Error' is 'Continue (using error output)'",
		remedy: 'Choose another setting, or delete the tool and add it again.',
		args: {},
	});
});
