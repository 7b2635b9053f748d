import fc from 'fast-check';
import { parseNoteContent, parseNoteText } from '../../../../gateway/values/noteText';
import { problemIn, remedyIn } from '../../../support/refusals';

/** What to do with a text that is too long, as the caller says it. */
const REMEDY = 'Split it.';

describe('note content', () => {
	it('holds 0 to 1023 bytes of UTF-8', () => {
		expect(parseNoteContent('', REMEDY)).toBe('');
		expect(parseNoteContent('a'.repeat(1023), REMEDY)).toHaveLength(1023);
		expect(parseNoteContent('字'.repeat(341), REMEDY)).toHaveLength(341);
		expect(parseNoteContent(5, REMEDY)).toBe('5');
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
	])('refuses a text that is too long, lone surrogates and a missing text', (value, expected) => {
		expect(problemIn(() => parseNoteContent(value, REMEDY))).toBe(expected);
	});

	it('accepts a text exactly when its bytes are at most 1023', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
				const fits = new TextEncoder().encode(text).length <= 1023;
				expect(problemIn(() => parseNoteContent(text, REMEDY)) === undefined).toBe(fits);
			}),
		);
	});
});

it('accepts a text for several notes at any length, but no lone surrogate', () => {
	expect(parseNoteText('a'.repeat(5000))).toHaveLength(5000);
	expect(parseNoteText(0)).toBe('0');
	expect(problemIn(() => parseNoteText('\ud83d'))).toBe('the text holds half of a character');
	expect(problemIn(() => parseNoteText([]))).toBe('a list is not a text');
});

const NOTE = 'A note holds 0 to 1023 bytes: that many English letters, or 341 Chinese characters.';

it.each<[() => unknown, string]>([
	[() => parseNoteContent(null, REMEDY), NOTE],
	[
		() => parseNoteContent('\ud83d', REMEDY),
		'It was probably cut in the middle of an emoji; shorten it by whole characters.',
	],
	[() => parseNoteContent('a'.repeat(1024), REMEDY), `${NOTE} ${REMEDY}`],
])('says what is allowed instead: %#', (read, expected) => {
	expect(remedyIn(read)).toBe(expected);
});
