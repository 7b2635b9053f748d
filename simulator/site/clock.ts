import { setTimeout as pause } from 'node:timers/promises';

/** The simulator's source of time, replaceable so that tests need not wait. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after `ms` milliseconds of this clock's time, or as soon as `signal` is aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The computer's own time. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		if (ms <= 0) return;
		// Unreferenced: open sockets keep the process alive, a delayed answer without a client must not.
		await pause(ms, undefined, { ref: false, signal }).catch((error: unknown) => {
			if (!signal?.aborted) throw error;
		});
	},
};

interface Sleeper {
	resumeAt: number;
	resume: () => void;
}

/** A clock that stands still until it is advanced by hand. */
export class ManualClock implements Clock {
	private sleepers: Sleeper[] = [];

	/** @param time milliseconds since 1970 at which the clock starts */
	constructor(private time = 0) {}

	/** The number of sleepers at this moment. */
	get sleeping(): number {
		return this.sleepers.length;
	}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (ms <= 0 || signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const sleeper = { resumeAt: this.time + ms, resume: resolve };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				resolve();
			});
		});
	}

	/** Moves the time on by `ms` and wakes, in order, all sleepers whose time has come. */
	advance(ms: number): void {
		this.time += ms;
		const due = this.sleepers.filter(({ resumeAt }) => resumeAt <= this.time);
		this.sleepers = this.sleepers.filter(({ resumeAt }) => resumeAt > this.time);
		for (const { resume } of due.sort((one, other) => one.resumeAt - other.resumeAt)) resume();
	}
}
