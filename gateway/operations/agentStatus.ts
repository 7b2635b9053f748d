import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Get an agent's own status. Source: api-cec, cec_07_1222. */
export const agentStatus = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/onlineagent/${agentId}/agentstatus`,
	effect: 'readOnly',
});
