import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface ForceSignOutArguments {
	/** The inspector: signed in, with the right to sign others out. */
	agentId: AgentId;
	/** The agent to sign out. */
	workNo: AgentId;
}

/**
 * Sign another agent out; not idempotent, because the agent may have signed in again meanwhile. Source: api-cec,
 * cec_07_2407.
 */
export const forceSignOut = ({ agentId, workNo }: ForceSignOutArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/qualitycontrol/${agentId}/forcelogout/${workNo}`,
	target: workNo,
	effect: 'nonIdempotent',
});
