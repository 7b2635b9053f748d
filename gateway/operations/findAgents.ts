import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Maximum number of agents that the gateway returns. Source: api-cec, cec_07_1025. */
export const MAX_AGENTS_PER_QUEUE = 500;

export interface FindAgentsArguments {
	/** The agent whose session is used. */
	agentId: AgentId;
	/** The skill queue, a whole number of 1 or more. */
	skillId: number;
}

/**
 * Get the agents of a skill queue; agents that take no incoming calls are left out. The document's filters belong in a
 * body, which n8n cannot send with GET. Source: api-cec, cec_07_1025.
 */
export const findAgents = ({ agentId, skillId }: FindAgentsArguments): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentgroup/${agentId}/agentbyskill/${skillId}`,
	effect: 'readOnly',
});
