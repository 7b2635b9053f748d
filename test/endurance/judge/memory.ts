/** Judges the growth of memory of main and workers. */
import type { Finding, Life, MemorySample } from '../records';

/** Least duration of a judged life in ms, because a young process grows. */
export const MIN_LIFE = 8 * 60_000;

/**
 * Allowed growth from the third to the last quarter of a life, as a share. Resident memory varies more than the heap,
 * because freed memory is returned late.
 */
const MAX_GROWTH = { heap: 0.1, rss: 0.25 } as const;

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Growth of a process in the second half of its life. */
export interface Growth {
	part: string;
	minutes: number;
	/** Medians of the third and the last quarter of the life, in bytes. */
	heap: { before: number; after: number };
	rss: { before: number; after: number };
}

function quarter(samples: readonly MemorySample[], index: number): MemorySample[] {
	return samples.slice((samples.length * index) / 4, (samples.length * (index + 1)) / 4);
}

/** Lives that were long enough to be judged. */
export function growths(lives: readonly Life[]): Growth[] {
	return lives.flatMap(({ part, memory }) => {
		const minutes = ((memory.at(-1)?.at ?? 0) - (memory[0]?.at ?? 0)) / 60_000;
		if (minutes * 60_000 < MIN_LIFE) return [];
		const of = (name: 'heapUsed' | 'rss') => ({
			before: median(quarter(memory, 2).map((sample) => sample[name])),
			after: median(quarter(memory, 3).map((sample) => sample[name])),
		});
		return [{ part, minutes, heap: of('heapUsed'), rss: of('rss') }];
	});
}

export function judgeMemory({ lives }: { lives: readonly Life[] }): Finding[] {
	return growths(lives).flatMap((growth) =>
		(['heap', 'rss'] as const).flatMap((kind) => {
			const { before, after } = growth[kind];
			if (after <= before * (1 + MAX_GROWTH[kind])) return [];
			const text = `${growth.part} grew in the second half of ${growth.minutes.toFixed(0)} minutes: ${kind} from ${megabytes(before)} to ${megabytes(after)}`;
			return [{ promise: 'Memory is flat', text }];
		}),
	);
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
