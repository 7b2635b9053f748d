import { setTimeout as pause } from 'node:timers/promises';

/** Where the simulator takes its time from, so that tests need not wait. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after `ms` milliseconds of this clock's time, or as soon as `wake` is aborted. */
	sleep(ms: number, wake?: AbortSignal): Promise<void>;
}

/** The computer's own time. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(ms, wake) {
		if (ms <= 0) return;
		// Unreferenced: open sockets keep the process alive, a delayed answer nobody waits for must not.
		await pause(ms, undefined, { ref: false, signal: wake }).catch((error: unknown) => {
			if (!wake?.aborted) throw error;
		});
	},
};

interface Sleeper {
	wakeAt: number;
	wake: () => void;
}

/** A clock that stands still until it is advanced by hand. */
export class ManualClock implements Clock {
	private sleepers: Sleeper[] = [];

	/** @param time milliseconds since 1970 at which the clock starts */
	constructor(private time = 0) {}

	/** How many sleep at this moment. */
	get sleeping(): number {
		return this.sleepers.length;
	}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, wake?: AbortSignal): Promise<void> {
		if (ms <= 0 || wake?.aborted) return;
		await new Promise<void>((resolve) => {
			const sleeper = { wakeAt: this.time + ms, wake: resolve };
			this.sleepers.push(sleeper);
			wake?.addEventListener('abort', () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				resolve();
			});
		});
	}

	/** Moves the time on by `ms` and wakes, in order, everybody whose time has come. */
	advance(ms: number): void {
		this.time += ms;
		const due = this.sleepers.filter(({ wakeAt }) => wakeAt <= this.time);
		this.sleepers = this.sleepers.filter(({ wakeAt }) => wakeAt > this.time);
		for (const { wake } of due.sort((one, other) => one.wakeAt - other.wakeAt)) wake();
	}
}
