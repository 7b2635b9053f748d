/** What is to happen when, settled by the seed before the run starts. */
import { chance } from './random';
import type { FlowName, PartName } from './records';

/** Agents at their desks, who get the notes. */
export const AGENT_IDS = Array.from({ length: 600 }, (_, index) => String(50_001 + index));
/** IDs that the gateway does not know: a request with one of them is refused as a whole. */
const STRANGERS = Array.from({ length: 20 }, (_, index) => String(59_001 + index));

/** Milliseconds between the runs of the schedule. */
export const TICK_MS = 8_000;

/** From this share of the run on only Redis and the gateway are killed, so that memory can be watched. */
export const QUIET_FROM = 0.6;

export interface PlannedCall {
	/** Milliseconds after the start of the load. */
	after: number;
	flow: Exclude<FlowName, 'tick'>;
	run: number;
	agents: string[];
	/** Whether the text needs several notes. */
	long: boolean;
}

export interface PlannedKill {
	after: number;
	part: PartName;
	/** Milliseconds until it is started again. */
	down: number;
	/** Of the gateway: whether it comes back without its sessions. */
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
			agents.splice(between(0, agents.length - 1), 0, ...some(between(1, 2), STRANGERS));
		}
		calls.push({ after, flow, run: calls.length + 1, agents, long: next() < 0.15 });
	}
	return calls;
}

/** @param length of the load, in ms; the last half minute is left in peace */
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
