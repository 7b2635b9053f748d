/**
 * The gateway's operations: pure functions from checked arguments to a request. Nothing else in
 * the package knows a path. Arguments come from `arguments.ts`, so every ID here is digits only.
 */
import type { AgentId } from '../values/arguments';
import type { MediaTypeCode } from '../values/mediaTypes';
import type { GatewayRequest } from './request';

/** The gateway accepts at most this many recipients in one request. Source: "Sending Notes", Table 3. */
export const MAX_RECIPIENTS_PER_REQUEST = 100;

export interface SendNoteArguments {
	/** The agent who sends. */
	agentId: AgentId;
	/** 1 to 100 agents who receive. */
	agentIds: readonly number[];
	/** 0 to 1023 bytes of UTF-8. */
	content: string;
}

/** Send a note from one agent to others. Source: "Sending Notes". */
export const sendNote = ({ agentId, agentIds, content }: SendNoteArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/sendnoteletex`,
	body: { agentIds, content },
	replay: 'never',
});

export interface SetBusyArguments {
	agentId: AgentId;
	/** 0 for no reason, or 200 to 250. */
	reason: number;
	/** Whether to change the reason of an agent who is busy already. */
	prolong: boolean;
}

/** Set an agent busy, optionally with a site-defined reason. Source: "Setting Busy". */
export const setBusy = ({ agentId, reason, prolong }: SetBusyArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/onlineagent/${agentId}/saybusy`,
	query: { reason, prolong },
	replay: 'safe',
});

export interface SetCustomStatusArguments {
	agentId: AgentId;
	/** 0 to 65534; the site decides what it means. */
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
	replay: 'safe',
});

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
	replay: 'never',
});

export interface SetSessionLimitArguments {
	agentId: AgentId;
	mediaType: MediaTypeCode;
	/** "1" to "60" sessions. */
	callnums: string;
}

/** Set how many sessions of a media type an agent may have. Source: "Agent Session Quantity Configuration". */
export const setSessionLimit = ({
	agentId,
	mediaType,
	callnums,
}: SetSessionLimitArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/mediacall/${agentId}/setcallnums`,
	body: { mediaType, callnums },
	replay: 'safe',
});

export interface SignInArguments {
	agentId: AgentId;
	/** 1 to 32 characters. */
	password: string;
	/** The agent's phone or softphone, 1 to 24 characters. */
	phonenum: string;
	/** Whether to end a session that this agent already has elsewhere. */
	force: boolean;
}

/** State after sign-in: busy, so that no call is routed to a robot. Source: api-cec, cec_07_1202. */
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
	replay: 'safe',
});

/** Ask for an agent's own status. Source: api-cec, cec_07_1222. */
export const agentStatus = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/onlineagent/${agentId}/agentstatus`,
	replay: 'safe',
});

/** How long the gateway holds a poll back while there is no event, in ms. Source: api-cec, cec_07_1274. */
export const POLL_WAIT = 10_000;

/**
 * Ask for the next event of an agent. It keeps the session alive, and its answer brings the new
 * Guid when the gateway has replaced the old one. Source: api-cec, cec_07_1274.
 */
export const pollEvents = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentevent/${agentId}`,
	replay: 'safe',
});
