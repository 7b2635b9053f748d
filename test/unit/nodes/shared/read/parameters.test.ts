import type { IExecuteFunctions } from 'n8n-workflow';
import {
	fixedText,
	holdsExpression,
	isLeftEmpty,
	isUnmarkedExpression,
	parameterReader,
} from '../../../../../nodes/shared/read/parameters';

const locator = (value: unknown, fields: object = {}) => ({
	__rl: true,
	mode: 'list',
	value,
	...fields,
});

it.each([undefined, null, '', ' ', '=', ' = ', '= \n'])('a field that holds %j is empty', (raw) => {
	expect(isLeftEmpty(raw)).toBe(true);
});

it.each(['a', '={{ $json.a }}', '==', 'a=', 0, false, {}, []])(
	'a field that holds %j is not empty',
	(raw) => {
		expect(isLeftEmpty(raw)).toBe(false);
	},
);

it.each([
	'={{ $json.a }}',
	'=text',
	['a', '=b'],
	{ a: { b: '=c' }, d: 1 },
	locator('={{ $json.a }}'),
])('%j holds an expression', (value) => {
	expect(holdsExpression(value)).toBe(true);
});

it.each(['', 'a=b', ' =a', 5, null, undefined, [], {}, ['a'], locator('a')])(
	'%j holds no expression',
	(value) => {
		expect(holdsExpression(value)).toBe(false);
	},
);

it('knows the text of a field that is not an expression', () => {
	expect(fixedText('31001')).toBe('31001');
	expect(fixedText(locator('201'))).toBe('201');
	for (const raw of ['={{ $json.a }}', locator('={{ $json.a }}'), 5, null, undefined, {}, ['a']])
		expect(fixedText(raw)).toBeUndefined();
	// Not a resource locator: n8n hands on the object.
	expect(fixedText({ value: 'a' })).toBeUndefined();
});

it.each(['{{ $json.a }}', 'Agent {{ $json.a }}, please', '}} {{ }}', locator('{{ $json.a }}')])(
	'%j looks like an expression in a field that is not switched to Expression',
	(raw) => {
		expect(isUnmarkedExpression(raw)).toBe(true);
	},
);

it.each(['', 'a', 'a }}', '{{ a', '}} {{', '={{ $json.a }}', '{ }', 5, undefined])(
	'%j does not look like an expression in a field that is not switched to Expression',
	(raw) => {
		expect(isUnmarkedExpression(raw)).toBe(false);
	},
);

describe('a parameter', () => {
	/**
	 * @param raw the parameter as it is stored
	 * @param rows the fields of the input items
	 * @param evaluated as n8n evaluates the parameter for an item; default: its field `agent`
	 * @param jsonOf what `$json` refers to; default: the item
	 */
	function read(
		raw: unknown,
		rows: object[],
		{
			evaluated = (item) => (rows[item] as { agent?: unknown }).agent,
			jsonOf = (item) => rows[item],
		}: {
			evaluated?: (item: number) => unknown;
			jsonOf?: (item: number) => unknown;
		} = {},
	) {
		const evaluations: number[] = [];
		const context = {
			getNode: () => ({ parameters: { column: raw } }),
			getInputData: () => rows.map((json) => ({ json })),
			getNodeParameter: (name: string, item: number, otherwise: unknown) => {
				expect([name, otherwise]).toEqual(['column', null]);
				evaluations.push(item);
				return evaluated(item);
			},
			getWorkflowDataProxy: (item: number) => ({ $json: jsonOf(item) }),
		} as unknown as IExecuteFunctions;
		const valueOf = parameterReader(context);
		return { values: rows.map((_, item) => valueOf('column', item)), evaluations };
	}

	const agents = [31001, 31002, 31003, 31004].map((agent) => ({ agent }));
	const ids = [31001, 31002, 31003, 31004];
	const every = [0, 1, 2, 3];

	it('without an expression is evaluated once', () => {
		const once = read('31001', agents, { evaluated: () => '31001' });
		expect(once).toEqual({ values: Array(4).fill('31001'), evaluations: [0] });
	});

	it('that is a resource locator is its value', () => {
		const { values } = read(locator('201'), agents, { evaluated: () => locator('201') });
		expect(values).toEqual(Array(4).fill('201'));
		const { values: plain } = read({ value: 1 }, agents, { evaluated: () => ({ value: 1 }) });
		expect(plain[0]).toEqual({ value: 1 });
	});

	it.each(['={{ $json.agent + 0 }}', ['={{ $json.agent }}']])(
		'with the expression %j is evaluated for every item',
		(raw) => {
			expect(read(raw, agents)).toEqual({ values: ids, evaluations: every });
		},
	);

	it.each(['={{ $json.agent }}', locator('={{ $json.agent }}')])(
		'that only names a field of the item (%j) is evaluated for the first item',
		(raw) => {
			expect(read(raw, agents)).toEqual({ values: ids, evaluations: [0] });
		},
	);

	it('whose resource locator has another expression is evaluated for every item', () => {
		const raw = locator('={{ $json.agent }}', { mode: '={{ $json.mode }}' });
		expect(read(raw, agents)).toEqual({ values: ids, evaluations: every });
	});

	it('is evaluated for items without the field, until one shows how n8n reads it', () => {
		const rows = [{}, { agent: 31002 }, { agent: null }, { agent: 31004 }, { agent: 31005 }];
		const { values, evaluations } = read('={{ $json.agent }}', rows);
		expect(values).toEqual([undefined, 31002, null, 31004, 31005]);
		expect(evaluations).toEqual([0, 1, 2]);
	});

	it('that n8n reads in another way is evaluated for every item', () => {
		const evaluated = (item: number): string => `n8n's ${item}`;
		expect(read('={{ $json.agent }}', agents, { evaluated })).toEqual({
			values: every.map(evaluated),
			evaluations: every,
		});
	});

	it.each<[string, (item: number) => unknown]>([
		['refers to another item', () => agents[0]],
		['refers to the item of an agent', () => ({ agent: 31001 })],
		['refers to another item only for the first', (item) => agents[item || 1]],
		[
			'cannot be read',
			() => {
				throw new Error('no data');
			},
		],
	])('is evaluated for every item if $json %s', (_what, jsonOf) => {
		expect(read('={{ $json.agent }}', agents, { jsonOf })).toEqual({
			values: ids,
			evaluations: every,
		});
	});
});
