import fc from 'fast-check';
import {
	parseAgentId,
	parseAgentIds,
	parseBusyReason,
	parseChoice,
	parseCustomStatus,
	parseNoteContent,
	parseNoteText,
	parseSessionLimit,
	parseSwitch,
	parseWholeNumber,
} from '../../../gateway/values/arguments';
import { InvalidValue } from '../../../gateway/values/invalidValue';
import { MEDIA_TYPES, parseMediaType } from '../../../gateway/values/mediaTypes';
import { NO_WORDS, parseSiteWords } from '../../../gateway/values/siteWords';

/** Every code point there is, and halves of characters. */
const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/** The problem that a reader names, or `undefined` if it accepts the value. */
function problem(read: () => unknown): string | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (!(error instanceof InvalidValue)) throw error;
		expect(error.remedy).toMatch(/\.$/);
		return error.problem;
	}
}

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
		expect(problem(() => parseAgentId(value))).toBe(expected);
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
						expect(error).toBeInstanceOf(InvalidValue);
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
	])('%p means %p', (value, ids) => {
		expect(parseAgentIds(value)).toEqual(ids);
	});

	it.each([
		['', 'no agent ID was given'],
		[' , ; ', 'no agent ID was given'],
		[[], 'no agent ID was given'],
		[undefined, 'no agent ID was given'],
		['31002, 99', "'99' is outside 101 to 999999"],
		['31002, Anna', "'Anna' is not a whole number 101 to 999999"],
		[[31002, null], 'nothing is not a whole number 101 to 999999'],
		[[31002, ''], 'an empty text is not a whole number 101 to 999999'],
		[[31002, []], 'a list is not a whole number 101 to 999999'],
		['[31002, Anna]', "'[31002' is not a whole number 101 to 999999"],
		[{ ids: [31002] }, 'an object is not a whole number 101 to 999999'],
	])('%p is refused', (value, expected) => {
		expect(problem(() => parseAgentIds(value))).toBe(expected);
	});

	it('keeps the order and every ID once, whatever stands between them', () => {
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

describe('note content', () => {
	it('holds 0 to 1023 bytes of UTF-8', () => {
		expect(parseNoteContent('')).toBe('');
		expect(parseNoteContent('a'.repeat(1023))).toHaveLength(1023);
		expect(parseNoteContent('字'.repeat(341))).toHaveLength(341);
		expect(parseNoteContent(5)).toBe('5');
	});

	it.each([
		['a'.repeat(1024), 'the text has 1024 bytes, 1 more than the 1023 allowed'],
		['字'.repeat(342), 'the text has 1026 bytes, 3 more than the 1023 allowed'],
		['🎉'.repeat(256), 'the text has 1024 bytes, 1 more than the 1023 allowed'],
		['cut \ud83d', 'the text holds half of a character'],
		['\udf89 cut', 'the text holds half of a character'],
		[undefined, 'nothing is not a text'],
		[null, 'nothing is not a text'],
		[{}, 'an object is not a text'],
	])('refuses too much, half characters and nothing', (value, expected) => {
		expect(problem(() => parseNoteContent(value))).toBe(expected);
	});

	it('accepts a text exactly when its bytes are at most 1023', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
				const fits = new TextEncoder().encode(text).length <= 1023;
				expect(problem(() => parseNoteContent(text)) === undefined).toBe(fits);
			}),
		);
	});
});

