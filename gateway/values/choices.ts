import { InvalidValueError, quote } from './invalidValueError';

/**
 * Reads a switch: true or false, also as text in any letter case.
 * @throws {InvalidValueError} for anything else
 */
export function parseSwitch(value: unknown): boolean {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (word === true || word === 'true') return true;
	if (word === false || word === 'false') return false;
	throw new InvalidValueError(`${quote(value)} is neither true nor false`, 'Use true or false.');
}

/**
 * Reads one of a few words.
 * @throws {InvalidValueError} for anything else
 */
export function parseChoice<T extends string>(value: unknown, choices: readonly T[]): T {
	const found = choices.find((choice) => choice === value);
	if (found !== undefined) return found;
	throw new InvalidValueError(
		`${quote(value)} is none of its values`,
		`Use one of: ${choices.join(', ')}.`,
	);
}

/**
 * Reads some of a few words: a list, or a text with commas between them.
 * @returns none for an empty list
 * @throws {InvalidValueError} for anything else, and for a text without a word
 */
export function parseChoices<T extends string>(value: unknown, choices: readonly T[]): T[] {
	if (Array.isArray(value)) return value.map((one: unknown) => parseChoice(one, choices));
	if (typeof value !== 'string') return [parseChoice(value, choices)];
	return value.split(/[,，、]/).map((word) => parseChoice(word.trim(), choices));
}
