import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Queues that one request may name. Source: api-ccfs-cec, cec_07_2409. */
export const MAX_QUEUES_OF_AN_AGENT = 1000;

export interface AdjustSkillQueuesArguments {
	/** The inspector whose session is used. */
	agentId: AgentId;
	/** The agent whose queues are set. */
	workNo: AgentId;
	/** The agent's queues from now on, at most 1000; none takes the agent out of all queues. */
	skillIds: readonly number[];
}

/** Set the skill queues of another agent, as an inspector. Source: api-ccfs-cec, cec_07_2409. */
export const adjustSkillQueues = ({
	agentId,
	workNo,
	skillIds,
}: AdjustSkillQueuesArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	target: workNo,
	path: `/qualitycontrol/${agentId}/adjustskill`,
	body: { workNo, skills: skillIds },
	effect: 'idempotent',
});
