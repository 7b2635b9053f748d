/** Measures blocks of the event loop. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Shortest listed block in ms. */
const MIN_LISTED_MS = 100;

/** Maximum number of listed blocks. */
const MAX_LISTED = 15;

/** Sampling interval in ms. */
const RESOLUTION_MS = 5;

export interface Pauses {
	/** The longest block while the node ran, in ms. */
	inNodeMs: number;
	/** The longest block of all in ms, including n8n's work before and after the node. */
	longestMs: number;
	/**
	 * The longest blocks of 100 ms and more: start relative to that of the node, duration, and CPU time of the process,
	 * which is less than the duration on a busy computer.
	 */
	listed: Array<{ atMs: number; ms: number; cpuMs: number }>;
}

/** The run of a node, in milliseconds since 1970. */
interface Period {
	from: number;
	to: number;
}

/** Starts the measurement; the returned function ends it. */
export function watchPauses(): (node: Period) => Pauses {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	const seen: Array<{ from: number; to: number; cpuMs: number }> = [];
	let from = Date.now();
	let cpu = process.cpuUsage();
	const look = () => {
		const to = Date.now();
		const { user, system } = process.cpuUsage(cpu);
		seen.push({ from, to, cpuMs: Math.round((user + system) / 1000) });
		from = to;
		cpu = process.cpuUsage();
	};
	const watcher = setInterval(look, RESOLUTION_MS);
	histogram.enable();
	return (node) => {
		clearInterval(watcher);
		histogram.disable();
		look();
		const inNode = seen.map((one) => Math.min(one.to, node.to) - Math.max(one.from, node.from));
		const [last] = seen.slice(-1);
		return {
			inNodeMs: inNode.reduce((longest, ms) => Math.max(longest, ms), 0),
			longestMs: Math.round(Math.max(histogram.max / 1e6, last ? last.to - last.from : 0)),
			listed: seen
				.filter((one) => one.to - one.from >= MIN_LISTED_MS)
				.map((one) => ({ atMs: one.from - node.from, ms: one.to - one.from, cpuMs: one.cpuMs }))
				.sort((one, other) => other.ms - one.ms)
				.slice(0, MAX_LISTED),
		};
	};
}
