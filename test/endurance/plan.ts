/** The plan of calls and kills, determined by the seed before the run. */
import { chance } from './random';
import type { FlowName, PartName } from './records';

/** Signed-in agents, the recipients of the notes. */
export const AGENT_IDS = Array.from({ length: 600 }, (_, index) => String(50_001 + index));
/** Unknown IDs: the gateway refuses a request with one of them as a whole. */
const UNKNOWN_IDS = Array.from({ length: 20 }, (_, index) => String(59_001 + index));

/** Interval of the schedule, in ms. */
export const TICK_MS = 8_000;

/** Share of the run after which only Redis and the gateway are killed, so that memory can be measured. */
export const QUIET_FROM = 0.6;

export interface PlannedCall {
	/** Milliseconds after the start of the load. */
	after: number;
	flow: Exclude<FlowName, 'tick'>;
	run: number;
	agents: string[];
	/** True for a text that needs several notes. */
	long: boolean;
}

export interface PlannedKill {
	after: number;
	part: PartName;
	/** Milliseconds until the restart. */
	down: number;
	/** For the gateway: true if it loses its sessions. */
	forgets: boolean;
}

/** @param length of the load, in ms */
export function planCalls(seed: number, length: number): PlannedCall[] {
	const { between, next, one, some } = chance(seed, 'calls');
	const calls: PlannedCall[] = [];
	for (let after = 0; after < length; after += between(100, 1_300)) {
		const flow = one(['hook', 'hook', 'hook', 'strict', 'settings', 'settings'] as const);
		const agents = some(flow === 'settings' ? between(5, 25) : between(1, 220), AGENT_IDS);
		if (flow !== 'settings' && next() < 0.1) {
			agents.splice(between(0, agents.length - 1), 0, ...some(between(1, 2), UNKNOWN_IDS));
		}
		calls.push({ after, flow, run: calls.length + 1, agents, long: next() < 0.15 });
	}
	return calls;
}

/** @param length of the load, in ms; no kills in the last half minute */
export function planKills(seed: number, length: number): PlannedKill[] {
	const { between, next, one } = chance(seed, 'kills');
	const anything = ['worker-1', 'worker-2', 'gateway', 'gateway', 'Redis', 'main'] as const;
	const kills: PlannedKill[] = [];
	for (
		let after = between(8_000, 20_000);
		after < length - 30_000;
		after += between(10_000, 30_000)
	) {
		const quiet = after > length * QUIET_FROM;
		const part = one(quiet ? (['Redis', 'gateway'] as const) : anything);
		const down = part === 'gateway' ? between(200, 8_000) : between(200, 4_000);
		kills.push({ after, part, down, forgets: next() < 0.5 });
	}
	return kills;
}
