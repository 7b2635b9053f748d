/** Chance that repeats itself: the same seed gives the same numbers. */
export interface Chance {
	/** 0 up to but not including 1. */
	next: () => number;
	/** A whole number, both ends included. */
	between: (low: number, high: number) => number;
	/** Such a number of different ones out of a list, in any order. */
	some: <T>(count: number, list: readonly T[]) => T[];
	/** One of a list. */
	one: <T>(list: readonly T[]) => T;
}

/** Numbers by mulberry32. Every use has a stream of its own, so that none changes another's numbers. */
export function chance(seed: number, use: string): Chance {
	let state = Array.from(use).reduce(
		(sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193),
		seed ^ 0x811c9dc5,
	);
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	const one = <T>(list: readonly T[]): T => {
		const chosen = list[between(0, list.length - 1)];
		if (chosen === undefined) throw new Error('There is nothing to choose from');
		return chosen;
	};
	return {
		next,
		between,
		one,
		some: (count, list) => {
			const rest = [...list];
			return Array.from({ length: Math.min(count, list.length) }, () => {
				const [taken] = rest.splice(between(0, rest.length - 1), 1);
				return taken!;
			});
		},
	};
}
