/**
 * Time limit for a whole exchange. The time-out of n8n's helper counts silence only: an answer that arrives one byte
 * at a time would hold a run for as long as the other side likes.
 */

/** Thrown when a request exceeds its deadline. Reads like a time-out of the network. */
class TimeoutError extends Error {
	readonly code = 'ETIMEDOUT';

	constructor(cause: unknown) {
		super('The time for the whole exchange is up', { cause });
		this.name = 'TimeoutError';
	}
}

/** Exchanges that begin within 50 ms of each other share a time-out, because creating one is expensive. */
const SHARED_TIMEOUT_MS = 50;

let latestTimeout: { ms: number; madeAt: number; signal: AbortSignal } | undefined;

/** Signal that is aborted after `ms`, or up to 50 ms later. Keeps no process alive. */
function timeoutSignalIn(ms: number): AbortSignal {
	const now = performance.now();
	if (latestTimeout?.ms !== ms || now - latestTimeout.madeAt >= SHARED_TIMEOUT_MS) {
		latestTimeout = { ms, madeAt: now, signal: AbortSignal.timeout(ms + SHARED_TIMEOUT_MS) };
	}
	return latestTimeout.signal;
}

type AbortCallback = () => void;

const listeners = new WeakMap<AbortSignal, Set<AbortCallback>>();

/** Callbacks of a signal: it has one event listener, however many exchanges are in progress. */
function listenersOf(signal: AbortSignal): Set<AbortCallback> {
	const known = listeners.get(signal);
	if (known) return known;
	const callbacks = new Set<AbortCallback>();
	signal.addEventListener('abort', () => {
		for (const callback of callbacks) callback();
	});
	listeners.set(signal, callbacks);
	return callbacks;
}

export class Deadline {
	private readonly controller = new AbortController();

	private readonly timeoutSignal: AbortSignal;

	/**
	 * @param ms from now on; up to 50 ms more are granted
	 * @param runSignal aborted when the run is cancelled
	 */
	constructor(
		ms: number,
		private readonly runSignal?: AbortSignal,
	) {
		// Not AbortSignal.any: in Node.js 20 it loses a time-out that has no other reference.
		this.timeoutSignal = timeoutSignalIn(ms);
		listenersOf(this.timeoutSignal).add(this.abort);
		if (runSignal) listenersOf(runSignal).add(this.abort);
		if (runSignal?.aborted) this.abort();
	}

	/** Signal for the request: aborted when the time is up or the run is cancelled. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** The error of a request; a {@link TimeoutError} if the time was up. */
	explain(error: unknown): unknown {
		return this.timeoutSignal.aborted && !this.runSignal?.aborted ? new TimeoutError(error) : error;
	}

	/** Releases the callbacks; call it when the exchange has ended. */
	close(): void {
		listeners.get(this.timeoutSignal)?.delete(this.abort);
		if (this.runSignal) listeners.get(this.runSignal)?.delete(this.abort);
	}

	private readonly abort = (): void => this.controller.abort();
}
