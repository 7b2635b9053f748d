/** A piece of work. Jobs of one lane run one after another, in order. */
export interface Job {
	lane?: string;
}

/** A first-in, first-out queue; unlike `shift`, it does not move the rest at every step. */
class Queue<T> {
	private entries: Array<T | undefined> = [];

	private head = 0;

	add(entry: T): void {
		this.entries.push(entry);
	}

	take(): T | undefined {
		const entry = this.entries[this.head];
		if (this.head < this.entries.length) this.entries[this.head++] = undefined;
		if (this.head === this.entries.length) {
			this.entries = [];
			this.head = 0;
		}
		return entry;
	}
}

/**
 * Runs jobs concurrently, at most `concurrency` at once, started in order except that a job waits for earlier ones of
 * its lane. Keeps no reference to a finished job.
 * @param run must not throw. May release its slot: it no longer counts as running then, but its lane still waits for it
 * @param aborted checked before each start; once true, no further job starts
 * @returns when all started jobs have ended
 */
export async function runConcurrently<J extends Job>(
	jobs: Iterable<J>,
	concurrency: number,
	run: (job: J, releaseSlot: () => void) => Promise<void>,
	aborted: () => boolean,
): Promise<void> {
	const upcoming = jobs[Symbol.iterator]();
	/** Lanes in use, each with the jobs that wait for it. */
	const waiting = new Map<string, Queue<J>>();
	/** Jobs whose lane has become free; they were skipped before, so they go first. */
	const ready = new Queue<J>();

	const next = (): J | undefined => {
		const job = ready.take();
		if (job) return job;
		for (;;) {
			const step = upcoming.next();
			if (step.done) return undefined;
			const candidate = step.value;
			if (candidate.lane === undefined) return candidate;
			const queue = waiting.get(candidate.lane);
			if (queue === undefined) {
				waiting.set(candidate.lane, new Queue());
				return candidate;
			}
			queue.add(candidate);
		}
	};

	const leave = (lane: string) => {
		const following = waiting.get(lane)?.take();
		if (following === undefined) waiting.delete(lane);
		else ready.add(following);
	};

	await new Promise<void>((resolve, reject) => {
		let running = 0;
		let unfinished = 0;
		const start = (job: J) => {
			running++;
			unfinished++;
			let counts = true;
			const releaseSlot = () => {
				if (counts) running--;
				counts = false;
			};
			const makeRoom = () => {
				releaseSlot();
				fill();
			};
			void run(job, makeRoom).then(() => {
				unfinished--;
				if (job.lane !== undefined) leave(job.lane);
				makeRoom();
			}, reject);
		};
		const fill = () => {
			while (running < concurrency && !aborted()) {
				const job = next();
				if (job === undefined) break;
				start(job);
			}
			if (unfinished === 0) resolve();
		};
		fill();
	});
}
