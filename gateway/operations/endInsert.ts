import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface EndInsertArguments {
	/** The inspector who joined the call. */
	agentId: AgentId;
	/** The agent whose call it is. */
	workNo: AgentId;
}

/** End an inspector's part in a call. Source: api-cec, cec_07_2400. */
export const endInsert = ({ agentId, workNo }: EndInsertArguments): GatewayRequest => ({
	method: 'DELETE',
	agentId,
	path: `/qualitycontrol/${agentId}/${workNo}`,
	target: workNo,
	effect: 'idempotent',
});
