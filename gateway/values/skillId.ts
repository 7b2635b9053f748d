import { inWords, numberInRange } from './numbers';

/** The documents give no upper limit; longer numbers are not IDs. */
export const SKILL_ID_RANGE = { min: 1, max: 999_999_999 } as const;

/**
 * Reads the ID of a skill queue.
 * @throws {InvalidValueError} unless it is a whole number of 1 or more
 */
export const parseSkillId = (value: unknown): number =>
	numberInRange(
		value,
		SKILL_ID_RANGE,
		`The ID of a skill queue is a number from ${inWords(SKILL_ID_RANGE)}, in plain digits.`,
	);
