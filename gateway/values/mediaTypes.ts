import { InvalidValueError, quote } from './invalidValueError';
import { labelOf, normalizeWord } from './siteWords';

/**
 * The ten documented media types: code on the wire to the name an analyst sees.
 * Source: "Agent Session Quantity Configuration", Table 3.
 */
export const MEDIA_TYPES = {
	'1': 'Text Chat',
	'2': 'Click-to-Dial Call',
	'4': 'Callback Request',
	'5': 'Common Voice or Video Call',
	'15': 'Predicted Outbound Call',
	'16': 'Previewed Outbound Call',
	'17': 'Message Call',
	'19': 'Common Video Call',
	'51': 'Multimedia Web Chat',
	'53': 'Social Chat',
} as const;

export type MediaTypeCode = keyof typeof MEDIA_TYPES;

/** Accepted spellings of a media type, normalized: its code, its name, the dropdown's label. */
const CODES: ReadonlyMap<string, MediaTypeCode> = new Map(
	Object.entries(MEDIA_TYPES).flatMap(([code, name]) =>
		[code, name, labelOf(Number(code), name)].map((text): [string, MediaTypeCode] => [
			normalizeWord(text),
			code as MediaTypeCode,
		]),
	),
);

/** The name of a code, which may be any value of the gateway; null if there is none. */
export const mediaTypeName = (code: unknown): string | null =>
	typeof code === 'string' && Object.hasOwn(MEDIA_TYPES, code)
		? MEDIA_TYPES[code as MediaTypeCode]
		: null;

/**
 * Reads a media type: its code as a number or text, or its name in any letter case.
 * @throws {InvalidValueError} for anything but the ten documented types
 */
export function parseMediaType(value: unknown): MediaTypeCode {
	const text = typeof value === 'number' ? String(value) : value;
	const code = typeof text === 'string' ? CODES.get(normalizeWord(text)) : undefined;
	if (code !== undefined) return code;
	throw new InvalidValueError(
		`${quote(value)} is not a media type`,
		`Use one of: ${Object.entries(MEDIA_TYPES)
			.map(([code, name]) => `${name} (${code})`)
			.join(', ')}.`,
	);
}
