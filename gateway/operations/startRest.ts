import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface StartRestArguments {
	agentId: AgentId;
	/** Duration in seconds: 1 to 86399. */
	time: number;
	/** 0 for no reason, or 1 to 255. */
	restcause: number;
	/** Restart the rest of an agent who is resting already. */
	prolong: boolean;
}

/** Let an agent rest. Source: api-cec, cec_07_1213. */
export const startRest = ({
	agentId,
	time,
	restcause,
	prolong,
}: StartRestArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/rest/${time}/${restcause}`,
	query: { prolong },
	effect: 'idempotent',
});
