import { inWords, numberInRange, type Range } from './numbers';
import { parseSiteCode } from './siteCodes';
import type { SiteWords } from './siteWords';

/** The gateway takes 1 to 86399 seconds. Source: api-cec, cec_07_1213. */
export const REST_MINUTES_RANGE = { min: 1, max: 1439 } as const;

/** 0 is no reason. Source: api-cec, cec_07_1213. */
export const REST_REASON_RANGE = { min: 0, max: 255 } as const;
export const NO_REST_REASON = 0;

/** An inspector must give a reason. Source: api-cec, cec_07_2411. */
export const FORCED_REST_REASON_RANGE = { min: 1, max: 255 } as const;

/**
 * Reads the duration of a rest.
 * @returns minutes
 * @throws {InvalidValueError} unless it is a whole number from 1 to 1439
 */
export const parseRestMinutes = (value: unknown): number =>
	numberInRange(
		value,
		REST_MINUTES_RANGE,
		`A rest lasts ${inWords(REST_MINUTES_RANGE)} minutes, which is less than a day.`,
	);

/**
 * Reads a rest reason: null or an empty text for none, a code, or the site's word or label for it.
 * @param range 0 to 255, or 1 to 255 where there must be one
 * @throws {InvalidValueError} for other numbers and for words the credential does not know
 */
export const parseRestReason = (
	value: unknown,
	words: SiteWords,
	range: Range = REST_REASON_RANGE,
): number =>
	parseSiteCode(value, words, {
		noun: 'a rest reason',
		field: 'Rest Reasons',
		range,
		...(range.min === NO_REST_REASON ? { none: NO_REST_REASON } : {}),
	});
