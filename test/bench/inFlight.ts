import type { RecordedRequest } from '../../simulator';

/** Maximum number of requests that had arrived and were not yet answered. */
export function peakInFlight(
	requests: ReadonlyArray<Pick<RecordedRequest, 'startedAt' | 'endedAt'>>,
): number {
	const changes = requests
		.flatMap(({ startedAt, endedAt = Infinity }) => [
			{ at: startedAt, by: 1 },
			{ at: endedAt, by: -1 },
		])
		.sort((one, other) => one.at - other.at || one.by - other.by);
	let now = 0;
	let peak = 0;
	for (const { by } of changes) {
		now += by;
		peak = Math.max(peak, now);
	}
	return peak;
}
