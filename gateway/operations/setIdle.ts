import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Set an agent idle, ready for calls. Source: api-cec, cec_07_1210. */
export const setIdle = ({ agentId }: { agentId: AgentId }): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/sayfree`,
	effect: 'idempotent',
});
