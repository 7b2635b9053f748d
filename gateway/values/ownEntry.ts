/** The entry of a table for a key from outside, which may be called `constructor`. */
export const ownEntry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
	Object.hasOwn(table, key) ? table[key] : undefined;
