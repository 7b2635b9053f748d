/** Maximum depth: n8n cannot store deeper values. */
const MAX_DEPTH = 100;

const TOO_DEEP = '(nested too deep to be shown)';

/** Returns true for a list or a plain object: not for a date, a buffer or another instance of a class. */
function holdsValues(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	// Of any realm: values of n8n's expressions have their own `Object`.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Copies a value and maps every text in it, keys included. Dates, buffers and other values that are not lists or plain
 * objects stay as they are; values deeper than 100 levels become a short text.
 */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
	/** Copies so far: a value may contain itself. */
	const copies = new Map<object, unknown>();
	const copyOf = (part: unknown, depth: number): unknown => {
		if (typeof part === 'string') return change(part);
		if (!holdsValues(part)) return part;
		if (copies.has(part)) return copies.get(part);
		if (depth > MAX_DEPTH) return TOO_DEEP;
		if (Array.isArray(part)) {
			const list: unknown[] = [];
			copies.set(part, list);
			for (const entry of part) list.push(copyOf(entry, depth + 1));
			return list;
		}
		const copy = {};
		copies.set(part, copy);
		for (const [key, entry] of Object.entries(part)) {
			Object.defineProperty(copy, change(key), {
				value: copyOf(entry, depth + 1),
				enumerable: true,
				configurable: true,
				writable: true,
			});
		}
		return copy;
	};
	return copyOf(value, 0) as T;
}
