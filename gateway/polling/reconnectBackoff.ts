/** When a trigger tries again after its events could not be fetched, and when that is worth a line in the log. */

/** In ms; every further time in a row twice as long. */
const BASE_DELAY_MS = 1_000;

/** Also where the other side asks for more, in ms. */
const MAX_DELAY_MS = 60_000;

/** A session that has lasted so long, in ms, is not taken from us again and again. */
const STABLE_AFTER_MS = 60_000;

export class ReconnectBackoff {
	/** How often in a row the gateway could not be asked, or opened no session. */
	private failures = 0;

	/** How often in a row a session did not last. */
	private losses = 0;

	/** When a session was lost last, in ms since 1970. */
	private lostAt = -Infinity;

	private logged = false;

	/** @param random from 0 to 1 */
	constructor(
		private readonly now: () => number,
		private readonly random: () => number,
	) {}

	/**
	 * It did not work.
	 * @param retryAfter how long the other side asks to wait, in ms
	 * @returns when to try again, in ms from now
	 */
	recordFailure(retryAfter = 0): number {
		this.failures++;
		return Math.max(this.delay(this.failures), Math.min(retryAfter, MAX_DELAY_MS));
	}

	/**
	 * A session was lost, which happens: the next one is opened at once, unless it is lost again and again.
	 * @returns when to open the next one, in ms from now
	 */
	recordLoss(): number {
		this.failures = 0;
		this.losses++;
		this.lostAt = this.now();
		return this.losses === 1 ? 0 : this.delay(this.losses - 1);
	}

	/** It worked. */
	recordSuccess(): void {
		this.failures = 0;
		const now = this.now();
		if (now >= this.lostAt && now - this.lostAt < STABLE_AFTER_MS) return;
		this.losses = 0;
		this.logged = false;
	}

	/** Whether this is to be told: once per outage, and not where the very next try may work. */
	shouldLog(final: boolean): boolean {
		if (this.logged || (!final && this.failures < 2 && this.losses < 2)) return false;
		this.logged = true;
		return true;
	}

	/** Many triggers that failed together do not come back together. */
	private delay(times: number): number {
		const limit = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (times - 1));
		return (limit / 2) * (1 + this.random());
	}
}
