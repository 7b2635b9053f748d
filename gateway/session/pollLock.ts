/**
 * Lock for an agent's polls in this n8n server or worker: a run polls now and then to renew the session, a trigger polls
 * all the time. Two polls at once would take events from each other.
 */
import { readPollAnswer } from '../answer/events';
import type { Exchange } from '../http/exchange';
import { isWithin } from './lruSet';

/** Pause between two polls of runs, in ms. The gateway asks for 200 to 500 (api-cec, cec_07_1274). */
const RUN_POLL_GAP_MS = 1_000;

/**
 * An event that arrives while no trigger polls is kept for the next one this long, in ms: by default the gateway, too,
 * keeps the events of a silent agent for two minutes.
 */
export const KEPT_WITHOUT_TRIGGER_MS = 120_000;

/** Maximum number of kept answers; the oldest are dropped first. */
const MAX_ANSWERS = 100;

/** Receives the answer to a poll of a run. */
type AnswerHandler = (exchange: Exchange) => void;

export class PollLock {
	/** The poll of a run that is in progress. */
	private pending: Promise<void> | undefined;

	/** End of the last poll of a run, in ms since 1970. */
	private endedAt = 0;

	/** Answers with events that runs have received while no trigger polled; `at` in ms since 1970. */
	private kept: Array<{ exchange: Exchange; at: number }> = [];

	/** The handler of the trigger that holds the lock. */
	private onAnswer: AnswerHandler | undefined;

	constructor(private readonly now: () => number) {}

	/** True while a trigger polls. */
	get isHeld(): boolean {
		return this.onAnswer !== undefined;
	}

	/**
	 * Starts the poll of a run, unless a trigger or another run polls, or a poll has just ended. Does not wait for it.
	 * @param poll must not throw
	 */
	tryPoll(poll: () => Promise<Exchange | undefined>): void {
		if (this.onAnswer || this.pending || isWithin(this.endedAt, RUN_POLL_GAP_MS, this.now()))
			return;
		const forward = (exchange: Exchange | undefined): void => {
			if (exchange === undefined) return;
			if (this.onAnswer) this.onAnswer(exchange);
			else this.keep(exchange);
		};
		this.pending = poll()
			.then(forward)
			.finally(() => {
				this.pending = undefined;
				this.endedAt = this.now();
			});
	}

	/**
	 * Acquires the lock for a trigger.
	 * @param onAnswer receives the answers of runs' polls since the last trigger left, and of one that is in progress
	 * @returns when no run polls any more
	 */
	async acquire(onAnswer: AnswerHandler): Promise<void> {
		this.onAnswer = onAnswer;
		const now = this.now();
		for (const { exchange, at } of this.kept.splice(0)) {
			if (isWithin(at, KEPT_WITHOUT_TRIGGER_MS, now)) onAnswer(exchange);
		}
		await this.pending;
	}

	/** Releases the lock of the trigger. */
	release(): void {
		this.onAnswer = undefined;
	}

	private keep(exchange: Exchange): void {
		if (readPollAnswer(exchange).events.length === 0) return;
		this.kept.push({ exchange, at: this.now() });
		this.kept = this.kept.slice(-MAX_ANSWERS);
	}
}
