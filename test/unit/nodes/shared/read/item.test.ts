/** The fields of an item: what is read, what is refused, and with which arguments in the report. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readSettings } from '../../../../../gateway/values/settings';
import { type ItemReader, itemReaders } from '../../../../../nodes/shared/read/item';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

const field: INodeProperties = {
	displayName: 'Column',
	name: 'column',
	type: 'string',
	default: '',
};
const acting: INodeProperties = { ...field, displayName: 'Inspector', name: 'acting' };

const CREDENTIAL = {
	gatewayUrl: 'https://cc.example.com',
	agentId: '31000',
	guid: 'c0ffee',
	busyReasons: '201 Lunch',
	customStatuses: '100 Back office',
	restReasons: '7 Coffee',
};

interface Given {
	/** As it is stored in the node; default: an expression that only n8n can read. */
	raw?: unknown;
	/** As n8n evaluates it. */
	value?: unknown;
	/** The field of the agent that acts, as it is stored. */
	acting?: unknown;
	authentication?: string;
	items?: Array<{ json: object }>;
}

function readerFor({ raw = '={{ 1 }}', value, acting: actingRaw, authentication, items }: Given) {
	const context = {
		getNode: () => ({ parameters: { column: raw, acting: actingRaw ?? '' } }),
		getInputData: () => items ?? [{ json: {} }],
		getNodeParameter: () => value,
	} as unknown as IExecuteFunctions;
	const settings = readSettings({ ...CREDENTIAL, ...(authentication ? { authentication } : {}) });
	return itemReaders(context, settings, { longNotes: 'reject' })(0);
}

function refusal(given: Given, read: (item: ItemReader) => unknown): PreflightError {
	try {
		read(readerFor(given));
	} catch (error) {
		if (error instanceof PreflightError) return error;
		throw error;
	}
	throw new Error('It was not refused');
}

it.each<[keyof ItemReader, unknown, unknown, (item: ItemReader) => unknown]>([
	['actingAgent', 31001, '31001', (item) => item.actingAgent(field)],
	['agent', ' 31001 ', '31001', (item) => item.agent(field, acting)],
	['agents', '31001, 31002', [31001, 31002], (item) => item.agents(field, acting)],
	['noteContent', 'lunch', 'lunch', (item) => item.noteContent(field)],
	['busyReason', 'Lunch', 201, (item) => item.busyReason(field)],
	['customStatus', 'Back office', 100, (item) => item.customStatus(field)],
	['mediaType', 'social chat', '53', (item) => item.mediaType(field)],
	['sessionLimit', 5, '5', (item) => item.sessionLimit(field)],
	['restMinutes', '15', 15, (item) => item.restMinutes(field)],
	['restReason', 'Coffee', 7, (item) => item.restReason(field)],
	['restReason', 0, 0, (item) => item.restReason(field)],
	['forcedRestReason', 'Coffee', 7, (item) => item.forcedRestReason(field)],
	['skillId', '11', 11, (item) => item.skillId(field)],
	['skillIds', '11, 12', [11, 12], (item) => item.skillIds(field, 2)],
	['anySkillIds', [], [], (item) => item.anySkillIds(field)],
	['anySkillIds', [12, 11], [12, 11], (item) => item.anySkillIds(field, 2)],
	['choice', 'add', 'add', (item) => item.choice(field, ['add', 'remove'])],
	['states', 'busy, idle', ['busy', 'idle'], (item) => item.states(field)],
	['states', [], [], (item) => item.states(field)],
	['flag', 'TRUE', true, (item) => item.flag(field)],
])('%s reads %j as %j', (_name, value, parsed, read) => {
	const ofBoth = refusal({ value }, (item) => {
		expect(read(item)).toEqual(parsed);
		item.refuse(field, 'no good', 'Try another.');
	});
	expect(ofBoth).toMatchObject({ message: 'Column: no good', remedy: 'Try another.' });
	expect(ofBoth.args).toEqual({ column: parsed });
});

