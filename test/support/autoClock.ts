/** A clock that advances automatically once client and gateway only wait for it, so that minutes pass without delay. */
import type { Clock } from '../../simulator';

interface Timer {
	at: number;
	ring: () => void;
}

/** Number of idle rounds of the event loop before the clock advances. */
const QUIET_ROUNDS = 4;

/** Longest delay of an answer by the simulator, in ms. */
const MAX_HELD_ANSWER_MS = 30_000;

export class AutoClock {
	private time: number;

	private timers: Timer[] = [];

	/** Number of unanswered requests. */
	private inFlight = 0;

	/** Number of answers held back by the simulator. */
	private held = 0;

	private stopped = false;

	constructor(start: number) {
		this.time = start;
	}

	now = (): number => this.time;

	/** Waits on the client's side. */
	sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
		if (ms <= 0 || signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const timer = { at: this.time + ms, ring: resolve };
			this.timers.push(timer);
			signal?.addEventListener('abort', () => {
				this.timers = this.timers.filter((other) => other !== timer);
				resolve();
			});
		});
	};

	/** The same clock for a simulator. */
	readonly simulator: Clock = {
		now: () => this.time,
		sleep: async (ms, signal) => {
			// Longer waits are not held-back answers, but for example the end of a rest.
			const held = ms <= MAX_HELD_ANSWER_MS ? 1 : 0;
			this.held += held;
			await this.sleep(ms, signal);
			this.held -= held;
		},
	};

	/** Counts a request while it is in progress. */
	async counting<T>(request: () => Promise<T>): Promise<T> {
		this.inFlight++;
		try {
			return await request();
		} finally {
			this.inFlight--;
		}
	}

	/** Advances the clock while work is in progress. */
	async run<T>(work: Promise<T>): Promise<T> {
		this.stopped = false;
		const stop = (): void => {
			this.stopped = true;
		};
		work.then(stop, stop);
		let quiet = 0;
		while (!this.stopped) {
			await new Promise((resolve) => setImmediate(resolve));
			const waits = this.timers.length > 0 && this.inFlight <= this.held;
			quiet = waits ? quiet + 1 : 0;
			if (quiet > QUIET_ROUNDS) {
				quiet = 0;
				this.advance();
			}
		}
		return await work;
	}

	private advance(): void {
		const next = Math.min(...this.timers.map(({ at }) => at));
		this.time = Math.max(this.time, next);
		const due = this.timers.filter(({ at }) => at <= this.time);
		this.timers = this.timers.filter(({ at }) => at > this.time);
		for (const { ring } of due) ring();
	}
}
