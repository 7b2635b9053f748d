import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** End an agent's rest. Source: api-cec, cec_07_1214. */
export const endRest = ({ agentId }: { agentId: AgentId }): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/cancelrest`,
	effect: 'idempotent',
});
