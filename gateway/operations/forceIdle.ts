import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface ForceIdleArguments {
	/** The inspector: signed in, with the right to force states. */
	agentId: AgentId;
	/** The agent to set idle. */
	workNo: AgentId;
}

/** Set another agent idle. Source: api-cec, cec_07_2406. */
export const forceIdle = ({ agentId, workNo }: ForceIdleArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/forceidle/${workNo}`,
	target: workNo,
	effect: 'idempotent',
});
