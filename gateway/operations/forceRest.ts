import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface ForceRestArguments {
	/** The inspector: signed in, with the right to force states. */
	agentId: AgentId;
	/** The agent to rest. */
	workNo: AgentId;
	/** Duration in seconds: 1 to 86399. */
	time: number;
	/** 1 to 255. */
	restcause: number;
}

/** Let another agent rest. Source: api-cec, cec_07_2411. */
export const forceRest = ({
	agentId,
	workNo,
	time,
	restcause,
}: ForceRestArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/forcerest/${workNo}/${time}/${restcause}`,
	target: workNo,
	effect: 'idempotent',
});
