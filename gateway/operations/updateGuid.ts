import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/**
 * Request a new Guid for the session at once. The current Guid must still be valid. No page says that the request keeps
 * a session alive, as a poll does. Source: api-cec, cec_07_1225; api-ccfs-cec,
 * cec_07_0358.
 */
export const updateGuid = (agentId: AgentId): GatewayRequest => ({
	method: 'PUT',
	agentId,
	path: `/onlineagent/${agentId}/updateGuid`,
	effect: 'readOnly',
});
