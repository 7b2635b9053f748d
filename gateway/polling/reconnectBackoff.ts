/** When a trigger tries again after its events could not be fetched, and when that is reported. */

/** In ms; every further time in a row twice as long. */
const BASE_DELAY_MS = 1_000;

/** Also where the other side asks for more, in ms. */
const MAX_DELAY_MS = 60_000;

/** Without a failure for this long, in ms, an outage is over. */
const STEADY_MS = 60_000;

/**
 * Cause of a failure: `passing` if the very next attempt may work, `final` if it will not, `credential` if the gateway
 * refuses the account, which somebody has to correct.
 */
export type FailureCause = 'passing' | 'final' | 'credential';

export class ReconnectBackoff {
	/** How often in a row the gateway could not be asked, or opened no session. */
	private failures = 0;

	/** How often in a row a session did not last. */
	private losses = 0;

	/** Time of the last failure or loss, in ms since 1970. */
	private troubleAt = -Infinity;

	/** Time of the last loss, in ms since 1970. */
	private lostAt = -Infinity;

	private reported = false;

	private refusalReported = false;

	/** @param random from 0 to 1 */
	constructor(
		private readonly now: () => number,
		private readonly random: () => number,
	) {}

	/** The outage was reported and is not over yet. */
	get isReported(): boolean {
		return this.reported;
	}

	/**
	 * It did not work.
	 * @param retryAfter how long the other side asks to wait, in ms
	 * @returns when to try again, in ms from now
	 */
	recordFailure(retryAfter = 0): number {
		this.failures++;
		this.troubleAt = this.now();
		return Math.max(this.delay(this.failures), Math.min(retryAfter, MAX_DELAY_MS));
	}

	/**
	 * A session was lost, which happens: the next one is opened at once, unless it is lost again and again.
	 * @returns when to open the next one, in ms from now
	 */
	recordLoss(): number {
		this.failures = 0;
		this.losses++;
		this.troubleAt = this.lostAt = this.now();
		return this.losses === 1 ? 0 : this.delay(this.losses - 1);
	}

	/**
	 * It worked.
	 * @returns whether an outage that was reported is over: a success between failures does not end it
	 */
	recordSuccess(): boolean {
		this.failures = 0;
		if (!this.isSteadySince(this.lostAt)) return false;
		this.losses = 0;
		if (!this.isSteadySince(this.troubleAt)) return false;
		const wasReported = this.reported;
		this.reported = this.refusalReported = false;
		return wasReported;
	}

	/** Whether to report a failure: once per outage, and once more when the account is refused. */
	shouldLog(cause: FailureCause): boolean {
		if (cause === 'credential') {
			if (this.refusalReported) return false;
			this.refusalReported = true;
		} else {
			if (this.reported) return false;
			if (cause === 'passing' && this.failures < 2 && this.losses < 2) return false;
		}
		this.reported = true;
		return true;
	}

	/** Also where the clock was set back meanwhile. */
	private isSteadySince(moment: number): boolean {
		const now = this.now();
		return now < moment || now - moment >= STEADY_MS;
	}

	/** Many triggers that failed together do not come back together. */
	private delay(times: number): number {
		const limit = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (times - 1));
		return (limit / 2) * (1 + this.random());
	}
}
