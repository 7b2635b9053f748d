import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface GetAgentArguments {
	/** Who asks. */
	agentId: AgentId;
	/** About whom. */
	workNo: AgentId;
}

/** Look up an agent of the own VDN. Source: api-cec, cec_07_1026. */
export const getAgent = ({ agentId, workNo }: GetAgentArguments): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentgroup/${agentId}/agentbyworkno/${workNo}`,
	effect: 'readOnly',
});