it.each<[keyof ItemReader, unknown, (item: ItemReader) => unknown]>([
	['forcedRestReason', 0, (item) => item.forcedRestReason(field)],
	['skillIds', [], (item) => item.skillIds(field)],
	['skillIds', [11, 12], (item) => item.skillIds(field, 1)],
	['anySkillIds', [11, 12], (item) => item.anySkillIds(field, 1)],
	['choice', 'replace', (item) => item.choice(field, ['add', 'remove'])],
	['states', 'lunch', (item) => item.states(field)],
])('%s refuses %j', (_name, value, read) => {
	expect(refusal({ value }, read).message).toMatch(/^Column: /);
});

it.each<[unknown, object]>([
	['x', { column: 'x' }],
	[-1, { column: -1 }],
	[true, {}],
	[{ guid: 'c0ffee' }, {}],
])('reports the refused value %j only if it is a text or a number', (value, args) => {
	expect(refusal({ value }, (item) => item.skillId(field)).args).toEqual(args);
});

describe('an expression that yields nothing', () => {
	const raw = '={{ $json.agent }}';
	const read = (item: ItemReader): unknown => item.agent(field, acting);

	it.each([undefined, null])('is refused with the column to look at (%j)', (value) => {
		const { message, remedy } = refusal({ raw, value, items: [{ json: { Agent: 1 } }] }, read);
		expect(message).toBe('Column: the expression yields nothing');
		expect(remedy).toMatch(/^The item has no field 'agent', but one that looks the same: 'Agent'/);
		expect(remedy).toMatch(/An agent ID is /);
	});

	it('is refused without a column where there is no item', () => {
		expect(refusal({ raw, value: null, items: [] }, read).remedy).toMatch(
			/^Check the name of the field in the expression\. /,
		);
	});

	it('is an empty text, not nothing, if the text is empty', () => {
		expect(refusal({ raw, value: '' }, read).message).not.toContain('yields nothing');
	});
});

describe('an empty field', () => {
	it('means the agent of the credential where an agent acts', () => {
		expect(readerFor({ raw: '', value: '' }).actingAgent(field)).toBe('31000');
		expect(readerFor({ raw: '=', value: '' }).actingAgent(field)).toBe('31000');
	});

	it('is refused where every item brings its own session', () => {
		const given = { raw: '', value: '', authentication: 'guidPerItem' };
		expect(refusal(given, (item) => item.actingAgent(field))).toMatchObject({
			message: 'Column: no agent ID was given',
			remedy:
				"In the credential's mode 'Guid per Item' every item needs its own agent ID. To act as one agent, choose a credential in the mode 'Sign In as an Agent'.",
		});
	});

	it('is refused with the number that is missing', () => {
		expect(refusal({ raw: '', value: '' }, (item) => item.sessionLimit(field))).toMatchObject({
			message: 'Column: no number was given',
			remedy: 'Give a whole number from 1 to 60.',
		});
	});

	it.each<[string, (item: ItemReader) => unknown]>([
		['agent', (item) => item.agent(field, acting)],
		['agents', (item) => item.agents(field, acting)],
	])('of the other agent (%s) is refused, and a swapped column is named', (_name, read) => {
		expect(refusal({ raw: '', value: '' }, read)).toMatchObject({
			message: 'Column: no agent ID was given',
			remedy: 'Give an agent ID from 101 to 999999.',
		});
		expect(refusal({ raw: '', value: '', acting: '={{ $json.agent }}' }, read).remedy).toBe(
			"Leave 'Inspector' empty; the agent goes into 'Column'.",
		);
	});
});

it('refuses an expression in a field that is not switched to Expression', () => {
	const given = { raw: '{{ $json.agent }}', value: '{{ $json.agent }}' };
	expect(refusal(given, (item) => item.skillId(field))).toMatchObject({
		message: "Column: '{{ $json.agent }}' looks like an expression",
		remedy: 'Switch the field to Expression.',
		args: {},
	});
});
