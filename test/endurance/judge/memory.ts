/** The memory of main and workers is flat. */
import type { Evidence, Finding, Life, MemorySample } from '../records';

/** A life has to last that long to be judged, in ms: a young process grows. */
export const MIN_LIFE = 8 * 60_000;

/** What the second half of a life may gain, as a share of what it starts with. */
export const MAX_GROWTH = 0.1;

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Growth of a process in the second half of its life, for the figures. */
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

export function judgeMemory({ lives }: Evidence): Finding[] {
	return growths(lives).flatMap(({ part, minutes, ...kinds }) =>
		Object.entries(kinds)
			.filter(([, { before, after }]) => after > before * (1 + MAX_GROWTH))
			.map(([kind, { before, after }]) => ({
				promise: 'Memory is flat',
				text: `${part} grew in the second half of ${minutes.toFixed(0)} minutes: ${kind} from ${megabytes(before)} to ${megabytes(after)}`,
			})),
	);
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
