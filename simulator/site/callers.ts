/** A skill queue: its ID is unique only within its VDN. */
export interface QueueRef {
	readonly vdn: number;
	readonly id: number;
}

const keyOf = ({ vdn, id }: QueueRef): string => `${vdn}/${id}`;

/** A caller's arrival in a skill queue, milliseconds since 1970. */
type Arrival = number;

/** The callers of a skill queue at one moment. */
export interface WaitingCallers {
	/** Callers who wait. */
	readonly count: number;
	/** The wait of the first of them, in milliseconds; 0 if there is none. */
	readonly longest: number;
}

/**
 * The callers who wait in the skill queues of all VDNs, first come, first served. A caller waits until a test or the
 * page connects or removes it, never by itself. A judgement, so that a queue can be made long while agents are idle.
 */
export class Callers {
	private readonly queues = new Map<string, readonly Arrival[]>();

	/** A caller arrives at `now`. */
	add(queue: QueueRef, now: number): void {
		this.queues.set(keyOf(queue), [...this.arrivals(queue), now]);
	}

	/** Removes the caller who has waited longest; false if there is none. */
	remove(queue: QueueRef): boolean {
		const [first, ...others] = this.arrivals(queue);
		this.queues.set(keyOf(queue), others);
		return first !== undefined;
	}

	waiting(queue: QueueRef, now: number): WaitingCallers {
		const arrivals = this.arrivals(queue);
		const [first = now] = arrivals;
		return { count: arrivals.length, longest: now - first };
	}

	clear(): void {
		this.queues.clear();
	}

	private arrivals(queue: QueueRef): readonly Arrival[] {
		return this.queues.get(keyOf(queue)) ?? [];
	}
}
