import fc from 'fast-check';
import { InvalidValue } from '../../gateway/invalidValue';
import { MAX_NOTE_PARTS, splitNote } from '../../gateway/splitNote';

const bytes = (text: string) => new TextEncoder().encode(text).length;
const label = /^\((\d+)\/(\d+)\) /;
const graphemes = (text: string) =>
	Array.from(
		new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
		({ segment }) => segment,
	);

describe('splitting a long note', () => {
	it('leaves what fits as it is', () => {
		for (const text of ['', 'hello', 'a'.repeat(1023), '字'.repeat(341)]) {
			expect(splitNote(text)).toEqual([text]);
		}
	});

	it('numbers the parts and breaks between words', () => {
		const word = 'broadcast';
		const parts = splitNote(Array.from({ length: 250 }, () => word).join(' '));
		expect(parts.map((part) => label.exec(part)?.[0])).toEqual(['(1/3) ', '(2/3) ', '(3/3) ']);
		for (const part of parts) {
			expect(
				part
					.replace(label, '')
					.split(' ')
					.every((one) => one === word),
			).toBe(true);
		}
	});

	it('does not break at an early blank: some languages have few of them', () => {
		const parts = splitNote(`各位同事 ${'请'.repeat(600)}`);
		expect(parts).toHaveLength(2);
		expect(parts[0]).toMatch(/^\(1\/2\) 各位同事 请+$/);
	});

	it('breaks a text without blanks at whole characters', () => {
		const family = '👨‍👩‍👧‍👦';
		const parts = splitNote(family.repeat(100));
		expect(parts.length).toBeGreaterThan(1);
		for (const part of parts) {
			expect(graphemes(part.replace(label, '')).every((one) => one === family)).toBe(true);
		}
	});

	it('counts the digits of a two-digit total', () => {
		const parts = splitNote('a'.repeat(10 * 1010));
		expect(parts[0]).toMatch(/^\(1\/10\) a/);
		expect(parts.at(-1)).toMatch(/^\(10\/10\) a/);
		expect(parts.every((part) => bytes(part) <= 1023)).toBe(true);
	});

	it('refuses what needs too many notes, and a single character that is too large', () => {
		expect(() => splitNote('a'.repeat(1023 * 20))).toThrow(/more than 20 notes/);
		expect(() => splitNote(`a${'\u0301'.repeat(600)}`)).toThrow(
			/one character of the text is too large/,
		);
	});

	it('loses nothing but the blanks it breaks at, whatever the text', () => {
		const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(
				fc.array(word, { minLength: 20, maxLength: 300 }),
				fc.constantFrom(' ', '', '\n'),
				(words, between) => {
					const text = words.join(between);
					let parts: string[];
					try {
						parts = splitNote(text);
					} catch (error) {
						expect(error).toBeInstanceOf(InvalidValue);
						return;
					}
					for (const part of parts) expect(bytes(part)).toBeLessThanOrEqual(1023);
					if (parts.length === 1) return;
					expect(parts.length).toBeLessThanOrEqual(MAX_NOTE_PARTS);
					const bare = (one: string) => one.replace(/\s+/g, '');
					expect(parts.map((part) => bare(part.replace(label, ''))).join('')).toBe(bare(text));
					const whole = new Set(graphemes(text));
					for (const part of parts.map((one) => one.replace(label, ''))) {
						const [first] = graphemes(part);
						expect(first === undefined || whole.has(first)).toBe(true);
					}
				},
			),
			{ numRuns: 200 },
		);
	});
});
