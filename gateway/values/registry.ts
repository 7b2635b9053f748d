/** Objects that an n8n server or worker shares, one per key: made at their first use, dropped when idle. */
export class Registry<T> {
	private readonly entries = new Map<string, T>();

	/**
	 * @param isIdle returns true if an entry holds nothing that must be kept
	 * @param pruneFrom number of entries from which idle ones are dropped
	 */
	constructor(
		private readonly isIdle: (entry: T) => boolean = () => false,
		private readonly pruneFrom = 0,
	) {}

	/** The entry of a key. */
	get(key: string, make: () => T): T {
		if (this.entries.size >= this.pruneFrom) this.prune();
		const entry = this.entries.get(key) ?? make();
		this.entries.set(key, entry);
		return entry;
	}

	private prune(): void {
		for (const [key, entry] of this.entries) if (this.isIdle(entry)) this.entries.delete(key);
	}
}
