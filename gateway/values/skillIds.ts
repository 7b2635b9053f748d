import { InvalidValueError } from './invalidValueError';
import { inWords } from './numbers';
import { listParts } from './lists';
import { parseSkillId, SKILL_ID_RANGE } from './skillId';

const ALLOWED = `The ID of a skill queue is a number from ${inWords(SKILL_ID_RANGE)}, in plain digits; several with commas between them, or as a list.`;

/** The ID of a `{ id, name }`, the form in which nodes return queues; any other value unchanged. */
const idOf = (part: unknown): unknown =>
	typeof part === 'object' && part !== null && 'id' in part ? part.id : part;

/**
 * Reads the IDs of skill queues: a number, text with commas, semicolons, blanks or new lines between the IDs,
 * or a list of numbers, of texts, or of objects with `id`. Keeps the order; a repeated ID counts once.
 * @param most maximum number of IDs
 * @returns none for an empty list
 * @throws {InvalidValueError} for a missing value, for any invalid ID, and for too many IDs
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
 * Like {@link parseSkillIds}, but requires at least one ID.
 * @throws {InvalidValueError} also for an empty list
 */
export function parseSomeSkillIds(value: unknown, most?: number): number[] {
	const ids = parseSkillIds(value, most);
	if (ids.length === 0) {
		throw new InvalidValueError('no skill queue was given', `Give at least one. ${ALLOWED}`);
	}
	return ids;
}
