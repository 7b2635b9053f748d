/**
 * The decision of the Queue Trigger: computes the next state and the events from the previous state, the current numbers
 * and the conditions. Pure, so that it can be tested over thousands of polls.
 */
import { omit } from '../values/omit';
import type { QueueStatistics } from './queueStatistics';

/** Conditions of a long queue; an undefined one is ignored. At least one of the first three is given. */
export interface QueueConditions {
	/** Minimum number of waiting callers. */
	waitingAtLeast?: number;
	/** Minimum of the longest wait, in seconds. */
	longestWaitAtLeast?: number;
	/** Maximum number of available agents. */
	availableAtMost?: number;
	/** Number of polls in a row, 1 or more. */
	forPolls: number;
	/** A recovered queue is an event. */
	alsoRecovered: boolean;
	/** A queue has recovered only when fewer callers wait than this. */
	recoveredBelow?: number;
}

/** Names of the conditions that a queue meets. */
export type Reason = 'waitingAtLeast' | 'longestWaitAtLeast' | 'availableAtMost';

/** State of a queue from poll to poll; a queue without a state has no entry. */
export interface QueueState {
	/** Polls in a row that met a condition, below `forPolls`; only for a queue that is not long. */
	met?: number;
	/** Time at which it became long, as ISO text; only for a queue that is long. */
	longSince?: string;
}

/** By the ID of the queue. */
export type QueueStates = Readonly<Record<string, QueueState>>;

/** A queue that became long or recovered. */
export interface QueueEvent extends Omit<QueueStatistics, 'found'> {
	event: 'queueIsLong' | 'queueRecovered';
	/** Conditions that the queue meets; none if it has recovered. */
	reasons: Reason[];
	/** Time at which it became long, as ISO text. */
	since: string;
	/** Time of the poll, as ISO text. */
	at: string;
}

/** The conditions that a queue meets; undefined if a needed number is missing. */
export function reasonsOf(
	{ waiting, longestWait, available }: QueueStatistics,
	{ waitingAtLeast, longestWaitAtLeast, availableAtMost, recoveredBelow }: QueueConditions,
): Reason[] | undefined {
	const reasons: Reason[] = [];
	if (waitingAtLeast !== undefined || recoveredBelow !== undefined) {
		if (waiting === null) return undefined;
		if (waiting >= (waitingAtLeast ?? Infinity)) reasons.push('waitingAtLeast');
	}
	if (longestWaitAtLeast !== undefined) {
		if (longestWait === null) return undefined;
		if (longestWait >= longestWaitAtLeast) reasons.push('longestWaitAtLeast');
	}
	if (availableAtMost !== undefined) {
		if (available === null) return undefined;
		if (available <= availableAtMost) reasons.push('availableAtMost');
	}
	return reasons;
}

const stays = ({ waiting }: QueueStatistics, { recoveredBelow }: QueueConditions): boolean =>
	recoveredBelow !== undefined && (waiting ?? Infinity) >= recoveredBelow;

/**
 * @param before the states as the last poll left them; entries of other queues are dropped
 * @param queues the current numbers. A queue that the gateway left out, or that lacks a needed number, keeps its state
 * @param now in ms since 1970
 */
export function decide(
	before: QueueStates,
	queues: readonly QueueStatistics[],
	conditions: QueueConditions,
	now: number,
): { after: QueueStates; events: QueueEvent[] } {
	const at = new Date(now).toISOString();
	const after: Record<string, QueueState> = {};
	const events: QueueEvent[] = [];
	for (const queue of queues) {
		const state = before[queue.skillId] ?? {};
		const keep = (next: QueueState) => {
			if (Object.keys(next).length > 0) after[queue.skillId] = next;
		};
		const report = (event: QueueEvent['event'], reasons: Reason[], since: string) => {
			events.push({ event, ...omit(queue, 'found'), reasons, since, at });
		};
		const reasons = queue.found ? reasonsOf(queue, conditions) : undefined;
		if (reasons === undefined) keep(state);
		else if (state.longSince !== undefined) {
			if (reasons.length > 0 || stays(queue, conditions)) keep(state);
			else if (conditions.alsoRecovered) report('queueRecovered', [], state.longSince);
		} else if (reasons.length > 0) {
			const met = (state.met ?? 0) + 1;
			if (met < conditions.forPolls) keep({ met });
			else {
				keep({ longSince: at });
				report('queueIsLong', reasons, at);
			}
		}
	}
	return { after, events };
}
