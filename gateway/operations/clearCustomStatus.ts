import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Clear an agent's custom status. Source: api-cec, cec_07_0363. */
export const clearCustomStatus = ({ agentId }: { agentId: AgentId }): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/cancelsetcustomstate`,
	effect: 'idempotent',
});
