/** A clock for client and simulator that stands still while anything is in transit. */
import type { ManualClock } from '../../simulator';

/** Largest step of the clock, in ms. */
export const STEP_MS = 500;

const realTurn = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 1));

/**
 * Steps a manual clock that the client and the simulator share. Requests travel in real time, so the clock only moves
 * while every request is held back by the gateway: on a slow machine, an answer would otherwise come too late.
 */
export class SteppedClock {
	/** Number of unanswered requests. */
	private inFlight = 0;

	/** Number of sleepers on the client's side; all others are requests that the gateway holds back. */
	private asleep = 0;

	constructor(private readonly clock: ManualClock) {}

	/** Counts a request as in flight until it is answered. */
	async counted<T>(request: Promise<T>): Promise<T> {
		this.inFlight++;
		return await request.finally(() => this.inFlight--);
	}

	/** Sleeps on the client's side. */
	readonly sleep = async (ms: number, resume?: AbortSignal): Promise<void> => {
		this.asleep++;
		await this.clock.sleep(ms, resume);
		this.asleep--;
	};

	/** Waits, in real time, until the gateway holds back all requests that are in flight. */
	async rest(): Promise<void> {
		do await realTurn();
		while (this.inFlight !== this.clock.sleeping - this.asleep);
	}

	/** Advances the clock by `ms`. */
	async pass(ms: number): Promise<void> {
		const end = this.clock.now() + ms;
		while (this.clock.now() < end) {
			await this.rest();
			this.clock.advance(Math.min(STEP_MS, end - this.clock.now()));
		}
		await this.rest();
	}

	/** Advances the clock until the probe is true, by `ms` at most. */
	async passUntil(probe: () => boolean, ms: number): Promise<boolean> {
		const end = this.clock.now() + ms;
		while (!probe() && this.clock.now() < end) await this.pass(STEP_MS);
		return probe();
	}

	/** Advances the clock until the work has ended. */
	async passDuring<T>(work: Promise<T>): Promise<T> {
		let ended = false;
		void work.finally(() => (ended = true)).catch(() => {});
		for (;;) {
			await this.rest();
			if (ended) return await work;
			this.clock.advance(STEP_MS);
		}
	}
}
