import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface GetAgentArguments {
	/** The agent whose session is used. */
	agentId: AgentId;
	/** The agent to look up. */
	workNo: AgentId;
}

/** Look up an agent of the session's VDN. Source: api-cec, cec_07_1026. */
export const getAgent = ({ agentId, workNo }: GetAgentArguments): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentgroup/${agentId}/agentbyworkno/${workNo}`,
	effect: 'readOnly',
});
