/** The plan of events, determined by the seed before the run. */
import { chance } from '../random';

/** The gateway's names of the events; the last one is undocumented. */
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

/** Number of simultaneous events in the middle of the run. */
const BIG_BURST = 1_000;

/** Time around that burst in which the gateway does not lose its sessions, and with them queued events, in ms. */
const CALM = 90_000;

export interface PlannedMoment {
	/** Milliseconds after the start. */
	after: number;
	/** Kinds of the events at that moment, in order. */
	kinds: string[];
	/** Number of watched agents who change their state. */
	changes: number;
	/** True if the gateway loses its sessions. */
	forgets: boolean;
}

/** A republication of the workflow, or an orderly restart of n8n. */
export interface PlannedReturn {
	/** Milliseconds after the start. */
	after: number;
	kind: 'republish' | 'restart';
	/** Time until the workflow or n8n is started again, in ms. */
	away: number;
}

/** @param length of the run, in ms; none in the first and the last 20 seconds */
export function planReturns(seed: number, length: number): PlannedReturn[] {
	const { between, next } = chance(seed, 'returns');
	const returns: PlannedReturn[] = [];
	for (let after = 20_000; after < length - 20_000; after += between(8_000, 25_000)) {
		const kind = next() < 0.2 ? 'restart' : 'republish';
		returns.push({ after, kind, away: kind === 'restart' ? 0 : between(0, 3_000) });
	}
	return returns;
}

/** @param length of the run, in ms; none in the last 20 seconds */
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
		// Some pauses are longer than a poll waits.
		after += next() < 0.03 ? between(3_000, 12_000) : between(20, 1_200);
	}
	const middle = { after: length / 2, kinds: kinds(BIG_BURST), changes: 0, forgets: false };
	return [...moments, middle].sort((one, other) => one.after - other.after);
}
