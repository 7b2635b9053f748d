/**
 * A limit for a whole exchange. The time-out of n8n's helper counts silence only: an answer that drips, a
 * byte at a time, would hold a run for as long as the other side likes.
 */

/** What a request ended with that had no more time. Reads like a time-out of the network. */
class TimeIsUp extends Error {
	readonly code = 'ETIMEDOUT';

	constructor(cause: unknown) {
		super('The time for the whole exchange is up', { cause });
		this.name = 'TimeIsUp';
	}
}

/** Exchanges that begin within so long of each other, in ms, share a time-out: to make one takes a while. */
const SHARED_FOR = 50;

let latest: { ms: number; madeAt: number; signal: AbortSignal } | undefined;

/** Aborted between so many ms and 50 ms later. Keeps no process alive. */
function timeUpIn(ms: number): AbortSignal {
	const now = performance.now();
	if (latest?.ms !== ms || now - latest.madeAt >= SHARED_FOR) {
		latest = { ms, madeAt: now, signal: AbortSignal.timeout(ms + SHARED_FOR) };
	}
	return latest.signal;
}

type End = () => void;

const endings = new WeakMap<AbortSignal, Set<End>>();

/** What is to end with a signal: it has one listener, however many exchanges are under way. */
function endingWith(signal: AbortSignal): Set<End> {
	const known = endings.get(signal);
	if (known) return known;
	const ends = new Set<End>();
	signal.addEventListener('abort', () => {
		for (const end of ends) end();
	});
	endings.set(signal, ends);
	return ends;
}

export class Deadline {
	private readonly ending = new AbortController();

	private readonly time: AbortSignal;

	/**
	 * @param ms from now on; up to 50 ms more are granted
	 * @param cancel aborted when the run is cancelled
	 */
	constructor(
		ms: number,
		private readonly cancel?: AbortSignal,
	) {
		// Not by AbortSignal.any: in Node.js 20 it forgets a time-out that nobody else holds.
		this.time = timeUpIn(ms);
		endingWith(this.time).add(this.end);
		if (cancel) endingWith(cancel).add(this.end);
		if (cancel?.aborted) this.end();
	}

	/** Aborted when the time is up or the run is cancelled: for the request. */
	get signal(): AbortSignal {
		return this.ending.signal;
	}

	/** The error of a request, told as what it is where the time was up. */
	explain(error: unknown): unknown {
		return this.time.aborted && !this.cancel?.aborted ? new TimeIsUp(error) : error;
	}

	/** To be called when the exchange has ended. */
	close(): void {
		endings.get(this.time)?.delete(this.end);
		if (this.cancel) endings.get(this.cancel)?.delete(this.end);
	}

	private readonly end = (): void => this.ending.abort();
}
