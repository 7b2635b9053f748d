/** The pollers of this n8n server or worker: one per agent and gateway. */
import { Registry } from '../values/registry';
import { EventPoller, type Clock, type AgentRef } from './eventPoller';

/** Never dropped: an idle poller keeps events that its triggers have missed. */
const pollers = new Registry<EventPoller>();

/** The poller of an agent; it starts with its first subscriber. */
export const eventPollerFor = (agent: AgentRef, clock: Clock): EventPoller =>
	pollers.get(`${agent.agentId}@${agent.baseUrl}`, () => new EventPoller(agent, clock));
