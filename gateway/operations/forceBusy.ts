import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface ForceBusyArguments {
	/** The inspector: signed in, with the right to force states. */
	agentId: AgentId;
	/** The agent to set busy. */
	workNo: AgentId;
}

/** Set another agent busy, without a reason. Source: api-cec, cec_07_2405. */
export const forceBusy = ({ agentId, workNo }: ForceBusyArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/forcebusy/${workNo}`,
	target: workNo,
	effect: 'idempotent',
});
