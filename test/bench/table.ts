/** Results as rows of text. */
import type { Result } from './processes';

const HEAD = [
	...['contender', 'wall s', 'CPU s', 'requests', 'in flight', 'connections', 'memory MB'],
	...['pause ms', 'result'],
];

const seconds = (ms: number) => (ms / 1000).toFixed(2);

/** @param name default: the contender's name */
export function rowOf(result: Result, name: string = result.contender): string[] {
	const outcomes = Object.entries(result.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
	return [
		name,
		seconds(result.wallMs),
		seconds(result.cpuMs),
		String(result.requests),
		String(result.peakInFlight),
		String(result.peakConnections),
		result.peakMb.toFixed(0),
		result.pauses ? String(result.pauses.inNodeMs) : '',
		result.failure ?? outcomes.join(', '),
	];
}

export function printTable(rows: string[][]): void {
	const widths = HEAD.map((_, column) =>
		Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? 0)),
	);
	for (const row of [HEAD, ...rows]) {
		const cells = row.map((text, column) => text.padEnd(widths[column] ?? 0));
		console.log(`  ${cells.join('  ').trimEnd()}`);
	}
}
