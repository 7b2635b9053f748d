/** Random expressions that name a field, exactly or almost, and random items that have it, exactly or almost. */
import fc from 'fast-check';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { PARAMETERS } from './probe';

/** Field names, most of them difficult to parse. */
const NAMES = [
	...['agent', 'a', 'b', 'A1', '_', '$', '$json', 'json', 'item', 'given', 'length', '0', '-1'],
	...['class', 'this', 'null', 'async', 'global', 'globalThis', 'window', 'process', 'toJSON'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'binding'],
	...['agent ID', ' agent', 'a.b', 'a[0]', "it's", 'say "hi"', '`a`', 'a\\b', 'a\nb', 'a\tb', ''],
	...['工号', '员工 号', 'é', 'ñ1', '😀', '\ud83d', 'a}}b', '{{a', '{', '}', '//', '/* a */', '=a'],
	...['.constructor', 'isEmpty()', '.isEmpty()', '$if(', '__isObject', '__isError', 'then'],
];
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 4 }));

class Thing {
	agent = 5;
}
const plain = fc.oneof(
	fc.constantFrom<unknown>('31001', ' 31001 ', '', '0', 'true', '={{ 1 + 1 }}', '{{ $json.a }}'),
	fc.constantFrom<unknown>(
		'=5',
		'\u0000',
		'\ud83d',
		'😀',
		'a'.repeat(5000),
		'2026-01-01T00:00:00Z',
	),
	fc.constantFrom<unknown>(31001, 0, -0, 1.5, 1e21, true, false),
);
const odd = fc.constantFrom<unknown>(
	...[null, undefined, NaN, Infinity, 5n, new Date(0), new Thing(), [], ['a', 'b'], {}, { a: 1 }],
);
const value = fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: odd });

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const blank = fc.constantFrom('', '', ' ', '  ', '\n', '\t', '\r\n', '\u00a0', '\ufeff', '/**/');
/** A step to a field, mostly in its usual notation. */
const stepTo = (field: string) =>
	fc
		.tuple(
			fc.constantFrom('.', '.', '"', "'", '`', '?.', 'code', 'raw'),
			fc.array(blank, { minLength: 3, maxLength: 3 }),
		)
		.map(([kind, [a = '', b = '', c = '']]) => {
			if (kind === '?.') return `${a}?.${b}${field}`;
			if (kind === 'raw') return `${a}[${b}${field}${c}]`;
			if (kind === 'code') return `["\\u{${(field.codePointAt(0) ?? 97).toString(16)}}"]`;
			if (kind === '.' && IDENTIFIER.test(field)) return `${a}.${b}${field}`;
			const quote = kind === '.' ? '"' : kind;
			return `${a}[${b}${quote}${field}${quote}${c}]`;
		});

const path = fc.array(name, { minLength: 1, maxLength: 3 });
const expressionOf = (fields: string[]) =>
	fc
		.tuple(fc.tuple(...fields.map(stepTo)), blank, blank)
		.map(([steps, a, b]) => `={{${a}$json${steps.join('')}${b}}}`);

/** A variation of the expression that a user might write. */
const changed = (expression: string) =>
	fc.oneof(
		{ weight: 6, arbitrary: fc.constant(expression) },
		fc.constantFrom(
			`=To ${expression.slice(1)}`,
			`${expression} `,
			`= ${expression.slice(1)}`,
			`${expression}${expression.slice(1)}`,
			expression.slice(1),
			expression.replace('$json', '$input.item.json'),
			expression.replace('$json', '$("Rows").item.json'),
			expression.replace('$json', '$json["a"]'),
			expression.replace('$json', '$JSON'),
			expression.replace('}}', '.trim() }}'),
			expression.replace('}}', '.length }}'),
			expression.replace('}}', '; }}'),
			expression.replace('}}', ' || "other" }}'),
			expression.replace('{{', '{{('),
			expression.replace('{{', '\\{{'),
		),
		fc
			.tuple(fc.nat(expression.length), fc.nat(2), fc.string({ maxLength: 2 }))
			.map(([at, drop, add]) => expression.slice(0, at) + add + expression.slice(at + drop)),
	);

/** An item with a value at the path, unless another value blocks the path. */
function withField(fields: string[], held: unknown, others: Array<[string, unknown]>) {
	const item = {};
	const set = (object: object, key: string, to: unknown) =>
		Object.defineProperty(object, key, {
			value: to,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	for (const [key, other] of others) set(item, key, other);
	set(
		item,
		fields[0] ?? '',
		fields.slice(1).reduceRight<unknown>((inner, key) => set({}, key, inner), held),
	);
	return { json: item } as INodeExecutionData;
}

export interface Case {
	parameters: INodeParameters;
	items: INodeExecutionData[];
}

/** A different expression for every parameter of the probe, and items that mostly have the field of the first. */
export const anyCase: fc.Arbitrary<Case> = fc
	.tuple(path, path)
	.chain(([fields, elsewhere]) =>
		fc.record({
			expressions: fc.tuple(
				...PARAMETERS.map((_, index) =>
					expressionOf(index % 3 === 2 ? elsewhere : fields).chain(changed),
				),
			),
			mode: fc.constantFrom('list', 'code', '={{ "code" }}', '={{ $json.a.b.c }}'),
			items: fc.array(
				fc
					.tuple(
						fc.oneof({ weight: 4, arbitrary: fc.constant(fields) }, path),
						value,
						fc.array(fc.tuple(name, value), { maxLength: 3 }),
					)
					.map(([at, held, others]) => withField(at, held, others)),
				{ minLength: 1, maxLength: 4 },
			),
		}),
	)
	.map(({ expressions, mode, items }) => ({
		items,
		parameters: Object.fromEntries(
			PARAMETERS.map(({ name: parameter, type }, index) => [
				parameter,
				type === 'resourceLocator'
					? { __rl: true, mode, value: expressions[index] ?? '' }
					: (expressions[index] ?? ''),
			]),
		),
	}));
