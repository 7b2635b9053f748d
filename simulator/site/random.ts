/**
 * A random generator (mulberry32) that gives the same numbers, 0 up to but not including 1, for the
 * same seed: a run with faults of some probability can be repeated exactly.
 */
export function seededRandom(seed = 1): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
