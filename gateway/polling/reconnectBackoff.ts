/** When a trigger tries again after its events could not be fetched, and when that is worth a line in the log. */

/** In ms; every further time in a row twice as long. */
const FIRST_PAUSE = 1_000;

/** Also where the other side asks for more, in ms. */
const LONGEST_PAUSE = 60_000;

/** A session that has lasted so long, in ms, is not taken from us again and again. */
const STEADY = 60_000;

export class Outage {
	/** How often in a row the gateway could not be asked, or opened no session. */
	private failures = 0;

	/** How often in a row a session did not last. */
	private losses = 0;

	/** When a session was lost last, in ms since 1970. */
	private lostAt = -Infinity;

	private told = false;

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
	failed(retryAfter = 0): number {
		this.failures++;
		return Math.max(this.pause(this.failures), Math.min(retryAfter, LONGEST_PAUSE));
	}

	/**
	 * A session was lost, which happens: the next one is opened at once, unless it is lost again and again.
	 * @returns when to open the next one, in ms from now
	 */
	lost(): number {
		this.failures = 0;
		this.losses++;
		this.lostAt = this.now();
		return this.losses === 1 ? 0 : this.pause(this.losses - 1);
	}

	/** It worked. */
	worked(): void {
		this.failures = 0;
		const now = this.now();
		if (now >= this.lostAt && now - this.lostAt < STEADY) return;
		this.losses = 0;
		this.told = false;
	}

	/** Whether this is to be told: once per outage, and not where the very next try may work. */
	isToBeTold(final: boolean): boolean {
		if (this.told || (!final && this.failures < 2 && this.losses < 2)) return false;
		this.told = true;
		return true;
	}

	/** Many triggers that failed together do not come back together. */
	private pause(times: number): number {
		const maxWaitMs = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (times - 1));
		return (maxWaitMs / 2) * (1 + this.random());
	}
}
