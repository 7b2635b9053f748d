/**
 * A value that no request may be made from. Says what is wrong and what is allowed. Every reader of
 * values accepts whatever an n8n expression may yield and throws this before anything is sent.
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

/** What is wrong with a value, and what is allowed. */
export type Problem = Pick<InvalidValueError, 'problem' | 'remedy'>;

/** What a reader says of a value; something else where it failed for another reason. */
export const problemOf = (error: unknown, otherwise: Problem): Problem =>
	error instanceof InvalidValueError ? error : otherwise;

const MAX_QUOTE_LENGTH = 60;

/** No more of a text is looked at. */
const LOOKED_AT = 1000;

/** What only a Guid has. One in the wrong field is a secret, too, and often no one that is known. */
const LOOKS_LIKE_GUID = /\.AgentGateway\d|JSESSIONID=/i;

/** A character that nobody can see, by its number: `U+200B`. */
const unseen = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A value as a message shows it: short, on one line, never an object's insides, never a Guid. The text may
 * hold other secrets, or the first part of one: whoever shows the message blots them out.
 */
export function quote(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'string') {
		const trimmed = value.trim();
		const line = trimmed
			.slice(0, LOOKED_AT)
			.replace(/\s+/g, ' ')
			.replace(/[\p{Cc}\p{Cf}]/gu, unseen);
		if (line === '') return 'an empty text';
		if (LOOKS_LIKE_GUID.test(line)) return 'a Guid';
		const characters = [...line];
		return characters.length > MAX_QUOTE_LENGTH || trimmed.length > LOOKED_AT
			? `'${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…'`
			: `'${line}'`;
	}
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
		return `'${String(value)}'`;
	}
	return Array.isArray(value) ? 'a list' : 'an object';
}
