/** Whose events are asked for in this n8n server or worker: one poller per agent and gateway. */
import { EventPoller, type Clock, type AgentRef } from './eventPoller';

/** As many as there are agents whose events somebody has listened to. */
const pollers = new Map<string, EventPoller>();

/** The poller of an agent; it rests until somebody joins. */
export function eventPollerFor(agent: AgentRef, clock: Clock): EventPoller {
	const key = `${agent.agentId}@${agent.baseUrl}`;
	const known = pollers.get(key) ?? new EventPoller(agent, clock);
	pollers.set(key, known);
	return known;
}