describe('busy reasons', () => {
	const words = parseSiteWords(
		'201 Lunch\n202 Team meeting',
		{ min: 200, max: 250 },
		{ 'No Reason': 0 },
	);

	it.each([
		[0, 0],
		['0', 0],
		['', 0],
		[' ', 0],
		[200, 200],
		['250', 250],
		['Lunch', 201],
		[' LUNCH ', 201],
		['lunch (201)', 201],
		['team  meeting', 202],
		['no reason', 0],
		['No Reason (0)', 0],
	])('%p is %p', (value, code) => {
		expect(parseBusyReason(value, words)).toBe(code);
	});

	it.each([199, 251, 1, 1.5, '1.5', 'Lunhc', null, undefined, true, [201]])(
		'%p is refused',
		(value) => {
			expect(problem(() => parseBusyReason(value, words))).toMatch(/is not a busy reason$/);
		},
	);

	it('names the words it knows', () => {
		expect(() => parseBusyReason('Lunhc', words)).toThrow(/Lunch, Team meeting/);
		expect(() => parseBusyReason('Lunhc', NO_WORDS)).toThrow(/it is empty/);
	});
});

describe('custom statuses', () => {
	const words = parseSiteWords('100 Back office', { min: 0, max: 65_534 });

	it.each([
		[0, 0],
		['65534', 65_534],
		['back office', 100],
		['Back office (100)', 100],
	])('%p is %p', (value, code) => {
		expect(parseCustomStatus(value, words)).toBe(code);
	});

	it.each([
		[-1, "'-1' is not a custom status"],
		[65_535, "'65535' is not a custom status"],
		['Backoffice', "'Backoffice' is not a custom status"],
		['', 'an empty text is not a custom status'],
		[null, 'nothing is not a custom status'],
	])('%p is refused', (value, expected) => {
		expect(problem(() => parseCustomStatus(value, words))).toBe(expected);
	});
});

describe('session limits', () => {
	it.each([
		[1, '1'],
		['60', '60'],
		[' 5 ', '5'],
	])('%p is sent as %p', (value, sent) => {
		expect(parseSessionLimit(value)).toBe(sent);
	});

	it.each([0, 61, 'five', '', null, 1.5, '05'])('%p is refused', (value) => {
		expect(problem(() => parseSessionLimit(value))).toMatch(/1 to 60/);
	});
});

describe('media types', () => {
	it('knows the ten documented ones by code and by name', () => {
		expect(Object.keys(MEDIA_TYPES)).toHaveLength(10);
		for (const [code, name] of Object.entries(MEDIA_TYPES)) {
			expect(parseMediaType(code)).toBe(code);
			expect(parseMediaType(Number(code))).toBe(code);
			expect(parseMediaType(` ${name.toUpperCase()} `)).toBe(code);
			expect(parseMediaType(`${name} (${code})`)).toBe(code);
		}
	});

	it.each([3, '3', 'Fax', '', null, undefined, 0, '01', {}, ['1'], [5]])(
		'%p is refused',
		(value) => {
			expect(problem(() => parseMediaType(value))).toMatch(/is not a media type$/);
		},
	);
});

describe('switches', () => {
	it.each([
		[true, true],
		['TRUE', true],
		[false, false],
		[' false ', false],
	])('%p is %p', (value, expected) => {
		expect(parseSwitch(value)).toBe(expected);
	});

	it.each(['yes', 1, 0, '', null, undefined])('%p is refused', (value) => {
		expect(problem(() => parseSwitch(value))).toMatch(/is neither true nor false$/);
	});
});

describe("a site's words as they are typed in Chinese", () => {
	const words = parseSiteWords('201：午餐\n202，班组会议\n203、培训', { min: 200, max: 250 });

	it('are read with full-width signs', () => {
		expect(words.entries).toEqual([
			{ code: 201, word: '午餐' },
			{ code: 202, word: '班组会议' },
			{ code: 203, word: '培训' },
		]);
	});

	it('are found by the word, and by the label in any width', () => {
		for (const text of ['午餐', ' 午餐 ', '午餐 (201)', '午餐（201）']) {
			expect(parseBusyReason(text, words)).toBe(201);
		}
	});
});

