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

export class Deadline {
	private readonly ending = new AbortController();

	/** Keeps no process alive. */
	private readonly time: AbortSignal;

	/**
	 * @param ms from now on
	 * @param cancel aborted when the run is cancelled
	 */
	constructor(
		ms: number,
		private readonly cancel?: AbortSignal,
	) {
		// Not by AbortSignal.any: in Node.js 20 it forgets a time-out that nobody else holds.
		this.time = AbortSignal.timeout(ms);
		this.time.addEventListener('abort', this.end);
		cancel?.addEventListener('abort', this.end);
		if (cancel?.aborted) this.end();
	}

	/** Aborted when the time is up or the run is cancelled: for the request. */
	get signal(): AbortSignal {
		return this.ending.signal;
	}

	/** The error of a request, told as what it is where the time was up. */
	explain(error: unknown): unknown {
		const isUp = this.time.aborted && !this.cancel?.aborted;
		return isUp ? new TimeIsUp(error) : error;
	}

	/** To be called when the exchange has ended. */
	close(): void {
		this.time.removeEventListener('abort', this.end);
		this.cancel?.removeEventListener('abort', this.end);
	}

	private readonly end = (): void => this.ending.abort();
}
