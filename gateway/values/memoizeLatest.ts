/**
 * Remembers the latest result of a pure function: n8n has the same credential read again for every request.
 * A memo for the life of the process is only for arguments that are no secrets.
 * @param read what it throws is not remembered
 */
export function memoizeLatest<A extends ReadonlyArray<string | boolean>, R>(
	read: (...args: A) => R,
): (...args: A) => R {
	let known: { args: A; result: R } | undefined;
	return (...args) => {
		const isSame =
			known?.args.length === args.length && known.args.every((arg, index) => arg === args[index]);
		if (known && isSame) return known.result;
		known = { args, result: read(...args) };
		return known.result;
	};
}
