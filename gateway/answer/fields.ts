/** Reads fields of an answer, in whatever form the gateway sends them. Never throws; unreadable values are null. */

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

/** Smallest number of ms that counts as a time: smaller ones would lie in 1970. */
export const FIRST_MOMENT = 31_536_000_000;

/** A time, in ms since 1970, as ISO text; null for an invalid one. */
export const isoText = (ms: number): string | null => {
	const moment = new Date(ms);
	return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
};
