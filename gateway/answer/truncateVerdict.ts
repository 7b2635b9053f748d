/** How much of a gateway's answer is shown. It may be unpacked to a hundred megabytes on its way. */
import type { Verdict } from './outcome';

/** Of a text, in characters. */
export const LONGEST_TEXT = 2_000;

/** Of a `result`: so many values, and characters of names and texts. */
export const LARGEST_RESULT = 20_000;

/** Stands where something was left out. */
const LEFT_OUT = '…';

/** A text of others, cut behind 2,000 characters, though not inside one. */
export const shorten = (text: string): string =>
	text.length <= LONGEST_TEXT
		? text
		: text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '') + LEFT_OUT;

/** As much of a value as there is room for; `…` stands where the rest of a text, list or object is left out. */
export function truncateValue<T>(value: T): T {
	let room = LARGEST_RESULT;
	const text = (whole: string): string => {
		const short = shorten(whole);
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
				if (room <= 0) return [...list, LEFT_OUT];
				list.push(part(entry));
			}
			return list;
		}
		const fields: Array<[string, unknown]> = [];
		for (const [name, entry] of Object.entries(whole)) {
			if (room <= 0) {
				fields.push([LEFT_OUT, LEFT_OUT]);
				break;
			}
			fields.push([text(name), part(entry)]);
		}
		return Object.fromEntries(fields);
	};
	return part(value) as T;
}

/**
 * A verdict that is fit to be shown: message and retcode up to 2,000 characters, the result and every item that
 * was found in it up to 20,000. To be called when secrets were blotted out and answers were read, so that
 * neither finds a text that was cut.
 */
export const bounded = (verdict: Verdict): Verdict => ({
	...verdict,
	retcode: verdict.retcode && shorten(verdict.retcode),
	message: verdict.message && shorten(verdict.message),
	result: truncateValue(verdict.result),
	found: verdict.found?.map(truncateValue),
});
