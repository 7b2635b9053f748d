import { inWords, numberInRange } from './numbers';

/** Source: "Agent Session Quantity Configuration", Table 3. */
export const SESSION_LIMIT_RANGE = { min: 1, max: 60 } as const;

/**
 * Reads a session limit.
 * @returns text, as the gateway expects it
 * @throws {InvalidValueError} unless it is a whole number from 1 to 60
 */
export function parseSessionLimit(value: unknown): string {
	const allowed = `The gateway allows ${inWords(SESSION_LIMIT_RANGE)} sessions.`;
	return String(numberInRange(value, SESSION_LIMIT_RANGE, allowed));
}
