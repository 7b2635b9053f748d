import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface SetBusyArguments {
	agentId: AgentId;
	/** 0 for no reason, or 200 to 250. */
	reason: number;
	/** Replace the reason of an agent who is busy already. */
	prolong: boolean;
}

/** Set an agent busy, optionally with a site-defined reason. Source: "Setting Busy". */
export const setBusy = ({ agentId, reason, prolong }: SetBusyArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/saybusy`,
	query: { reason, prolong },
	effect: 'idempotent',
});
