/** Nobody reads what is nested deeper, and n8n cannot write it down. */
const DEEPEST = 100;

const TOO_DEEP = '(nested too deep to be shown)';

/** Whether something is a list or a plain object: not a date, a buffer or anything else of a class. */
function holdsValues(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	// Of any realm: what n8n's expressions yield has an `Object` of its own.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A copy of a value with every text in it changed, keys included. Dates, buffers and whatever else is not a list
 * or a plain object stay as they are; what is nested deeper than 100 levels becomes a short text.
 */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
	/** What was copied already: a value may hold itself. */
	const copies = new Map<object, unknown>();
	const copyOf = (part: unknown, depth: number): unknown => {
		if (typeof part === 'string') return change(part);
		if (!holdsValues(part)) return part;
		if (copies.has(part)) return copies.get(part);
		if (depth > DEEPEST) return TOO_DEEP;
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
