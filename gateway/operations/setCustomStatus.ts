import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface SetCustomStatusArguments {
	agentId: AgentId;
	/** 0 to 65534, with a meaning that the site defines. */
	customstate: number;
}

/** Set an agent's custom status. Source: "Customizing Status by an Agent". */
export const setCustomStatus = ({
	agentId,
	customstate,
}: SetCustomStatusArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/setcustomstate`,
	query: { customstate },
	effect: 'idempotent',
});
