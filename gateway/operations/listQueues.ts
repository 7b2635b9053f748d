import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Get the skill queues of the session's VDN. Source: api-cec, cec_07_0406. */
export const listQueues = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/queuedevice/${agentId}/agentvdnskill`,
	effect: 'readOnly',
});
