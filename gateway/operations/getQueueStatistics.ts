import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Queues that one request may name. Source: api-ccfs-cec, cec_07_0411. */
export const MAX_QUEUES_PER_REQUEST = 100;

export interface GetQueueStatisticsArguments {
	/** The agent whose session is used. */
	agentId: AgentId;
	/** Skill queues, 1 to 100 whole numbers of 1 or more. */
	skillIds: readonly number[];
}

/** Get the numbers of skill queues of the session's VDN. Source: api-ccfs-cec, cec_07_0411. */
export const getQueueStatistics = ({
	agentId,
	skillIds,
}: GetQueueStatisticsArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/queuedevice/${agentId}/queryacdstat`,
	body: { skills: skillIds },
	effect: 'readOnly',
});
