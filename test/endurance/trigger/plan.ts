/** Which events come about when, settled by the seed before the run starts. */
import { chance } from '../random';

/** The gateway's names of what the source puts into the queue; the last is known to nobody. */
const KINDS = [
	'AgentOther_Note',
	'AgentState_SetNotReady_Success',
	'AgentState_CancelNotReady_Success',
	'AgentState_SetRest_Success',
	'AgentState_CancelRest_Success',
	'AgentState_Rest_Timeout',
	'AgentState_Work',
	'AgentOther_BeQcStart',
	'AgentEvent_Ringing',
] as const;

/** In the middle of the run so many events come about at once. */
const BIG_BURST = 1_000;

/** So near to that the gateway does not forget its sessions, and with them what waits to be fetched, in ms. */
const CALM = 90_000;

export interface PlannedMoment {
	/** Milliseconds after the start. */
	after: number;
	/** Kinds of the events that come about at that moment, in order. */
	kinds: string[];
	/** How many watched agents change their state. */
	changes: number;
	/** Whether the gateway forgets its sessions. */
	forgets: boolean;
}

/** The workflow is published again, or n8n is stopped in order and started again. */
export interface PlannedReturn {
	/** Milliseconds after the start. */
	after: number;
	kind: 'republish' | 'restart';
	/** How long the workflow or n8n stays away before it is brought back, in ms. */
	away: number;
}

/** @param length of the run, in ms; the first and the last 20 seconds are left in peace */
export function planReturns(seed: number, length: number): PlannedReturn[] {
	const { between, next } = chance(seed, 'returns');
	const returns: PlannedReturn[] = [];
	for (let after = 20_000; after < length - 20_000; after += between(8_000, 25_000)) {
		const kind = next() < 0.2 ? 'restart' : 'republish';
		returns.push({ after, kind, away: kind === 'restart' ? 0 : between(0, 3_000) });
	}
	return returns;
}

/** @param length of the run, in ms; the last 20 seconds are left in peace */
export function planMoments(seed: number, length: number): PlannedMoment[] {
	const { between, next, one } = chance(seed, 'events');
	const kinds = (count: number) => Array.from({ length: count }, () => one(KINDS));
	const moments: PlannedMoment[] = [];
	let after = 1_000;
	while (after < length - 20_000) {
		const burst = next() < 0.02 ? between(20, 200) : next() < 0.2 ? between(2, 5) : 1;
		moments.push({
			after,
			kinds: kinds(burst),
			changes: next() < 0.1 ? between(1, 3) : 0,
			forgets: next() < 0.005 && Math.abs(after - length / 2) > CALM,
		});
		// Now and then nothing happens for longer than a poll waits.
		after += next() < 0.03 ? between(3_000, 12_000) : between(20, 1_200);
	}
	const middle = { after: length / 2, kinds: kinds(BIG_BURST), changes: 0, forgets: false };
	return [...moments, middle].sort((one, other) => one.after - other.after);
}
