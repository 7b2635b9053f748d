/**
 * Remembers the latest result of a pure function: n8n has the same credential read again for every request.
 * Only for what is no secret.
 * @param read what it throws is not remembered
 */
export function memoizeLatest<A extends ReadonlyArray<string | boolean>, R>(
	read: (...args: A) => R,
): (...args: A) => R {
	let known: { args: A; result: R } | undefined;
	return (...args) => {
		if (known?.args.every((arg, index) => arg === args[index])) return known.result;
		known = { args, result: read(...args) };
		return known.result;
	};
}
