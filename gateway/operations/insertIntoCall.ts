import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface InsertIntoCallArguments {
	/** The inspector: signed in, idle, with the right to inspect. */
	agentId: AgentId;
	/** The agent whose call the inspector joins. */
	workNo: AgentId;
}

/** Barge in on an agent. Source: "Inserting". */
export const insertIntoCall = ({ agentId, workNo }: InsertIntoCallArguments): GatewayRequest => ({
	method: 'PUT',
	agentId,
	path: `/qualitycontrol/${agentId}/addinsert/${workNo}`,
	effect: 'nonIdempotent',
});
