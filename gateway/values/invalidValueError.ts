/**
 * Thrown for a value that must not be sent. Says what is wrong and what is allowed. Every reader of values accepts
 * anything that an n8n expression may yield, and throws this before anything is sent.
 */
export class InvalidValueError extends Error {
	/**
	 * @param problem a clause about the value, to follow a field's label: `'99' is outside 101 to 999999`
	 * @param remedy one or more sentences: what is allowed, what to do next
	 */
	constructor(
		readonly problem: string,
		readonly remedy: string,
	) {
		super(`${problem}. ${remedy}`);
		this.name = 'InvalidValueError';
	}
}

/** The fault of a value, and what is allowed. */
export type Problem = Pick<InvalidValueError, 'problem' | 'remedy'>;

/** The problem that a reader found; rethrows any other error. */
export const problemOf = (error: unknown, otherwise: Problem): Problem =>
	error instanceof InvalidValueError ? error : otherwise;

const MAX_QUOTE_LENGTH = 60;

/** Characters of a text that are read. */
const MAX_READ_LENGTH = 1000;

/** Marks of a Guid. A Guid in the wrong field is a secret, too, and often an unknown one. */
const LOOKS_LIKE_GUID = /\.AgentGateway\d|JSESSIONID=/i;

/** Shows an invisible character by its number: `U+200B`. */
const unseen = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A value as a message shows it: short, on one line, never the content of an object, never a Guid. The text may hold
 * other secrets, or the first part of one: the code that shows the message redacts them.
 */
export function quote(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'string') {
		const trimmed = value.trim();
		const line = trimmed
			.slice(0, MAX_READ_LENGTH)
			.replace(/\s+/g, ' ')
			.replace(/[\p{Cc}\p{Cf}]/gu, unseen);
		if (line === '') return 'an empty text';
		if (LOOKS_LIKE_GUID.test(line)) return 'a Guid';
		const characters = [...line];
		return characters.length > MAX_QUOTE_LENGTH || trimmed.length > MAX_READ_LENGTH
			? `'${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…'`
			: `'${line}'`;
	}
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
		return `'${String(value)}'`;
	}
	return Array.isArray(value) ? 'a list' : 'an object';
}
