/**
 * Who asks the gateway for an agent's events in this n8n server or worker: a run, now and then, to renew the session,
 * or a trigger, all the time. Never two at once: they would take the events from one another.
 */
import type { Exchange } from '../http/exchange';
import { isWithin } from './lruSet';

/** Between two polls of runs, in ms. The gateway asks for 200 to 500 (api-cec, cec_07_1274). */
const RUN_POLL_GAP_MS = 1_000;

/** Takes the answer to a poll that somebody else has sent. */
type AnswerHandler = (exchange: Exchange) => void;

export class PollLock {
	/** A run's poll. */
	private pending: Promise<void> | undefined;

	/** When the last poll of a run ended. */
	private endedAt = 0;

	/** The trigger's. */
	private onAnswer: AnswerHandler | undefined;

	constructor(private readonly now: () => number) {}

	/** Whether a trigger polls. */
	get isHeld(): boolean {
		return this.onAnswer !== undefined;
	}

	/**
	 * A run's poll, unless a trigger polls, another run does, or one has just ended. Nobody waits for it; it must
	 * not throw.
	 */
	tryPoll(poll: () => Promise<Exchange | undefined>): void {
		if (this.onAnswer || this.pending || isWithin(this.endedAt, RUN_POLL_GAP_MS, this.now()))
			return;
		const forward = (exchange: Exchange | undefined): void => {
			if (exchange) this.onAnswer?.(exchange);
		};
		this.pending = poll()
			.then(forward)
			.finally(() => {
				this.pending = undefined;
				this.endedAt = this.now();
			});
	}

	/**
	 * From now on a trigger polls.
	 * @param onAnswer is handed the answer to a run's poll that was under way: it may bring an event
	 * @returns when no run polls any more
	 */
	async acquire(onAnswer: AnswerHandler): Promise<void> {
		this.onAnswer = onAnswer;
		await this.pending;
	}

	/** The trigger does not poll any more. */
	release(): void {
		this.onAnswer = undefined;
	}
}
