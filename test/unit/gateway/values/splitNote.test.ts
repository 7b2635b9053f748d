import fc from 'fast-check';
import { InvalidValueError } from '../../../../gateway/values/invalidValueError';
import { MAX_NOTE_PARTS, splitNote } from '../../../../gateway/values/splitNote';

const bytes = (text: string) => new TextEncoder().encode(text).length;
const label = /^\((\d+)\/(\d+)\) /;
const graphemes = (text: string) =>
	Array.from(
		new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text),
		({ segment }) => segment,
	);

describe('splitting a long note', () => {
	it('leaves a text that fits into one note unchanged', () => {
		for (const text of ['', 'hello', 'a ', `${'a'.repeat(1022)} `, '字'.repeat(341)]) {
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

	it('drops trailing blanks if the rest fits into one note', () => {
		expect(splitNote(`${'a'.repeat(1000)}${' '.repeat(100)}`)).toEqual(['a'.repeat(1000)]);
	});

	it('does not break at an early blank, for languages with few blanks', () => {
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

	it('fills every part as far as possible, and drops the blanks at which it breaks', () => {
		// "(1/2) " takes six bytes, so 1017 are left.
		expect(splitNote(`${'a'.repeat(1017)} ${'b'.repeat(100)}`)).toEqual([
			`(1/2) ${'a'.repeat(1017)}`,
			`(2/2) ${'b'.repeat(100)}`,
		]);
		expect(splitNote(`${'a'.repeat(1018)} ${'b'.repeat(100)}`)).toEqual([
			`(1/2) ${'a'.repeat(1017)}`,
			`(2/2) a ${'b'.repeat(100)}`,
		]);
		expect(splitNote(`${'a'.repeat(1000)} ${'b'.repeat(17)}   ${'c'.repeat(10)}`)).toEqual([
			`(1/2) ${'a'.repeat(1000)}`,
			`(2/2) ${'b'.repeat(17)}   ${'c'.repeat(10)}`,
		]);
	});

	it('does not break a last part that fits', () => {
		expect(splitNote(`${'a'.repeat(1017)} ${'b'.repeat(1000)} ${'c'.repeat(16)}`)).toEqual([
			`(1/2) ${'a'.repeat(1017)}`,
			`(2/2) ${'b'.repeat(1000)} ${'c'.repeat(16)}`,
		]);
	});

	it('keeps blanks inside a part and at the start of the text', () => {
		const start = `  a  ${'b'.repeat(600)}`;
		expect(splitNote(`${start} ${'c'.repeat(1017)}`)).toEqual([
			`(1/2) ${start}`,
			`(2/2) ${'c'.repeat(1017)}`,
		]);
	});

	it('breaks only at a blank in the second half of a part', () => {
		// "(1/2) " takes six bytes; the middle of the remaining 1017 is at 508.5.
		expect(splitNote(`${'a'.repeat(509)} ${'b'.repeat(1017)}`)).toEqual([
			`(1/2) ${'a'.repeat(509)}`,
			`(2/2) ${'b'.repeat(1017)}`,
		]);
		expect(splitNote(`${'a'.repeat(508)} ${'b'.repeat(1017)}`)).toEqual([
			`(1/2) ${'a'.repeat(508)} ${'b'.repeat(508)}`,
			`(2/2) ${'b'.repeat(509)}`,
		]);
	});

	it('does not break at a blank before the first word', () => {
		expect(splitNote(` ${'c'.repeat(1100)}`)).toEqual([
			`(1/2)  ${'c'.repeat(1016)}`,
			`(2/2) ${'c'.repeat(84)}`,
		]);
	});

	it('breaks at the line ends of all systems', () => {
		for (const end of ['\n', '\r\n', '\u2028']) {
			expect(splitNote(`${'a'.repeat(1000)}${end}${'b'.repeat(500)}`)).toEqual([
				`(1/2) ${'a'.repeat(1000)}`,
				`(2/2) ${'b'.repeat(500)}`,
			]);
		}
	});

	it('keeps a blank with a combining mark, and a mark that combines with a blank', () => {
		for (const seen of [' \u0301', '\u0600 ']) {
			const [first, second] = splitNote(`${'a'.repeat(1017)}${seen}${'b'.repeat(100)}`);
			expect(first).toBe(`(1/2) ${'a'.repeat(1017)}`);
			expect(second).toBe(`(2/2) ${seen}${'b'.repeat(100)}`);
		}
	});

	it('creates no part that holds only blanks', () => {
		expect(splitNote(`${'a'.repeat(1010)} ${'b'.repeat(1017)}${' '.repeat(50)}`)).toEqual([
			`(1/2) ${'a'.repeat(1010)}`,
			`(2/2) ${'b'.repeat(1017)}`,
		]);
	});

	it('fills nine and twenty parts exactly', () => {
		expect(splitNote('a'.repeat(9 * 1017))).toHaveLength(9);
		expect(splitNote('a'.repeat(9 * 1017 + 1))).toHaveLength(10);
		const nine = 9 * 1016;
		expect(splitNote('a'.repeat(nine + 11 * 1015))).toHaveLength(20);
		expect(() => splitNote('a'.repeat(nine + 11 * 1015 + 1))).toThrow(
			`the text has ${nine + 11 * 1015 + 1} bytes and would need more than 20 notes. Shorten it.`,
		);
		expect(MAX_NOTE_PARTS).toBe(20);
	});

	it('refuses a character that is too large, with a remedy', () => {
		expect(() => splitNote(`a${'\u0301'.repeat(600)}`)).toThrow(
			'one character of the text is too large for a note. It is probably not meant to be one character. Take it out.',
		);
	});

	it('refuses a text for too many notes, and a single character that is too large', () => {
		expect(() => splitNote('a'.repeat(1023 * 20))).toThrow(/more than 20 notes/);
		expect(() => splitNote(`a${'\u0301'.repeat(600)}`)).toThrow(
			/one character of the text is too large/,
		);
	});

	it('ignores trailing blanks', () => {
		expect(splitNote(`${'a'.repeat(1023)}${' '.repeat(1e6)}`)).toEqual(['a'.repeat(1023)]);
		const text = 'a'.repeat(2000);
		expect(splitNote(`${text}${' \n'.repeat(1e6)}`)).toEqual(splitNote(text));
	});

	it('drops all blanks at a break, however many', () => {
		const [first, second] = splitNote(`${'a'.repeat(1017)}${' '.repeat(15_000)}b`);
		expect([first, second]).toEqual([`(1/2) ${'a'.repeat(1017)}`, '(2/2) b']);
	});

	it('refuses a text too long for twenty notes by its length alone, without segmenting it', () => {
		const segment = jest.spyOn(Intl.Segmenter.prototype, 'segment');
		const most = 20 * 1023;
		expect(() => splitNote('word '.repeat(1e6))).toThrow(/^the text has 5000000 bytes and would/);
		expect(() => splitNote('字'.repeat(most / 3 + 1))).toThrow(/more than 20 notes/);
		expect(segment).not.toHaveBeenCalled();
		// Blanks at a break take no room: twenty words of 1,000 letters fit.
		expect(splitNote(`${'a'.repeat(1000)}${' '.repeat(24)}`.repeat(19) + 'b')).toHaveLength(20);
		segment.mockRestore();
	});

	it('segments one part at a time, not the whole text', () => {
		const segment = jest.spyOn(Intl.Segmenter.prototype, 'segment');
		splitNote('The queue is long today. '.repeat(800));
		const lengths = segment.mock.calls.map(([text]) => text.length);
		expect(Math.max(...lengths)).toBeLessThan(1100);
		expect(lengths.length).toBeLessThan(100);
		segment.mockRestore();
	});

	it('loses only the blanks at breaks, whatever the text', () => {
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
						expect(error).toBeInstanceOf(InvalidValueError);
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
