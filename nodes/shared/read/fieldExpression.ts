import type { IDataObject } from 'n8n-workflow';

/** The names on the way to a field, outermost first: `$json.site.agent` is `['site', 'agent']`. */
export type FieldPath = readonly string[];

/** The value of a field that can be read without n8n. */
export type FieldValue = string | number | boolean;

/**
 * Comments, other kinds of blanks and other alphabets are left to n8n: nothing here depends on its way of reading them.
 */
const BLANKS = '[ \\t\\r\\n]*';
const IDENTIFIER = '[A-Za-z_$\\u4e00-\\u9fa5][\\w$\\u4e00-\\u9fa5]*';
/** No escapes, no braces (n8n looks for them before it looks for quotes), no control characters. */
const quoted = (quote: string) =>
	`${quote}([^${quote}\\\\{}\\p{Cc}\\p{Cs}\\u2028\\u2029]+)${quote}`;
const STEP = `${BLANKS}(?:\\.${BLANKS}(${IDENTIFIER})|\\[${BLANKS}(?:${quoted('"')}|${quoted("'")})${BLANKS}\\])`;

const WHOLE = new RegExp(`^=\\{\\{${BLANKS}\\$json((?:${STEP})+)${BLANKS}\\}\\}$`, 'u');
const STEPS = new RegExp(STEP, 'gu');

/**
 * Parses the name of the item's field that a parameter refers to, if its whole value is an expression that does nothing
 * else:
 *
 *     parameter  = "={{" "$json" step { step } "}}"
 *     step       = "." identifier | "[" quoted name "]"
 *     identifier = letters of English, Chinese ones, digits, "_" and "$"
 *
 * with blanks, tabs and line ends between any two of these, except around "={{" and "}}".
 * @returns undefined for everything else, which only n8n can read
 */
export function parseFieldExpression(parameter: unknown): FieldPath | undefined {
	if (typeof parameter !== 'string') return undefined;
	const steps = WHOLE.exec(parameter)?.[1];
	if (steps === undefined) return undefined;
	return Array.from(steps.matchAll(STEPS), ([, plain, double, single]) =>
		[plain, double, single].find((name) => name !== undefined),
	).filter((name) => name !== undefined);
}

/** An object as JSON has them: neither a list nor a date, nor anything else with a class. */
function isRecord(value: unknown): value is IDataObject {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// The code of other nodes may have run where `Object` is another one.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Reads a field of an item.
 * @returns undefined unless every step is a property of its own, and the last one holds a text, a number or a
 *   boolean
 */
export function readField(json: unknown, path: FieldPath): FieldValue | undefined {
	let value = json;
	for (const name of path) {
		if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
	return isPlain ? (value as FieldValue) : undefined;
}
