/** Says for how long the event loop stood still. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Shorter ones are not listed. */
const LISTED = 100;

/** So many are listed. */
const SHOWN = 15;

/** Every how many ms it is looked. */
const RESOLUTION = 5;

export interface Pauses {
	/** The longest while the node ran, in ms. */
	inNodeMs: number;
	/** The longest of all, in ms: also while n8n prepared the node's input or took its output. */
	longestMs: number;
	/**
	 * The longest of 100 ms and more: when, counted from the start of the node, for how long, and for how much of it
	 * the process had a CPU. On a busy computer it waits for one.
	 */
	listed: Array<{ atMs: number; ms: number; cpuMs: number }>;
}

/** When a node ran, in milliseconds since 1970. */
interface Period {
	from: number;
	to: number;
}

/** Watches from now on, until the function that it returns is called. */
export function watchPauses(): (node: Period) => Pauses {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
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
	const watcher = setInterval(look, RESOLUTION);
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
				.filter((one) => one.to - one.from >= LISTED)
				.map((one) => ({ atMs: one.from - node.from, ms: one.to - one.from, cpuMs: one.cpuMs }))
				.sort((one, other) => other.ms - one.ms)
				.slice(0, SHOWN),
		};
	};
}
