/** Reads codes for which a site has its own words: busy reasons, custom statuses, rest reasons. */
import { InvalidValueError, quote } from './invalidValueError';
import { inWords, type Range, wholeNumber } from './numbers';
import { findCode, type SiteWords } from './siteWords';

/** Source: "Customizing Status by an Agent", Table 1. */
export const CUSTOM_STATUS_RANGE = { min: 0, max: 65_534 } as const;

/** Source: "Setting Busy", Table 1. */
export const BUSY_REASON_RANGE = { min: 200, max: 250 } as const;
export const NO_BUSY_REASON = 0;

/**
 * Reads a busy reason: 0, null or an empty text for none, 200 to 250, or the site's word or label for it.
 * @throws {InvalidValueError} for other numbers and for words that the credential does not know
 */
export const parseBusyReason = (value: unknown, words: SiteWords): number =>
	parseSiteCode(value, words, {
		noun: 'a busy reason',
		field: 'Busy Reasons',
		range: BUSY_REASON_RANGE,
		none: NO_BUSY_REASON,
		allowed: `Use 0 for no reason, a code from ${inWords(BUSY_REASON_RANGE)}`,
	});

/**
 * Reads a custom status: 0 to 65534, or the site's word or label for it.
 * @throws {InvalidValueError} for other numbers and for words that the credential does not know
 */
export const parseCustomStatus = (value: unknown, words: SiteWords): number =>
	parseSiteCode(value, words, {
		noun: 'a custom status',
		field: 'Custom Statuses',
		range: CUSTOM_STATUS_RANGE,
	});

/** One kind of code. */
export interface SiteCodeKind {
	/** With its article, for messages. */
	noun: string;
	/** Label of the credential's field that holds the words. */
	field: string;
	range: Range;
	/** The code for no reason: allowed outside the range, and meant by null and by an empty text. */
	none?: number;
	/** Start of the remedy. Default: names the range. */
	allowed?: string;
}

/**
 * Reads a code, or the site's word or label for it.
 * @throws {InvalidValueError} for other numbers and for words that the credential does not know
 */
export function parseSiteCode(
	value: unknown,
	words: SiteWords,
	{ noun, field, range, none, allowed = `Use a code from ${inWords(range)}` }: SiteCodeKind,
): number {
	const isEmpty = value === null || (typeof value === 'string' && value.trim() === '');
	const code =
		isEmpty && none !== undefined
			? none
			: (wholeNumber(value) ?? (typeof value === 'string' ? findCode(words, value) : undefined));
	if (code !== undefined && (code === none || (code >= range.min && code <= range.max)))
		return code;
	throw new InvalidValueError(
		`${quote(value)} is not ${noun}`,
		`${allowed}, or one of the words in the credential's field '${field}'${knownWords(words)}.`,
	);
}

/** Some of a site's words, for a message. */
function knownWords(words: SiteWords): string {
	const known = words.entries.slice(0, 10).map(({ word }) => word);
	if (known.length === 0) return ' (it is empty)';
	return ` (${known.join(', ')}${words.entries.length > known.length ? ' …' : ''})`;
}
