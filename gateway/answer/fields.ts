/** What fields of an answer hold, whatever form the gateway gives them. Never throws: what cannot be read is null. */

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number, also as text. */
export function readNumber(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : null;
}

/** A text that is not empty; a number counts as one. */
export const readText = (value: unknown): string | null =>
	typeof value === 'string' && value !== ''
		? value
		: typeof value === 'number'
			? String(value)
			: null;

/** Smaller numbers of ms since 1970 would be in 1970: they mean something else. */
export const FIRST_MOMENT = 31_536_000_000;

/** A moment, in ms since 1970, as ISO text; null for what is none. */
export const isoText = (ms: number): string | null => {
	const moment = new Date(ms);
	return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
};
