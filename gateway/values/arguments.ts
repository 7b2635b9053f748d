/**
 * Reads what people write into what the gateway takes. Every function accepts what an n8n
 * expression may yield and throws {@link InvalidValue} before anything is sent.
 */
import { InvalidValue, quote } from './invalidValue';
import { findCode, type SiteWords } from './siteWords';

/** Digits only, without leading zeros, from 101 to 999999. */
export type AgentId = string & { readonly __brand: 'AgentId' };

/** The documents of 2023 end at 59999, releases from 25.200 on at 999999; the wider range counts. */
export const AGENT_ID_RANGE = { min: 101, max: 999_999 } as const;

/** Source: "Agent Session Quantity Configuration", Table 3. */
export const SESSION_LIMIT_RANGE = { min: 1, max: 60 } as const;

/** Source: "Customizing Status by an Agent", Table 1. */
export const CUSTOM_STATUS_RANGE = { min: 0, max: 65_534 } as const;

/** Source: "Setting Busy", Table 1. */
export const BUSY_REASON_RANGE = { min: 200, max: 250 } as const;
export const NO_BUSY_REASON = 0;

/** Source: "Sending Notes", Table 3. */
export const MAX_NOTE_BYTES = 1023;

interface Range {
	readonly min: number;
	readonly max: number;
}

const inWords = ({ min, max }: Range) => `${min} to ${max}`;

/** A whole number in plain ASCII digits, or undefined. `1e3`, `0101`, `+5`, `٣` and `1.0` are none. */
function wholeNumber(value: unknown): number | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || !/^(0|[1-9][0-9]{0,8})$/.test(text.trim())) return undefined;
	return Number(text);
}

function numberInRange(value: unknown, range: Range, allowed: string): number {
	const number = wholeNumber(value);
	if (number === undefined) {
		throw new InvalidValue(`${quote(value)} is not a whole number ${inWords(range)}`, allowed);
	}
	if (number < range.min || number > range.max) {
		throw new InvalidValue(`${quote(value)} is outside ${inWords(range)}`, allowed);
	}
	return number;
}

/**
 * Reads one agent ID from a number or a text; blanks around it are ignored.
 * @throws {InvalidValue} unless it is 101 to 999999 in plain digits
 */
export function parseAgentId(value: unknown): AgentId {
	const allowed = `An agent ID is a number from ${inWords(AGENT_ID_RANGE)}, in plain digits.`;
	return String(numberInRange(value, AGENT_ID_RANGE, allowed)) as AgentId;
}

/**
 * Reads a list of agent IDs: a number, a list, or text with commas, semicolons, blanks or new
 * lines between the IDs. Keeps the order; a repeated ID counts once.
 * @returns numbers: inside a message body the gateway wants IDs as such
 * @throws {InvalidValue} for an empty list or any ID that is none
 */
export function parseAgentIds(value: unknown): number[] {
	const ids = new Set<number>();
	for (const part of parts(value)) ids.add(Number(parseAgentId(part)));
	if (ids.size === 0) {
		throw new InvalidValue(
			'no agent ID was given',
			`Give at least one agent ID from ${inWords(AGENT_ID_RANGE)}; several with commas between them, or as a list.`,
		);
	}
	return [...ids];
}

