import type { AgentId } from '../values/agentId';
import type { MediaTypeCode } from '../values/mediaTypes';
import type { GatewayRequest } from './request';

export interface SetSessionLimitArguments {
	agentId: AgentId;
	mediaType: MediaTypeCode;
	/** "1" to "60" sessions. */
	callnums: string;
}

/** Limit the sessions of a media type that an agent may have. Source: "Agent Session Quantity Configuration". */
export const setSessionLimit = ({
	agentId,
	mediaType,
	callnums,
}: SetSessionLimitArguments): GatewayRequest => ({
	method: 'POST',
	agentId,
	path: `/mediacall/${agentId}/setcallnums`,
	body: { mediaType, callnums },
	effect: 'idempotent',
});
