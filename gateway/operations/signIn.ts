import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

export interface SignInArguments {
	agentId: AgentId;
	/** 1 to 32 characters. */
	password: string;
	/** The agent's phone or softphone, 1 to 24 characters. */
	phonenum: string;
	/** End a session that this agent has elsewhere. */
	force: boolean;
}

/** State after sign-in: busy, so that no call is routed to a service agent. Source: api-cec, cec_07_1202. */
const STATUS_BUSY = 3;

/** A computer with a phone. Source: api-cec, cec_07_1202. */
const AGENT_TYPE_PHONE = 4;

/**
 * Sign an agent in. It stays busy, takes no call by itself, and is not made idle after one. Source:
 * api-cec, cec_07_1202; cec_07_1203 for the forced one.
 */
export const signIn = ({
	agentId,
	password,
	phonenum,
	force,
}: SignInArguments): GatewayRequest => ({
	method: 'PUT',
	agentId,
	path: `/onlineagent/${agentId}${force ? '/forcelogin' : ''}`,
	body: {
		password,
		phonenum,
		status: STATUS_BUSY,
		agenttype: AGENT_TYPE_PHONE,
		autoanswer: false,
		autoenteridle: false,
		releasephone: true,
	},
	effect: 'idempotent',
	bringsGuid: true,
});
