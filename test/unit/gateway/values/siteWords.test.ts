import { InvalidValueError } from '../../../../gateway/values/invalidValueError';
import {
	findCode,
	labelOf,
	NO_WORDS,
	normalizeWord,
	parseSiteWords,
	wordOf,
} from '../../../../gateway/values/siteWords';

const RANGE = { min: 200, max: 250 };

const refused = (text: string, taken?: Record<string, number>): InvalidValueError => {
	try {
		parseSiteWords(text, RANGE, taken);
	} catch (error) {
		if (error instanceof InvalidValueError) return error;
		throw error;
	}
	throw new Error('It was accepted');
};

describe("a site's words", () => {
	it('are none by default', () => {
		expect(NO_WORDS.entries).toEqual([]);
		expect(NO_WORDS.codes.size).toBe(0);
		expect(parseSiteWords('', RANGE)).toEqual(NO_WORDS);
		expect(parseSiteWords(' \n\r\n\t\n', RANGE)).toEqual(NO_WORDS);
	});

	it('are found by word and by label in any spelling', () => {
		const words = parseSiteWords('201 Team  Meeting\n202 Ｌｕｎｃｈ', RANGE);
		for (const text of ['Team Meeting', ' team\tMEETING ', 'team meeting (201)']) {
			expect(findCode(words, text)).toBe(201);
		}
		expect(findCode(words, 'lunch')).toBe(202);
		expect(findCode(words, 'Teammeeting')).toBeUndefined();
		expect(findCode(words, 'team meeting (202)')).toBeUndefined();
		expect(labelOf(201, 'Team Meeting')).toBe('Team Meeting (201)');
		expect(normalizeWord('  Ｔｅａｍ \n Meeting ')).toBe('team meeting');
	});

	it('keep their order and spelling', () => {
		const { entries } = parseSiteWords('  250   Zebra Crossing  \n200 Apple', RANGE);
		expect(entries).toEqual([
			{ code: 250, word: 'Zebra Crossing' },
			{ code: 200, word: 'Apple' },
		]);
	});

	it('may hold digits beside letters, and one word twice for one code', () => {
		const words = parseSiteWords('201 Line 2\n201 line 2\n202 2nd line', RANGE);
		expect(findCode(words, 'line 2')).toBe(201);
		expect(findCode(words, '2nd line')).toBe(202);
	});

	it.each(['Lunch', '201', '201 ', '201Lunch', '201 202', 'Lunch 201', '-201 Lunch', '201 ２０２'])(
		'are refused in %p, and the line is named',
		(line) => {
			const { problem, remedy } = refused(`200 Fine\n\n${line}`);
			expect(problem).toBe(`line 3, '${line.trim()}', is not a code and a word`);
			expect(remedy).toBe('Write one per line, the code first: 201 Lunch.');
		},
	);

	it.each(['199', '251', '0'])(
		'are refused for the code %s, which the gateway does not have',
		(code) => {
			const { problem, remedy } = refused(`${code} Lunch`);
			expect(problem).toBe(`line 1 has the code ${code}, which is outside 200 to 250`);
			expect(remedy).toBe('The gateway knows the codes 200 to 250 here.');
		},
	);

	it.each([
		['201 Lunch\n202 LUNCH', "the word 'LUNCH' stands for two codes, 201 and 202"],
		['201 Lunch (202)\n202 Lunch', "the word 'Lunch' stands for two codes, 201 and 202"],
		['201 No reason', "the word 'No reason' stands for two codes, 0 and 201"],
		['201 No reason (0)', "the word 'No reason (0)' stands for two codes, 0 and 201"],
	])('are refused if one stands for two codes: %p', (text, expected) => {
		const { problem, remedy } = refused(text, { 'No Reason': 0 });
		expect(problem).toBe(expected);
		expect(remedy).toBe(
			'Give each code a word of its own, so that nobody is set to the wrong one.',
		);
	});

	it('include reserved words in look-ups, but not in the list', () => {
		const words = parseSiteWords('201 Lunch', RANGE, { 'No Reason': 0 });
		expect(findCode(words, 'no reason')).toBe(0);
		expect(findCode(words, 'No Reason (0)')).toBe(0);
		expect(words.entries).toEqual([{ code: 201, word: 'Lunch' }]);
	});
});

