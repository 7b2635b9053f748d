import { InvalidValueError, type Problem, problemOf, quote } from './invalidValueError';
import { listParts } from './lists';
import { inWords, numberInRange } from './numbers';

/** Digits only, without leading zeros, from 101 to 999999. */
export type AgentId = string & { readonly __brand: 'AgentId' };

/** The documents of 2023 end at 59999, releases from 25.200 on at 999999; the wider range counts. */
export const AGENT_ID_RANGE = { min: 101, max: 999_999 } as const;

/** Says what to give in place of a name. */
const NAMES = `Names do not work, use the ID: a number from ${inWords(AGENT_ID_RANGE)}, in plain digits.`;

/** Whether a text can only be a name: letters, and no digit. An address or a link may be a secret. */
const isName = (value: unknown): value is string =>
	typeof value === 'string' && /^[\p{L}\p{M}.'’\- ]+$/u.test(value.trim()) && /\p{L}/u.test(value);

/**
 * Reads one agent ID from a number or a text; blanks around it are ignored.
 * @throws {InvalidValueError} unless it is 101 to 999999 in plain digits
 */
export function parseAgentId(value: unknown): AgentId {
	const allowed = isName(value)
		? NAMES
		: `An agent ID is a number from ${inWords(AGENT_ID_RANGE)}, in plain digits.`;
	return String(numberInRange(value, AGENT_ID_RANGE, allowed)) as AgentId;
}

/**
 * Reads a list of agent IDs: a number, a list, or text with commas, semicolons, blanks or new
 * lines between the IDs. Keeps the order; a repeated ID counts once.
 * @returns numbers: inside a message body the gateway wants IDs as such
 * @throws {InvalidValueError} for an empty list or any ID that is none
 */
export function parseAgentIds(value: unknown): number[] {
	const ids = new Set<number>();
	const all = listParts(value, (part) => plainId(part) !== undefined);
	for (const [index, part] of all.entries())
		ids.add(plainId(part) ?? idAt(wholeName(value, part), index, all.length));
	if (ids.size === 0) {
		throw new InvalidValueError(
			'no agent ID was given',
			`Give at least one agent ID from ${inWords(AGENT_ID_RANGE)}; several with commas between them, or as a list.`,
		);
	}
	return [...ids];
}

/** The name that a part of a list belongs to, with its blanks: "Anna" of "31001, Anna Li". Or else the part. */
function wholeName(list: unknown, part: unknown): unknown {
	if (!isName(part)) return part;
	const texts = [list].flat(Infinity).filter((text) => typeof text === 'string');
	const entries = texts.flatMap((text) =>
		text.split(/[,;，；、\r\n]/).map((entry) => entry.trim()),
	);
	return entries.find((entry) => isName(entry) && entry.split(/\s+/).includes(part)) ?? part;
}

/** Reads one of several IDs; what is wrong with it says which one it is. */
function idAt(part: unknown, index: number, count: number): number {
	let found: Problem;
	try {
		return Number(parseAgentId(part));
	} catch (error) {
		found = problemOf(error, { problem: `${quote(part)} could not be read`, remedy: '' });
	}
	// The words of a name count as several entries.
	const place = count > 1 && !/\s/.test(String(part)) ? ` (entry ${index + 1} of ${count})` : '';
	throw new InvalidValueError(`${found.problem}${place}`, found.remedy);
}

/** The ID in a number or a text without anything around it, quickly: there may be hundreds of thousands. */
function plainId(part: unknown): number | undefined {
	const id = typeof part === 'string' && /^[1-9]\d{2,5}$/.test(part) ? Number(part) : part;
	const fits =
		Number.isInteger(id) &&
		(id as number) >= AGENT_ID_RANGE.min &&
		(id as number) <= AGENT_ID_RANGE.max;
	return fits ? (id as number) : undefined;
}
