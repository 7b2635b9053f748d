import { seededRandom } from '../../simulator';

/** Reproducible random choices, determined by a seed. */
export interface Chance {
	/** A number from 0 up to, but not including, 1. */
	next: () => number;
	/** An integer within both limits, included. */
	between: (low: number, high: number) => number;
	/** `count` different elements of a list, in random order. */
	some: <T>(count: number, list: readonly T[]) => T[];
	/** One element of a list. */
	one: <T>(list: readonly T[]) => T;
}

/**
 * Creates a stream of {@link seededRandom}, separate for each use, so that uses do not influence each other.
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
