/** What is remembered for a while only. */

/** How many values are kept of a kind. */
const CAPACITY = 50;

/** Whether something happened within the last so many ms. Never where a clock was set back. */
export const isWithin = (at: number, ms: number, now: number): boolean =>
	now >= at && now - at < ms;

/** A set of texts that forgets the oldest where it grows too large. */
export class LruSet {
	private readonly values = new Set<string>();

	/** A text that is known already counts as new again. */
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
