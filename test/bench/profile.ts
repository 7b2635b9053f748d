/** Measures the share of a run's CPU time by owner of the code. */
import { type Profiler, Session } from 'node:inspector/promises';

/** CPU time in ms, by owner of the code. */
export interface Shares {
	/** This package. */
	package: number;
	/** n8n and its libraries. */
	n8n: number;
	/** Node.js itself: sockets, TLS, timers. */
	node: number;
	garbage: number;
	/** Functions of this package with the functions they called, the longest first. */
	functions: Record<string, number>;
}

const SHOWN = 12;

/** Sampling interval of the profiler, in µs. */
const INTERVAL_US = 200;

const ownerOf = ({ url, functionName }: Profiler.ProfileNode['callFrame']) => {
	if (functionName === '(garbage collector)') return 'garbage';
	if (url.includes('/node_modules/')) return 'n8n';
	return /\/dist\/(nodes|gateway|credentials)\//.test(url) ? 'package' : 'node';
};

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parentOf = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
	);
	const shares: Shares = { package: 0, n8n: 0, node: 0, garbage: 0, functions: {} };
	const functions = new Map<string, number>();
	for (const [index, sample] of samples.entries()) {
		const node = byId.get(sample);
		if (node === undefined || node.callFrame.functionName === '(idle)') continue;
		const ms = (timeDeltas[index] ?? 0) / 1000;
		shares[ownerOf(node.callFrame)] += ms;
		const seen = new Set<string>();
		for (let id: number | undefined = sample; id !== undefined; id = parentOf.get(id)) {
			const frame = byId.get(id)?.callFrame;
			if (frame === undefined || ownerOf(frame) !== 'package') continue;
			const file = frame.url.replace(/^.*\/dist\//, '');
			const name = `${frame.functionName || 'anonymous'} ${file}:${frame.lineNumber + 1}`;
			if (!seen.has(name)) functions.set(name, (functions.get(name) ?? 0) + ms);
			seen.add(name);
		}
	}
	const longest = [...functions].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
	return { ...shares, functions: Object.fromEntries(longest) };
}

/** Runs a function under the profiler, which makes it slightly slower. */
export async function profiled<T>(run: () => Promise<T>): Promise<{ result: T; shares: Shares }> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
	await session.post('Profiler.start');
	const result = await run();
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	return { result, shares: sharesOf(profile) };
}
