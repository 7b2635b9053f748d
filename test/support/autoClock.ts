/** A clock that moves on by itself once both sides of the wire only wait for it: minutes pass at once. */
import type { Clock } from '../../simulator';

interface Timer {
	at: number;
	ring: () => void;
}

/** Rounds of the event loop in which nothing may happen before time moves on. */
const QUIET_ROUNDS = 4;

/** In ms. */
const MAX_HELD_ANSWER_MS = 30_000;

export class AutoClock {
	private time: number;

	private timers: Timer[] = [];

	/** Requests that were sent and not answered yet. */
	private inFlight = 0;

	/** Answers that the simulator holds back. */
	private held = 0;

	private stopped = false;

	constructor(start: number) {
		this.time = start;
	}

	now = (): number => this.time;

	/** Waits on the side of the client. */
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
			// Longer waits are no answers that are held back: the end of a rest.
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

	/** Moves time on while work is in progress. */
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
