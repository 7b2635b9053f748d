import type { Site } from '../site/site';
import type { Agent } from '../site/state';

/** The time that the limit is about, in ms. */
const PERIOD_MS = 2000;

/**
 * Whether an agent may ask one more query now, which is then counted. Source: api-cec, cec_07_0413 and
 * cec_07_0584 (an agent may ask five queries every two seconds).
 *
 * Judgements: the answer (switch `queryRefusal`); that any two seconds count, not the even ones of a clock; that
 * the agent whose Guid asks is meant; that a query which is refused for this does not count.
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
