import { parseBusyReason, parseCustomStatus } from '../../../../gateway/values/siteCodes';
import { NO_WORDS, parseSiteWords } from '../../../../gateway/values/siteWords';
import { problemIn, remedyIn } from '../../../support/refusals';

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
		[null, 0],
		['No Reason (0)', 0],
	])('%p is %p', (value, code) => {
		expect(parseBusyReason(value, words)).toBe(code);
	});

	it.each([199, 251, 1, 1.5, '1.5', 'Lunhc', undefined, true, [201]])('%p is refused', (value) => {
		expect(problemIn(() => parseBusyReason(value, words))).toMatch(/is not a busy reason$/);
	});

	it('are refused with the list of known words', () => {
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
		expect(problemIn(() => parseCustomStatus(value, words))).toBe(expected);
	});
});

describe("a site's words typed in Chinese", () => {
	const words = parseSiteWords('201：午餐\n202，班组会议\n203、培训', { min: 200, max: 250 });

	it('are read with full-width signs', () => {
		expect(words.entries).toEqual([
			{ code: 201, word: '午餐' },
			{ code: 202, word: '班组会议' },
			{ code: 203, word: '培训' },
		]);
	});

	it('are found by word, and by label in half or full width', () => {
		for (const text of ['午餐', ' 午餐 ', '午餐 (201)', '午餐（201）']) {
			expect(parseBusyReason(text, words)).toBe(201);
		}
	});
});

const words = parseSiteWords(
	Array.from({ length: 11 }, (_, index) => `${200 + index} w${index}`).join('\n'),
	{ min: 200, max: 250 },
);
const ten = parseSiteWords(
	Array.from({ length: 10 }, (_, index) => `${200 + index} w${index}`).join('\n'),
	{ min: 200, max: 250 },
);
const TEN = 'w0, w1, w2, w3, w4, w5, w6, w7, w8, w9';

it.each<[() => unknown, string]>([
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
])('says what is allowed instead: %#', (read, expected) => {
	expect(remedyIn(read)).toBe(expected);
});
