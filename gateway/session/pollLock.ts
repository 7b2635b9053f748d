/**
 * Who asks the gateway for an agent's events in this n8n server or worker: a run, now and then, to renew the session,
 * or a trigger, all the time. Never two at once: they would take the events from one another.
 */
import { readPollAnswer } from '../answer/events';
import type { Exchange } from '../http/exchange';
import { isWithin } from './lruSet';

/** Between two polls of runs, in ms. The gateway asks for 200 to 500 (api-cec, cec_07_1274). */
const RUN_POLL_GAP_MS = 1_000;

/**
 * An event that arrives while no trigger polls is kept for the next one this long, in ms: by default the gateway, too,
 * keeps the events of a silent agent for two minutes.
 */
export const KEPT_WITHOUT_TRIGGER_MS = 120_000;

/** More answers are not kept; the oldest go first. */
const MOST_ANSWERS = 100;

/** Takes the answer to a poll that somebody else has sent. */
type AnswerHandler = (exchange: Exchange) => void;

export class PollLock {
	/** A run's poll. */
	private pending: Promise<void> | undefined;

	/** When the last poll of a run ended. */
	private endedAt = 0;

	/** Answers with events that runs have received while no trigger polled; `at` in ms since 1970. */
	private kept: Array<{ exchange: Exchange; at: number }> = [];

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
	 * From now on a trigger polls.
	 * @param onAnswer receives the events of runs' polls since the last trigger left, and the answer to one that is under way
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

	/** The trigger does not poll any more. */
	release(): void {
		this.onAnswer = undefined;
	}

	private keep(exchange: Exchange): void {
		if (readPollAnswer(exchange).events.length === 0) return;
		const now = this.now();
		this.kept = this.kept.filter(({ at }) => isWithin(at, KEPT_WITHOUT_TRIGGER_MS, now));
		this.kept.push({ exchange, at: now });
		this.kept = this.kept.slice(-MOST_ANSWERS);
	}
}
