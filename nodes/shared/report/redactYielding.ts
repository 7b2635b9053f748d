import type { IDataObject } from 'n8n-workflow';
import type { Redact } from '../../../gateway/values/redact';
import { yielder } from '../read/mapYielding';

/** A value with more parts than this is redacted piece by piece. */
const MANY_PARTS = 5_000;

/** Depth from which large values are redacted in one go, which ends at a hundred levels. */
const MAX_DEPTH = 50;

/** Tests for lists and plain objects; dates, buffers and other objects with a class are left as they are. */
function isPlain(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Tests whether a value has more parts than are redacted in one go. Visits no more of them than that. */
function isLarge(value: unknown): boolean {
	const waiting = [value];
	for (let parts = 0; parts < MANY_PARTS; parts++) {
		if (waiting.length === 0) return false;
		const part = waiting.pop();
		if (!isPlain(part)) continue;
		const inside: unknown[] = Array.isArray(part) ? part : Object.values(part);
		if (inside.length > MANY_PARTS) return true;
		waiting.push(...inside);
	}
	return waiting.length > 0;
}

/**
 * Redacts the fields of an item. Where they hold very much, yields to n8n's other work in between.
 * @returns a promise only for such an item
 */
export function redactYielding(
	fields: IDataObject,
	redact: Redact,
): IDataObject | Promise<IDataObject> {
	return isLarge(fields) ? redactLarge(fields, redact) : redact(fields);
}

async function redactLarge(fields: IDataObject, redact: Redact): Promise<IDataObject> {
	const pause = yielder();
	/** Large values that were visited already: one may hold itself. */
	const visited = new Set<unknown>();
	const copyOf = async (value: unknown, depth: number): Promise<unknown> => {
		visited.add(value);
		const copy: Array<[string, unknown]> = [];
		for (const [key, entry] of Object.entries(value as object)) {
			const large = depth < MAX_DEPTH && isLarge(entry) && !visited.has(entry);
			copy.push([redact(key), large ? await copyOf(entry, depth + 1) : redact(entry)]);
			await pause();
		}
		return Array.isArray(value) ? copy.map(([, entry]) => entry) : Object.fromEntries(copy);
	};
	return (await copyOf(fields, 1)) as IDataObject;
}
