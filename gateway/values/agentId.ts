import { InvalidValueError } from './invalidValueError';
import { listParts } from './lists';
import { inWords, numberInRange } from './numbers';

/** Digits only, without leading zeros, from 101 to 999999. */
export type AgentId = string & { readonly __brand: 'AgentId' };

/** The documents of 2023 end at 59999, releases from 25.200 on at 999999; the wider range counts. */
export const AGENT_ID_RANGE = { min: 101, max: 999_999 } as const;

/**
 * Reads one agent ID from a number or a text; blanks around it are ignored.
 * @throws {InvalidValueError} unless it is 101 to 999999 in plain digits
 */
export function parseAgentId(value: unknown): AgentId {
	const allowed = `An agent ID is a number from ${inWords(AGENT_ID_RANGE)}, in plain digits.`;
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
	for (const part of listParts(value)) ids.add(Number(parseAgentId(part)));
	if (ids.size === 0) {
		throw new InvalidValueError(
			'no agent ID was given',
			`Give at least one agent ID from ${inWords(AGENT_ID_RANGE)}; several with commas between them, or as a list.`,
		);
	}
	return [...ids];
}
