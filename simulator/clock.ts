/** Where the simulator takes its time from, so that tests need not wait. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after `ms` milliseconds of this clock's time. */
	sleep(ms: number): Promise<void>;
}

/** The computer's own time. */
export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: async (ms) =>
		// Unreferenced: open sockets keep the process alive, a delayed answer nobody waits for must not.
		await new Promise((resolve) => {
			setTimeout(resolve, ms).unref();
		}),
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

	now(): number {
		return this.time;
	}

	async sleep(ms: number): Promise<void> {
		if (ms <= 0) return;
		await new Promise<void>((wake) => {
			this.sleepers.push({ wakeAt: this.time + ms, wake });
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
