/** The codes for which a site has words of its own: busy reasons and custom statuses. */
import { InvalidValueError, quote } from './invalidValueError';
import { inWords, wholeNumber } from './numbers';
import { findCode, type SiteWords } from './siteWords';

/** Source: "Customizing Status by an Agent", Table 1. */
export const CUSTOM_STATUS_RANGE = { min: 0, max: 65_534 } as const;

/** Source: "Setting Busy", Table 1. */
export const BUSY_REASON_RANGE = { min: 200, max: 250 } as const;
export const NO_BUSY_REASON = 0;

/**
 * Reads a busy reason: 0, null or an empty text for none, 200 to 250, or the site's word or label for it.
 * @throws {InvalidValueError} for other numbers and for words the credential does not know
 */
export function parseBusyReason(value: unknown, words: SiteWords): number {
	if (value === null || (typeof value === 'string' && value.trim() === '')) return NO_BUSY_REASON;
	const code =
		wholeNumber(value) ?? (typeof value === 'string' ? findCode(words, value) : undefined);
	if (code === NO_BUSY_REASON) return code;
	if (code === undefined || code < BUSY_REASON_RANGE.min || code > BUSY_REASON_RANGE.max) {
		throw new InvalidValueError(
			`${quote(value)} is not a busy reason`,
			`Use 0 for no reason, a code from ${inWords(BUSY_REASON_RANGE)}, or one of the words in the credential's field 'Busy Reasons'${knownWords(words)}.`,
		);
	}
	return code;
}

/**
 * Reads a custom status: 0 to 65534, or the site's word or label for it.
 * @throws {InvalidValueError} for other numbers and for words the credential does not know
 */
export function parseCustomStatus(value: unknown, words: SiteWords): number {
	const code =
		wholeNumber(value) ?? (typeof value === 'string' ? findCode(words, value) : undefined);
	if (code === undefined || code > CUSTOM_STATUS_RANGE.max) {
		throw new InvalidValueError(
			`${quote(value)} is not a custom status`,
			`Use a code from ${inWords(CUSTOM_STATUS_RANGE)}, or one of the words in the credential's field 'Custom Statuses'${knownWords(words)}.`,
		);
	}
	return code;
}

/** Some of a site's words, for a message. */
export function knownWords(words: SiteWords): string {
	const known = words.entries.slice(0, 10).map(({ word }) => word);
	if (known.length === 0) return ' (it is empty)';
	return ` (${known.join(', ')}${words.entries.length > known.length ? ' …' : ''})`;
}
