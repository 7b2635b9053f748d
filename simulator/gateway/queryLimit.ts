import type { Site } from '../site/site';
import type { Agent } from '../site/state';

/** The period of the limit, in ms. */
const PERIOD_MS = 2000;

/**
 * Tests whether an agent may send one more query now, and counts it if so. Source: api-cec, cec_07_0413 and cec_07_0584
 * (five queries per agent every two seconds).
 *
 * Judgements: the answer (switch `queryRefusal`); a window of any two seconds, not the even ones of a clock; the limit
 * applies to the agent of the Guid; a query that is refused for this does not count.
 */
export function mayQuery(agent: Agent, { clock, switches }: Site): boolean {
	const { queryLimit } = switches;
	if (queryLimit === 0) return true;
	const now = clock.now();
	agent.queriesAt = agent.queriesAt.filter((at) => now - at < PERIOD_MS);
	if (agent.queriesAt.length >= queryLimit) return false;
	agent.queriesAt.push(now);
	return true;
}
