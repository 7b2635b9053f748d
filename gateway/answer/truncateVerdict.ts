/** How much of a gateway's answer is shown. It may be unpacked to a hundred megabytes on its way. */
import type { Verdict } from './outcome';

/** Of a text, in characters. */
export const MAX_TEXT_LENGTH = 2_000;

/** Of a `result`: so many values, and characters of names and texts. */
export const MAX_RESULT_SIZE = 20_000;

/** What is nested deeper is not looked at. */
const DEEPEST = 100;

/** Stands where something was left out. */
const ELLIPSIS = '…';

/** A text of others, cut behind 2,000 characters, though not inside one. */
export const truncateText = (text: string): string =>
	text.length <= MAX_TEXT_LENGTH
		? text
		: text.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '') + ELLIPSIS;

/** As much of a value as there is room for; `…` stands where the rest of a text, list or object is left out. */
export function truncateValue<T>(value: T): T {
	let room = MAX_RESULT_SIZE;
	const text = (whole: string): string => {
		const short = truncateText(whole);
		room -= short.length;
		return short;
	};
	const part = (whole: unknown): unknown => {
		room--;
		if (typeof whole === 'string') return text(whole);
		if (typeof whole !== 'object' || whole === null) return whole;
		if (Array.isArray(whole)) {
			const list: unknown[] = [];
			for (const entry of whole) {
				if (room <= 0) return [...list, ELLIPSIS];
				list.push(part(entry));
			}
			return list;
		}
		const fields: Array<[string, unknown]> = [];
		for (const [name, entry] of Object.entries(whole)) {
			if (room <= 0) {
				fields.push([ELLIPSIS, ELLIPSIS]);
				break;
			}
			fields.push([text(name), part(entry)]);
		}
		return Object.fromEntries(fields);
	};
	return part(value) as T;
}

/** Most values of a result that are looked at: 500 agents in fifty queues each have fewer. */
export const MOST_VALUES = 100_000;

/**
 * Drops what a result holds beyond 100,000 values, so that looking at it takes a tenth of a second at most. Texts
 * stay whole, so that secrets in them can still be found.
 */
export function limitValues<T>(value: T): T {
	let room = MOST_VALUES;
	let cut = false;
	const part = (whole: unknown, depth: number): unknown => {
		room--;
		if (typeof whole !== 'object' || whole === null || depth > DEEPEST) return whole;
		if (Array.isArray(whole)) {
			const list: unknown[] = [];
			for (const entry of whole) {
				if (room <= 0) break;
				list.push(part(entry, depth + 1));
			}
			cut ||= list.length < whole.length;
			return list;
		}
		const fields: Array<[string, unknown]> = [];
		for (const [name, entry] of Object.entries(whole)) {
			if (room <= 0) break;
			fields.push([name, part(entry, depth + 1)]);
		}
		cut ||= fields.length < Object.keys(whole).length;
		return Object.fromEntries(fields);
	};
	const limited = part(value, 0);
	return cut ? (limited as T) : value;
}

/**
 * A verdict that is fit to be shown: message and retcode up to 2,000 characters, the result and every item that
 * was found in it up to 20,000. To be called when secrets were redacted and answers were read, so that
 * neither finds a text that was cut.
 */
export const truncateVerdict = (verdict: Verdict): Verdict => ({
	...verdict,
	retcode: verdict.retcode && truncateText(verdict.retcode),
	message: verdict.message && truncateText(verdict.message),
	result: truncateValue(verdict.result),
	found: verdict.found?.map(truncateValue),
});