/** The single IDs of a list, which may hold lists or texts with several; also a list written as JSON. */
function parts(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) {
		return value.flatMap((part: unknown) => {
			const inner = parts(part);
			return inner.length === 0 ? [part] : inner;
		});
	}
	if (typeof value !== 'string') return [value];
	const listed = /^\s*\[/.test(value) ? parseJson(value) : undefined;
	if (Array.isArray(listed)) return parts(listed);
	return value.split(/[\s,;，；、]+/).filter((part) => part !== '');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const NOTE_SIZE = `A note holds 0 to ${MAX_NOTE_BYTES} bytes: that many English letters, or ${Math.floor(MAX_NOTE_BYTES / 3)} Chinese characters.`;

/**
 * Reads a text for notes, of any length.
 * @throws {InvalidValue} for nothing at all and for half a character
 */
export function parseNoteText(value: unknown): string {
	const content = typeof value === 'number' ? String(value) : value;
	if (typeof content !== 'string') {
		throw new InvalidValue(`${quote(value)} is not a text`, NOTE_SIZE);
	}
	if (/\p{Surrogate}/u.test(content)) {
		throw new InvalidValue(
			'the text holds half of a character',
			'It was probably cut in the middle of an emoji; shorten it by whole characters.',
		);
	}
	return content;
}

/**
 * Reads the text of one note.
 * @throws {InvalidValue} as {@link parseNoteText}, and for more than 1023 bytes of UTF-8
 */
export function parseNoteContent(value: unknown): string {
	const content = parseNoteText(value);
	const bytes = noteBytes(content);
	if (bytes > MAX_NOTE_BYTES) {
		throw new InvalidValue(
			`the text has ${bytes} bytes, ${bytes - MAX_NOTE_BYTES} more than the ${MAX_NOTE_BYTES} allowed`,
			`${NOTE_SIZE} Shorten it, or set the option 'Long Notes' to split it.`,
		);
	}
	return content;
}

/** The length of a note as the gateway counts it: bytes of UTF-8. */
export const noteBytes = (content: string): number => Buffer.byteLength(content, 'utf8');

/**
 * Reads a busy reason: 0 or an empty text for none, 200 to 250, or the site's word or label for it.
 * @throws {InvalidValue} for other numbers and for words the credential does not know
 */
export function parseBusyReason(value: unknown, words: SiteWords): number {
	if (typeof value === 'string' && value.trim() === '') return NO_BUSY_REASON;
	const code =
		wholeNumber(value) ?? (typeof value === 'string' ? findCode(words, value) : undefined);
	if (code === NO_BUSY_REASON) return code;
	if (code === undefined || code < BUSY_REASON_RANGE.min || code > BUSY_REASON_RANGE.max) {
		throw new InvalidValue(
			`${quote(value)} is not a busy reason`,
			`Use 0 for no reason, a code from ${inWords(BUSY_REASON_RANGE)}, or one of the words in the credential's field 'Busy Reasons'${knownWords(words)}.`,
		);
	}
	return code;
}

/**
 * Reads a custom status: 0 to 65534, or the site's word or label for it.
 * @throws {InvalidValue} for other numbers and for words the credential does not know
 */
export function parseCustomStatus(value: unknown, words: SiteWords): number {
	const code =
		wholeNumber(value) ?? (typeof value === 'string' ? findCode(words, value) : undefined);
	if (code === undefined || code > CUSTOM_STATUS_RANGE.max) {
		throw new InvalidValue(
			`${quote(value)} is not a custom status`,
			`Use a code from ${inWords(CUSTOM_STATUS_RANGE)}, or one of the words in the credential's field 'Custom Statuses'${knownWords(words)}.`,
		);
	}
	return code;
}

function knownWords(words: SiteWords): string {
	const known = words.entries.slice(0, 10).map(({ word }) => word);
	if (known.length === 0) return ' (it is empty)';
	return ` (${known.join(', ')}${words.entries.length > known.length ? ' …' : ''})`;
}

/**
 * Reads a session limit.
 * @returns text, as the gateway wants it
 * @throws {InvalidValue} unless it is a whole number from 1 to 60
 */
export function parseSessionLimit(value: unknown): string {
	const allowed = `The gateway allows ${inWords(SESSION_LIMIT_RANGE)} sessions.`;
	return String(numberInRange(value, SESSION_LIMIT_RANGE, allowed));
}

/**
 * Reads a switch: true or false, also as text in any letter case.
 * @throws {InvalidValue} for anything else
 */
export function parseSwitch(value: unknown): boolean {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (word === true || word === 'true') return true;
	if (word === false || word === 'false') return false;
	throw new InvalidValue(`${quote(value)} is neither true nor false`, 'Use true or false.');
}

/**
 * Reads a whole number of an option.
 * @throws {InvalidValue} outside the range
 */
export function parseWholeNumber(value: unknown, range: Range): number {
	return numberInRange(value, range, `Use a whole number from ${inWords(range)}.`);
}

/**
 * Reads one of a few words.
 * @throws {InvalidValue} for anything else
 */
export function parseChoice<T extends string>(value: unknown, choices: readonly T[]): T {
	const found = choices.find((choice) => choice === value);
	if (found !== undefined) return found;
	throw new InvalidValue(
		`${quote(value)} is none of its values`,
		`Use one of: ${choices.join(', ')}.`,
	);
}
