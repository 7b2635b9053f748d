/** Delays of a trigger's polls after failures, and the decision when an outage is logged. */

/** First delay, in ms; doubled with every further failure in a row. */
const BASE_DELAY_MS = 1_000;

/** Longest delay, in ms, even if `Retry-After` asks for more. */
const MAX_DELAY_MS = 60_000;

/** An outage is over after this time without a failure, in ms. */
const STEADY_MS = 60_000;

/**
 * Cause of a failure: `passing` if the next attempt may succeed, `final` if it will not, `credential` if the gateway
 * refuses the account, so that the credential must be corrected.
 */
export type FailureCause = 'passing' | 'final' | 'credential';

export class ReconnectBackoff {
	/** Failed polls and sign-ins in a row. */
	private failures = 0;

	/** Lost sessions in a row. */
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
	 * Records a failure.
	 * @param retryAfter value of `Retry-After`, in ms
	 * @returns the delay of the next attempt, in ms
	 */
	recordFailure(retryAfter = 0): number {
		this.failures++;
		this.troubleAt = this.now();
		return Math.max(this.delay(this.failures), Math.min(retryAfter, MAX_DELAY_MS));
	}

	/**
	 * Records the loss of a session. The next one is opened at once, unless sessions are lost repeatedly.
	 * @returns the delay of the next sign-in, in ms
	 */
	recordLoss(): number {
		this.failures = 0;
		this.losses++;
		this.troubleAt = this.lostAt = this.now();
		return this.losses === 1 ? 0 : this.delay(this.losses - 1);
	}

	/**
	 * Records a success.
	 * @returns true if a reported outage is over: a success between failures does not end it
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

	/** Returns true if a failure must be logged: once per outage, and once more when the account is refused. */
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

	/** Also true if the clock was set back meanwhile. */
	private isSteadySince(moment: number): boolean {
		const now = this.now();
		return now < moment || now - moment >= STEADY_MS;
	}

	/** Random delay, so that triggers that failed together do not retry together. */
	private delay(times: number): number {
		const limit = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (times - 1));
		return (limit / 2) * (1 + this.random());
	}
}
