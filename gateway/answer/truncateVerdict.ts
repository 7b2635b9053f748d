/** Limits of a gateway's answer as it is shown. A long answer may come from a faulty gateway or proxy. */
import type { Verdict } from './outcome';

/** Limit of a text, in characters. */
export const MAX_TEXT_LENGTH = 2_000;

/** Limit of a `result`, in values plus characters of names and texts. */
export const MAX_RESULT_SIZE = 20_000;

/** Deeper levels are not read. */
const MAX_DEPTH = 100;

/** Replaces what is left out. */
const ELLIPSIS = '…';

/** Truncates a text after 2,000 characters, not inside a character. */
export const truncateText = (text: string): string =>
	text.length <= MAX_TEXT_LENGTH
		? text
		: text.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '') + ELLIPSIS;

/** Truncates a value; `…` replaces the rest of a text, list or object. */
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

/** Maximum number of values of a result that are read: 500 agents in fifty queues each have fewer. */
export const MAX_VALUES = 100_000;

/**
 * Drops values of a result beyond 100,000, so that reading it takes a tenth of a second at most. Texts stay whole, so
 * that secrets in them can still be found.
 */
export function limitValues<T>(value: T): T {
	let room = MAX_VALUES;
	let cut = false;
	const part = (whole: unknown, depth: number): unknown => {
		room--;
		if (typeof whole !== 'object' || whole === null || depth > MAX_DEPTH) return whole;
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
 * Truncates a verdict for output: message and retcode to 2,000 characters, the result and every item in it to 20,000.
 * Call it after secrets were redacted and answers were read, so that neither meets a truncated text.
 */
export const truncateVerdict = (verdict: Verdict): Verdict => ({
	...verdict,
	retcode: verdict.retcode && truncateText(verdict.retcode),
	message: verdict.message && truncateText(verdict.message),
	result: truncateValue(verdict.result),
	found: verdict.found?.map(truncateValue),
});
