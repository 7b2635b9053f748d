/**
 * The gateway's operations: pure functions from checked arguments to a request. Nothing else in
 * the package knows a path. Arguments come from `arguments.ts`, so every ID here is digits only.
 */
import type { AgentId } from './arguments';
import type { MediaTypeCode } from './mediaTypes';
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
	path: `/mediacall/${agentId}/setcallnums`,
	body: { mediaType, callnums },
	replay: 'safe',
});
