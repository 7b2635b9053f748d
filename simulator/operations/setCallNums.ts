import { accepted, refused, type Operation } from './operation';

interface SessionLimitBody {
	mediaType: string;
	callnums: string;
}

/**
 * Sets the number of sessions of a media type that an agent may have at once. Source: "Agent Session Quantity
 * Configuration: setcallnums".
 */
export const setCallNums: Operation = {
	carryOut({ agent, body }) {
		const { mediaType, callnums } = body as SessionLimitBody;
		if (!agent.mediaTypes.has(mediaType)) return refused('106-012');
		agent.sessionLimits[mediaType] = Number(callnums);
		return accepted();
	},
};
