import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Ask for the skill queues of the own VDN. Source: api-cec, cec_07_0406. */
export const listQueues = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/queuedevice/${agentId}/agentvdnskill`,
	effect: 'readOnly',
});
