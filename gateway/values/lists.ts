import { InvalidValueError, quote } from './invalidValueError';

/** A blank that number formats put between thousands: `131 245` with it is one number, not two IDs. */
const GROUPED = /\d[\u00a0\u2007\u2009\u202f]\d{3}(?!\d)/;

/**
 * The single values of a list, which may hold lists or texts with several values; also of a list written as JSON.
 * Commas, semicolons, blanks or new lines separate the values of a text. Empty for an empty value.
 * @param isSingle recognizes values that need no further look; there may be hundreds of thousands
 * @throws {InvalidValueError} for a text with a thousands separator
 */
export function listParts(
	value: unknown,
	isSingle: (part: unknown) => boolean = () => false,
): unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) {
		return value.flatMap((part: unknown) => {
			if (isSingle(part)) return part;
			const inner = listParts(part, isSingle);
			return inner.length === 0 ? [part] : inner;
		});
	}
	if (typeof value !== 'string') return [value];
	const listed = /^\s*\[/.test(value) ? parseJson(value) : undefined;
	if (Array.isArray(listed)) return listParts(listed, isSingle);
	if (GROUPED.test(value)) {
		throw new InvalidValueError(
			`${quote(value)} looks like a number with a thousands separator`,
			'Give IDs in plain digits; several with commas or ordinary blanks between them.',
		);
	}
	return value.match(/[^\s,;，；、]+/g) ?? [];
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
