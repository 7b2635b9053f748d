import { seededRandom } from '../../simulator';

/** Random choices that can be repeated: the same seed gives the same ones. */
export interface Chance {
	/** 0 up to but not including 1. */
	next: () => number;
	/** An integer, both ends included. */
	between: (low: number, high: number) => number;
	/** `count` different elements of a list, in random order. */
	some: <T>(count: number, list: readonly T[]) => T[];
	/** One element of a list. */
	one: <T>(list: readonly T[]) => T;
}

/**
 * Numbers of {@link seededRandom}. Every use has a stream of its own, so that none changes another's numbers.
 * @param use a name; the same seed and name give the same numbers
 */
export function chance(seed: number, use: string): Chance {
	const next = seededRandom(
		Array.from(use).reduce(
			(sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193),
			seed ^ 0x811c9dc5,
		),
	);
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
