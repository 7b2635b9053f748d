/**
 * The decision of the Queue Trigger: from the state before, the numbers of now and the conditions to the state
 * after and the events. Pure, so that it can be tried over thousands of polls.
 */
import { omit } from '../values/omit';
import type { QueueStatistics } from './queueStatistics';

/** When a queue is long; a condition that is undefined is not looked at. At least one of the first three is given. */
export interface QueueConditions {
	/** Callers who wait, at least so many. */
	waitingAtLeast?: number;
	/** The longest wait, at least so many seconds. */
	longestWaitAtLeast?: number;
	/** Available agents, at most so many. */
	availableAtMost?: number;
	/** In how many polls in a row, 1 or more. */
	forPolls: number;
	/** Whether a queue that has recovered is an event. */
	alsoRecovered: boolean;
	/** A queue has recovered only when fewer callers wait than this. */
	recoveredBelow?: number;
}

/** Names of the conditions that a queue meets. */
export type Reason = 'waitingAtLeast' | 'longestWaitAtLeast' | 'availableAtMost';

/** What is kept of a queue from poll to poll; a queue of which nothing is to be kept has no entry. */
export interface QueueState {
	/** In how many polls in a row a condition was met, below `forPolls`; only of a queue that is not long. */
	met?: number;
	/** When it became long, as ISO text; only of a queue that is long. */
	longSince?: string;
}

/** By the ID of the queue. */
export type QueueStates = Readonly<Record<string, QueueState>>;

/** A queue that has crossed. */
export interface QueueEvent extends Omit<QueueStatistics, 'found'> {
	event: 'queueIsLong' | 'queueRecovered';
	/** Of a queue that has recovered: none. */
	reasons: Reason[];
	/** When it became long, as ISO text. */
	since: string;
	/** The moment of the poll, as ISO text. */
	at: string;
}

/** The conditions that a queue meets; undefined where a number that is needed is missing. */
function reasonsOf(
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
 * @param queues the numbers of now. One that the gateway left out, or a number of which is missing that a
 *   condition needs, stays as it was
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
