import type { AgentId } from '../values/agentId';
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
	effect: 'nonIdempotent',
});
