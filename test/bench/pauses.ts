/** Says for how long the event loop stood still. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Shorter ones are not listed. */
const LISTED = 100;

/** Every how many ms it is looked. */
const RESOLUTION = 5;

export interface Pauses {
	/** The longest while the node ran, in ms. */
	inNodeMs: number;
	/** The longest of all, in ms: also while n8n prepared the node's input or took its output. */
	longestMs: number;
	/** Those of 100 ms and more: when, counted from the start of the node, and for how long. */
	listed: Array<{ atMs: number; ms: number }>;
}

/** When a node ran, in milliseconds since 1970. */
interface Period {
	from: number;
	to: number;
}

/** Watches from now on, until the function that it returns is called. */
export function watchPauses(): (node: Period) => Pauses {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
	const seen: Array<{ from: number; to: number }> = [];
	let last = Date.now();
	const watcher = setInterval(() => {
		const now = Date.now();
		seen.push({ from: last, to: now });
		last = now;
	}, RESOLUTION);
	histogram.enable();
	return (node) => {
		clearInterval(watcher);
		histogram.disable();
		seen.push({ from: last, to: Date.now() });
		const lengths = (those: typeof seen) => those.map(({ from, to }) => to - from);
		const inNode = seen
			.filter(({ from, to }) => to > node.from && from < node.to)
			.map(({ from, to }) => ({ from: Math.max(from, node.from), to: Math.min(to, node.to) }));
		return {
			inNodeMs: Math.max(0, ...lengths(inNode)),
			longestMs: Math.round(Math.max(histogram.max / 1e6, ...lengths(seen.slice(-1)))),
			listed: seen
				.filter(({ from, to }) => to - from >= LISTED)
				.map(({ from, to }) => ({ atMs: from - node.from, ms: to - from })),
		};
	};
}
