import { InvalidValueError, quote } from './invalidValueError';

export interface Range {
	readonly min: number;
	readonly max: number;
}

/** A range as messages show it: `101 to 999999`. */
export const inWords = ({ min, max }: Range) => `${min} to ${max}`;

/** A whole number in plain ASCII digits, or undefined. `1e3`, `0101`, `+5`, `٣` and `1.0` are none. */
export function wholeNumber(value: unknown): number | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || !/^(0|[1-9][0-9]{0,8})$/.test(text.trim())) return undefined;
	return Number(text);
}

/**
 * Reads a whole number.
 * @param allowed a sentence that says what is allowed
 * @throws {InvalidValueError} unless it is in the range
 */
export function numberInRange(value: unknown, range: Range, allowed: string): number {
	const number = wholeNumber(value);
	if (number === undefined) {
		throw new InvalidValueError(`${quote(value)} is not a whole number ${inWords(range)}`, allowed);
	}
	if (number < range.min || number > range.max) {
		throw new InvalidValueError(`${quote(value)} is outside ${inWords(range)}`, allowed);
	}
	return number;
}

/**
 * Reads a whole number of an option.
 * @throws {InvalidValueError} outside the range
 */
export function parseWholeNumber(value: unknown, range: Range): number {
	return numberInRange(value, range, `Use a whole number from ${inWords(range)}.`);
}
