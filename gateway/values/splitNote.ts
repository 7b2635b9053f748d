import { InvalidValueError } from './invalidValueError';
import { MAX_NOTE_BYTES, noteBytes } from './noteText';

/** A note that needs more parts than this is most likely a mistake. */
export const MAX_NOTE_PARTS = 20;

/** Bytes that 20 notes can hold, without their numbers. */
const MAX_TEXT_BYTES = MAX_NOTE_PARTS * MAX_NOTE_BYTES;

/** Code units that are read beyond a place: enough for its character and a combining sign. */
const LOOK_AHEAD = 8;

/** Finds visible characters, which may be several code points. It is slow: pass a short text. */
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A stretch of a text. All places are in code units from its start, which begins a visible character. */
interface Stretch {
	text: string;
	graphemes: Intl.Segments;
}

const stretchOf = (content: string, start: number, length: number): Stretch => {
	const text = content.slice(start, start + length + LOOK_AHEAD);
	return { text, graphemes: GRAPHEMES.segment(text) };
};

/** The length of the blank visible character that begins at a place; 0 if none does. */
function blankAt({ text, graphemes }: Stretch, at: number): number {
	if (!/^\s/.test(text.charAt(at))) return 0;
	const found = graphemes.containing(at);
	// A blank may carry a sign, or a sign may carry a blank.
	return found?.index === at && /^\s+$/.test(found.segment) ? found.segment.length : 0;
}

/**
 * End of the part that starts at `start`: at most `budget` bytes, at the last word boundary if there is one in the
 * second half, and always after at least one character. Some languages have few blanks: breaking at an early one would
 * make many short notes.
 */
function endOfPart(content: string, start: number, budget: number): number {
	const stretch = stretchOf(content, start, budget);
	let bytes = 0;
	let fits = 0;
	let middle = Infinity;
	for (const character of stretch.text) {
		if (bytes >= budget / 2) middle = Math.min(middle, fits);
		const size = noteBytes(character);
		if (bytes + size > budget) break;
		bytes += size;
		fits += character.length;
	}
	if (start + fits >= content.length) return content.length;
	const end = stretch.graphemes.containing(fits)?.index ?? fits;
	for (let at = end; at >= middle; at--) {
		if (blankAt(stretch, at) > 0) return start + at;
	}
	return start + end;
}

/** The place after the blanks that start at a place. */
function behindBlanks(content: string, start: number): number {
	const blanks = content.slice(start).search(/\S/);
	if (blanks <= 0) return blanks < 0 ? content.length : start;
	// Only the last of them can carry a sign.
	const last = start + blanks - 1;
	return last + blankAt(stretchOf(content, last, 1), 0);
}

/** Splits into texts that leave room for a number such as "(3/12) "; the total has `digits` digits. */
function cut(content: string, digitsOfTotal: number): string[] {
	const texts: string[] = [];
	let start = 0;
	while (start < content.length && texts.length <= MAX_NOTE_PARTS) {
		const label = `(${texts.length + 1}/${'9'.repeat(digitsOfTotal)}) `;
		const end = endOfPart(content, start, MAX_NOTE_BYTES - noteBytes(label));
		if (end === start) {
			throw new InvalidValueError(
				'one character of the text is too large for a note',
				'It is probably not meant to be one character. Take it out.',
			);
		}
		texts.push(content.slice(start, end));
		// Drops the blanks at which a line is broken.
		start = behindBlanks(content, end);
	}
	return texts;
}

/**
 * Splits a text into numbered notes, "(1/3) …", each of at most 1023 bytes of UTF-8: at a word
 * boundary where there is one far enough on, never inside a visible character. A text that fits is left
 * as it is; one that is too long for the blanks at its end alone loses them.
 * @throws {InvalidValueError} for more than 20 notes or 20,460 bytes, and one character that does not fit into a note
 */
export function splitNote(content: string): string[] {
	if (noteBytes(content) <= MAX_NOTE_BYTES) return [content];
	const text = content.trimEnd();
	if (noteBytes(text) <= MAX_NOTE_BYTES) return [text];
	let texts = noteBytes(text) > MAX_TEXT_BYTES ? undefined : cut(text, 1);
	if (texts !== undefined && texts.length > 9) texts = cut(text, 2);
	if (texts === undefined || texts.length > MAX_NOTE_PARTS) {
		throw new InvalidValueError(
			`the text has ${noteBytes(content)} bytes and would need more than ${MAX_NOTE_PARTS} notes`,
			'Shorten it.',
		);
	}
	return texts.map((part, index) => `(${index + 1}/${texts.length}) ${part}`);
}
