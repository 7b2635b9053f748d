import type { SkillQueue } from './agentSetup';
import type { QueueRef } from './callers';
import type { Site } from './site';
import type { Agent } from './state';
import { enter } from './transitions';

/** A skill queue at one moment. */
export interface QueueView extends SkillQueue, QueueRef {
	/** Callers who wait. */
	readonly waiting: number;
	/** Whole seconds that the first of them has waited; 0 if there is none. */
	readonly longestWait: number;
	/** Agents who are signed in to the queue. */
	readonly signedIn: number;
	/** Those of them who are idle and take calls. That "available" means this is a judgement. */
	readonly available: number;
}

/** The agents who are signed in to a skill queue. */
const agentsIn = (site: Site, queue: QueueRef): Agent[] =>
	site.all().filter(({ vdn, signedIn, activeQueues }) => {
		return vdn === queue.vdn && signedIn && activeQueues.some(({ id }) => id === queue.id);
	});

const availableIn = (site: Site, queue: QueueRef): Agent[] =>
	agentsIn(site, queue).filter(({ state, takesCalls }) => state === 'idle' && takesCalls);

/** The skill queues of a VDN as they are now, in the order of their IDs. */
export const queueViews = (site: Site, vdn: number): QueueView[] =>
	site.queuesOf(vdn).map((skillQueue) => {
		const queue = { ...skillQueue, vdn };
		const { count, longest } = site.callers.waiting(queue, site.clock.now());
		return {
			...queue,
			waiting: count,
			longestWait: Math.floor(longest / 1000),
			signedIn: agentsIn(site, queue).length,
			available: availableIn(site, queue).length,
		};
	});

/**
 * Connects the caller who has waited longest with the agent who has been idle longest; false if there is
 * no caller or no such agent.
 */
export function serveCaller(site: Site, queue: QueueRef): boolean {
	const [agent] = availableIn(site, queue).sort((one, other) => one.stateSince - other.stateSince);
	if (!agent || !site.callers.remove(queue)) return false;
	enter(agent, 'talking');
	return true;
}
