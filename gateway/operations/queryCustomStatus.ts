import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Get an agent's custom status. Source: api-cec, cec_07_1229. */
export const queryCustomStatus = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/onlineagent/${agentId}/querycustomstate`,
	effect: 'readOnly',
});
