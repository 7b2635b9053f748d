import { MAX_NOTE_BYTES, noteBytes } from './noteText';
import { InvalidValue } from './invalidValue';

/** A note that needs more parts than this is most likely a mistake. */
export const MAX_NOTE_PARTS = 20;

/** One visible character, which may be several code points, with its length. */
interface Grapheme {
	text: string;
	bytes: number;
	blank: boolean;
}

function graphemesOf(content: string): Grapheme[] {
	const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return Array.from(segmenter.segment(content), ({ segment }) => ({
		text: segment,
		bytes: noteBytes(segment),
		blank: /^\s+$/.test(segment),
	}));
}

/**
 * Where a part that starts at `start` ends: as far as `budget` bytes go, but at the last word boundary if
 * there is one in the second half, and always past at least one character. Some languages have few blanks:
 * breaking at an early one would make many short notes.
 */
function endOfPart(graphemes: readonly Grapheme[], start: number, budget: number): number {
	let bytes = 0;
	let end = start;
	let boundary = 0;
	for (let next = graphemes[end]; next !== undefined; next = graphemes[++end]) {
		if (next.blank && bytes >= budget / 2) boundary = end;
		if (bytes + next.bytes > budget) break;
		bytes += next.bytes;
	}
	return end < graphemes.length && boundary > start ? boundary : end;
}

/** Cuts into texts that fit beside a number such as "(3/12) ", the total having so many digits. */
function cut(graphemes: readonly Grapheme[], digitsOfTotal: number): string[] {
	const texts: string[] = [];
	let start = 0;
	while (start < graphemes.length && texts.length <= MAX_NOTE_PARTS) {
		const label = `(${texts.length + 1}/${'9'.repeat(digitsOfTotal)}) `;
		const end = endOfPart(graphemes, start, MAX_NOTE_BYTES - noteBytes(label));
		if (end === start) {
			throw new InvalidValue(
				'one character of the text is too large for a note',
				'It is probably not meant to be one character. Take it out.',
			);
		}
		texts.push(
			graphemes
				.slice(start, end)
				.map(({ text }) => text)
				.join(''),
		);
		start = end;
		// The blanks at which a line is broken are not needed any more.
		while (graphemes[start]?.blank) start++;
	}
	return texts;
}

/**
 * Splits a text into numbered notes, "(1/3) …", each of at most 1023 bytes of UTF-8: at a word
 * boundary where there is one far enough on, never inside a visible character. A text that fits is left as it is.
 * @throws {InvalidValue} for more than 20 notes, or one character that does not fit into a note
 */
export function splitNote(content: string): string[] {
	if (noteBytes(content) <= MAX_NOTE_BYTES) return [content];
	const graphemes = graphemesOf(content);
	let texts = cut(graphemes, 1);
	if (texts.length > 9) texts = cut(graphemes, 2);
	if (texts.length > MAX_NOTE_PARTS) {
		throw new InvalidValue(
			`the text has ${noteBytes(content)} bytes and would need more than ${MAX_NOTE_PARTS} notes`,
			'Shorten it.',
		);
	}
	// It was too long for the blanks at its end alone.
	if (texts.length === 1) return [content.trimEnd()];
	return texts.map((text, index) => `(${index + 1}/${texts.length}) ${text}`);
}
