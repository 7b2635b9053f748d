import fc from 'fast-check';
import { parseAgentId, parseAgentIds } from '../../../../gateway/values/agentId';
import { InvalidValueError } from '../../../../gateway/values/invalidValueError';
import { problemIn, remedyIn } from '../../../support/refusals';

/** All code points, lone surrogates included. */
const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

describe('agent IDs', () => {
	it.each([
		[101, '101'],
		['101', '101'],
		[' 31001\n', '31001'],
		[59999, '59999'],
		['65000', '65000'],
		[999999, '999999'],
		['999999', '999999'],
	])('%p is agent %s', (value, id) => {
		expect(parseAgentId(value)).toBe(id);
	});

	it.each([
		['99', "'99' is outside 101 to 999999"],
		[100, "'100' is outside 101 to 999999"],
		['1000000', "'1000000' is outside 101 to 999999"],
		['31001/../1', "'31001/../1' is not a whole number 101 to 999999"],
		['31001?x=1', "'31001?x=1' is not a whole number 101 to 999999"],
		['1e3', "'1e3' is not a whole number 101 to 999999"],
		[-1, "'-1' is not a whole number 101 to 999999"],
		['-1', "'-1' is not a whole number 101 to 999999"],
		['٣١٠٠١', "'٣١٠٠١' is not a whole number 101 to 999999"],
		['031001', "'031001' is not a whole number 101 to 999999"],
		['+31001', "'+31001' is not a whole number 101 to 999999"],
		[31001.5, "'31001.5' is not a whole number 101 to 999999"],
		[Number.NaN, "'NaN' is not a whole number 101 to 999999"],
		[1e21, "'1e+21' is not a whole number 101 to 999999"],
		['', 'an empty text is not a whole number 101 to 999999'],
		[undefined, 'nothing is not a whole number 101 to 999999'],
		[null, 'nothing is not a whole number 101 to 999999'],
		[true, "'true' is not a whole number 101 to 999999"],
		[[31001], 'a list is not a whole number 101 to 999999'],
		[{ id: 31001 }, 'an object is not a whole number 101 to 999999'],
		['\u200b31001', "'U+200B31001' is not a whole number 101 to 999999"],
	])('%p is refused', (value, expected) => {
		expect(problemIn(() => parseAgentId(value))).toBe(expected);
	});

	it('lets nothing but digits through, whatever comes in', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.anything(),
					fc.string({ unit: anyCharacter }),
					fc.mixedCase(
						fc.constantFrom('31001/..', '%33%31', '３１００１', '31001\u0000', '31001#'),
					),
					fc.integer().map(String),
					fc.double(),
				),
				(value) => {
					let id: string;
					try {
						id = parseAgentId(value);
					} catch (error) {
						expect(error).toBeInstanceOf(InvalidValueError);
						return;
					}
					expect(id).toMatch(/^[1-9][0-9]{2,5}$/);
					expect(Number(id)).toBeGreaterThanOrEqual(101);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('accepts every ID in the range, as number and as text', () => {
		fc.assert(
			fc.property(fc.integer({ min: 101, max: 999_999 }), (id) => {
				expect(parseAgentId(id)).toBe(String(id));
				expect(parseAgentId(` ${id} `)).toBe(String(id));
			}),
		);
	});
});

describe('recipients', () => {
	it.each([
		['31002', [31002]],
		[31002, [31002]],
		['31002, 31003;31004\n31005 31006', [31002, 31003, 31004, 31005, 31006]],
		['31002，31003、31004', [31002, 31003, 31004]],
		['[31002, 31003]', [31002, 31003]],
		['["31002","31003"]', [31002, 31003]],
		[' \n[31002, "31003"]', [31002, 31003]],
		[
			['31002,31003', [31004]],
			[31002, 31003, 31004],
		],
		[
			[31003, '31002'],
			[31003, 31002],
		],
		['31002,31003,31002', [31002, 31003]],
		[',31002,,', [31002]],
		['31001,\u00a031002\u00a031003', [31001, 31002, 31003]],
	])('%p means %p', (value, ids) => {
		expect(parseAgentIds(value)).toEqual(ids);
	});

	it.each([
		['', 'no agent ID was given'],
		[' , ; ', 'no agent ID was given'],
		[[], 'no agent ID was given'],
		[undefined, 'no agent ID was given'],
		[null, 'no agent ID was given'],
		['Anna', "'Anna' is not a whole number 101 to 999999"],
		[['99'], "'99' is outside 101 to 999999"],
		['31002 Anna, Bo', "'Anna' is not a whole number 101 to 999999 (entry 2 of 3)"],
		[[31002, 'Bo Li'], "'Bo Li' is not a whole number 101 to 999999"],
		['31002, 99', "'99' is outside 101 to 999999 (entry 2 of 2)"],
		['31002, Anna', "'Anna' is not a whole number 101 to 999999 (entry 2 of 2)"],
		['31002, Anna Li', "'Anna Li' is not a whole number 101 to 999999"],
		[['31002', '李 娜'], "'李 娜' is not a whole number 101 to 999999"],
		[[31002, null], 'nothing is not a whole number 101 to 999999 (entry 2 of 2)'],
		[[31002, ''], 'an empty text is not a whole number 101 to 999999 (entry 2 of 2)'],
		[[31002, []], 'a list is not a whole number 101 to 999999 (entry 2 of 2)'],
		['[31002, Anna]', "'[31002' is not a whole number 101 to 999999 (entry 1 of 2)"],
		[[31001, 31002, '31O03', 31004], "'31O03' is not a whole number 101 to 999999 (entry 3 of 4)"],
		...['\u00a0', '\u2007', '\u2009', '\u202f'].map((blank): [unknown, string] => [
			`131${blank}245`,
			"'131 245' looks like a number with a thousands separator",
		]),
		[{ ids: [31002] }, 'an object is not a whole number 101 to 999999'],
	])('%p is refused', (value, expected) => {
		expect(problemIn(() => parseAgentIds(value))).toBe(expected);
	});

	it('keeps the order and every ID once, whatever the separators', () => {
		const id = fc.integer({ min: 101, max: 999_999 });
		const separator = fc.constantFrom(',', ', ', ';', ' ', '\n', '\t', ' ;\n');
		fc.assert(
			fc.property(fc.array(fc.tuple(id, separator), { minLength: 1 }), (parts) => {
				const ids = [...new Set(parts.map(([one]) => one))];
				expect(parseAgentIds(parts.flat().join(''))).toEqual(ids);
				expect(parseAgentIds(parts.map(([one]) => one))).toEqual(ids);
			}),
		);
	});
});

const NAMES = 'Names do not work, use the ID: a number from 101 to 999999, in plain digits.';

it.each<[() => unknown, string]>([
	[() => parseAgentId('1e3'), 'An agent ID is a number from 101 to 999999, in plain digits.'],
	[() => parseAgentId('Anna Li'), NAMES],
	[() => parseAgentId('\tAnna\n'), NAMES],
	[() => parseAgentId('1 Anna'), 'An agent ID is a number from 101 to 999999, in plain digits.'],
	[() => parseAgentId('Anna 1'), 'An agent ID is a number from 101 to 999999, in plain digits.'],
	[() => parseAgentIds('31001, Bo'), NAMES],
	[
		() => parseAgentIds(''),
		'Give at least one agent ID from 101 to 999999; several with commas between them, or as a list.',
	],
])('says what is allowed instead: %#', (read, expected) => {
	expect(remedyIn(read)).toBe(expected);
});
