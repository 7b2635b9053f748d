/** A set with limited capacity, and a check of elapsed time. */

/** Maximum number of values. */
const CAPACITY = 50;

/** Returns true if `at` lies within the last `ms`; false if the clock was set back. */
export const isWithin = (at: number, ms: number, now: number): boolean =>
	now >= at && now - at < ms;

/** A set of texts that drops the oldest one when it is full. */
export class LruSet {
	private readonly values = new Set<string>();

	/** Adds a text; one that is already there becomes the newest. */
	add(value: string): void {
		this.values.delete(value);
		this.values.add(value);
		const [oldest] = this.values;
		if (this.values.size > CAPACITY && oldest !== undefined) this.values.delete(oldest);
	}

	has(value: string): boolean {
		return this.values.has(value);
	}

	all(): string[] {
		return [...this.values];
	}
}