describe('whole numbers of an option', () => {
	it('are taken in their range, as number and as text', () => {
		expect(parseWholeNumber(1, { min: 1, max: 5 })).toBe(1);
		expect(parseWholeNumber(' 5 ', { min: 1, max: 5 })).toBe(5);
		expect(parseWholeNumber('999999999', { min: 0, max: 1e12 })).toBe(999_999_999);
	});

	it.each([0, 6, '1e0', '1000000000', true, null])('%p is refused', (value) => {
		expect(problem(() => parseWholeNumber(value, { min: 1, max: 5 }))).toMatch(/1 to 5$/);
	});
});

describe('one of a few words', () => {
	const choices = ['each', 'first'] as const;

	it('is taken as it is', () => {
		expect(parseChoice('first', choices)).toBe('first');
	});

	it.each(['', 'Each', ' each', 'each,first', null, 0])('%p is refused', (value) => {
		expect(problem(() => parseChoice(value, choices))).toMatch(/ is none of its values$/);
	});
});

it('a text for several notes may be of any length, but no half character', () => {
	expect(parseNoteText('a'.repeat(5000))).toHaveLength(5000);
	expect(parseNoteText(0)).toBe('0');
	expect(problem(() => parseNoteText('\ud83d'))).toBe('the text holds half of a character');
	expect(problem(() => parseNoteText([]))).toBe('a list is not a text');
});

describe('what is allowed instead', () => {
	const words = parseSiteWords(
		Array.from({ length: 11 }, (_, index) => `${200 + index} w${index}`).join('\n'),
		{ min: 200, max: 250 },
	);
	const ten = parseSiteWords(
		Array.from({ length: 10 }, (_, index) => `${200 + index} w${index}`).join('\n'),
		{ min: 200, max: 250 },
	);
	const TEN = 'w0, w1, w2, w3, w4, w5, w6, w7, w8, w9';
	const remedy = (read: () => unknown): string => {
		try {
			read();
		} catch (error) {
			if (error instanceof InvalidValue) return error.remedy;
			throw error;
		}
		throw new Error('It was accepted');
	};
	const NOTE =
		'A note holds 0 to 1023 bytes: that many English letters, or 341 Chinese characters.';

	it.each<[() => unknown, string]>([
		[() => parseAgentId('x'), 'An agent ID is a number from 101 to 999999, in plain digits.'],
		[
			() => parseAgentIds(''),
			'Give at least one agent ID from 101 to 999999; several with commas between them, or as a list.',
		],
		[() => parseNoteContent(null), NOTE],
		[
			() => parseNoteContent('\ud83d'),
			'It was probably cut in the middle of an emoji; shorten it by whole characters.',
		],
		[
			() => parseNoteContent('a'.repeat(1024)),
			`${NOTE} Shorten it, or set the option 'Long Notes' to split it.`,
		],
		[
			() => parseBusyReason('x', words),
			`Use 0 for no reason, a code from 200 to 250, or one of the words in the credential's field 'Busy Reasons' (${TEN} …).`,
		],
		[
			() => parseBusyReason('x', ten),
			`Use 0 for no reason, a code from 200 to 250, or one of the words in the credential's field 'Busy Reasons' (${TEN}).`,
		],
		[
			() => parseCustomStatus('x', NO_WORDS),
			"Use a code from 0 to 65534, or one of the words in the credential's field 'Custom Statuses' (it is empty).",
		],
		[() => parseSessionLimit(0), 'The gateway allows 1 to 60 sessions.'],
		[() => parseSwitch('x'), 'Use true or false.'],
		[() => parseWholeNumber(0, { min: 1, max: 5 }), 'Use a whole number from 1 to 5.'],
		[() => parseChoice('x', ['each', 'first']), 'Use one of: each, first.'],
		[
			() => parseMediaType('x'),
			'Use one of: Text Chat (1), Click-to-Dial Call (2), Callback Request (4), Common Voice or Video Call (5), Predicted Outbound Call (15), Previewed Outbound Call (16), Message Call (17), Common Video Call (19), Multimedia Web Chat (51), Social Chat (53).',
		],
	])('is said in whole sentences: %#', (read, expected) => {
		expect(remedy(read)).toBe(expected);
	});
});
