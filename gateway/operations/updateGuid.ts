import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/**
 * Issue a new Guid for the session at once. The current one has to be honoured still. That it counts as a sign of life,
 * as a poll does, no page says: a session is not kept by it alone. Source: api-cec, cec_07_1225; api-ccfs-cec,
 * cec_07_0358.
 */
export const updateGuid = (agentId: AgentId): GatewayRequest => ({
	method: 'PUT',
	agentId,
	path: `/onlineagent/${agentId}/updateGuid`,
	effect: 'readOnly',
});