describe('a very long line', () => {
	const range = { min: 200, max: 250 };
	const many = 200_000;

	it('is read in linear time', () => {
		const word = `a${' '.repeat(many)}b`;
		expect(parseSiteWords(`201 ${word}`, range).entries).toEqual([{ code: 201, word }]);
		expect(parseSiteWords(`201${'- '.repeat(many)}x`, range).entries[0]?.word).toBe('x');
	});

	it('is refused in linear time', () => {
		expect(() => parseSiteWords(`201${' '.repeat(many)}`, range)).toThrow(/^line 1, '201', is not/);
		expect(() => parseSiteWords(`201${'='.repeat(many)}\n202`, range)).toThrow(/^line 2/);
		expect(() => parseSiteWords('2'.repeat(many), range)).toThrow(/^line 1/);
	});
});

it.each(['\n', '\r\n', '\r', '\u2028'])('reads lines that end in %j', (end) => {
	const { entries } = parseSiteWords(`201 A${end}${end}202 - B${end}`, { min: 200, max: 250 });
	expect(entries).toEqual([
		{ code: 201, word: 'A' },
		{ code: 202, word: 'B' },
	]);
});

it('accepts a word that is a sign or begins with one', () => {
	const { entries } = parseSiteWords('201 -\n202: =)', { min: 200, max: 250 });
	expect(entries).toEqual([
		{ code: 201, word: '-' },
		{ code: 202, word: ')' },
	]);
});

it('names a code by its first word, and returns null without a word or a code', () => {
	const words = parseSiteWords('201 Lunch\n201 Dinner', RANGE);
	expect(wordOf(words, 201)).toBe('Lunch');
	expect(wordOf(words, 202)).toBeNull();
	expect(wordOf(words, null)).toBeNull();
});

it.each(['|', ' | ', ' → ', '→', '｜'])('accepts %j between code and word', (sign) => {
	const { entries } = parseSiteWords(`201${sign}Lunch`, RANGE);
	expect(entries).toEqual([{ code: 201, word: 'Lunch' }]);
});

it.each([
	'201 Lunch, 202 Break',
	'201 Lunch; 202 Break',
	'201=Lunch,202=Break',
	'201 | Lunch | 202 | Break',
	'201 午餐，202 休息',
])('refuses %j: a line holds one code', (line) => {
	expect(() => parseSiteWords(line, RANGE)).toThrow(/^line 1, .*, holds several codes\. /);
});

it.each(['200', '250'])('a second code may be the first or the last of the range: %s', (code) => {
	expect(() => parseSiteWords(`201 Lunch, ${code} Break`, RANGE)).toThrow(
		/holds several codes\. Write one code and its word per line\.$/,
	);
});

it.each(['199', '251'])('a number outside the range is no second code: %s', (number) => {
	expect(parseSiteWords(`201 Lunch, ${number} seats`, RANGE).entries).toHaveLength(1);
});

it('a number with fewer digits than the code is no second code', () => {
	const range = { min: 0, max: 65_534 };
	expect(parseSiteWords('100 Back office, 2 floors', range).entries).toEqual([
		{ code: 100, word: 'Back office, 2 floors' },
	]);
	expect(() => parseSiteWords('100 Back office, 101 Lunch', range)).toThrow(/several codes/);
});

it('a final sigma is a letter of its word', () => {
	const words = parseSiteWords('201 Λόγο\n202 Λόγος', RANGE);
	expect(findCode(words, 'ΛΟΓΟ')).toBe(201);
	expect(findCode(words, 'ΛΟΓΟΣ')).toBe(202);
});

it.each(['201 Back office, 2 floors', '201 Lunch, or 15 minutes', '201 Until 12:30, 999 at most'])(
	'accepts %j as one code',
	(line) => {
		expect(parseSiteWords(line, RANGE).entries).toHaveLength(1);
	},
);

it.each([
	['İzin', 'izin'],
	['İZİN', 'izin'],
	['IŞIK', 'ışık'],
	['Straße', 'STRASSE'],
	['Διάλειμμα', 'ΔΙΑΛΕΙΜΜΑ'],
	['Λόγος', 'ΛΟΓΟΣ'],
	['ОБЕД', 'обед'],
	['CAFÉ', 'café'],
])('treats %p and %p as the same word', (one, other) => {
	expect(findCode(parseSiteWords(`201 ${one}`, RANGE), other)).toBe(201);
	expect(findCode(parseSiteWords(`201 ${other}`, RANGE), one)).toBe(201);
});
