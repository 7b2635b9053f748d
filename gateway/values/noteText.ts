import { InvalidValueError, quote } from './invalidValueError';

/** Source: "Sending Notes", Table 3. */
export const MAX_NOTE_BYTES = 1023;

const NOTE_SIZE = `A note holds 0 to ${MAX_NOTE_BYTES} bytes: that many English letters, or ${Math.floor(MAX_NOTE_BYTES / 3)} Chinese characters.`;

/**
 * Reads a text for notes, of any length.
 * @throws {InvalidValueError} for nothing at all and for half a character
 */
export function parseNoteText(value: unknown): string {
	const content = typeof value === 'number' ? String(value) : value;
	if (typeof content !== 'string') {
		throw new InvalidValueError(`${quote(value)} is not a text`, NOTE_SIZE);
	}
	if (/\p{Surrogate}/u.test(content)) {
		throw new InvalidValueError(
			'the text holds half of a character',
			'It was probably cut in the middle of an emoji; shorten it by whole characters.',
		);
	}
	return content;
}

/**
 * Reads the text of one note.
 * @param remedy what to do with a longer text: a sentence
 * @throws {InvalidValueError} as {@link parseNoteText}, and for more than 1023 bytes of UTF-8
 */
export function parseNoteContent(value: unknown, remedy: string): string {
	const content = parseNoteText(value);
	const bytes = noteBytes(content);
	if (bytes > MAX_NOTE_BYTES) {
		throw new InvalidValueError(
			`the text has ${bytes} bytes, ${bytes - MAX_NOTE_BYTES} more than the ${MAX_NOTE_BYTES} allowed`,
			`${NOTE_SIZE} ${remedy}`,
		);
	}
	return content;
}

/** The length of a note as the gateway counts it: bytes of UTF-8. */
export const noteBytes = (content: string): number => Buffer.byteLength(content, 'utf8');
