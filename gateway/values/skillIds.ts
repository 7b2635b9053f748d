import { InvalidValueError } from './invalidValueError';
import { inWords } from './numbers';
import { listParts } from './lists';
import { parseSkillId, SKILL_ID_RANGE } from './skillId';

const ALLOWED = `The ID of a skill queue is a number from ${inWords(SKILL_ID_RANGE)}, in plain digits; several with commas between them, or as a list.`;

/** The ID in a `{ id, name }` as the nodes give queues out; anything else as it is. */
const idOf = (part: unknown): unknown =>
	typeof part === 'object' && part !== null && 'id' in part ? part.id : part;

/**
 * Reads the IDs of skill queues: a number, text with commas, semicolons, blanks or new lines between the IDs,
 * or a list of numbers, of texts, or of objects with `id`. Keeps the order; a repeated ID counts once.
 * @param most how many are allowed
 * @returns none for an empty list
 * @throws {InvalidValueError} for nothing at all, for any ID that is none, and for more than are allowed
 */
export function parseSkillIds(value: unknown, most = Infinity): number[] {
	if (value === undefined || value === null)
		throw new InvalidValueError('nothing was given', ALLOWED);
	const ids = new Set(listParts(value).map((part) => parseSkillId(idOf(part))));
	if (ids.size > most) {
		throw new InvalidValueError(
			`${ids.size} skill queues were given`,
			`At most ${most} are allowed.`,
		);
	}
	return [...ids];
}

/**
 * The same, but at least one.
 * @throws {InvalidValueError} also for an empty list
 */
export function parseSomeSkillIds(value: unknown, most?: number): number[] {
	const ids = parseSkillIds(value, most);
	if (ids.length === 0) {
		throw new InvalidValueError('no skill queue was given', `Give at least one. ${ALLOWED}`);
	}
	return ids;
}
