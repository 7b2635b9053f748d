import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** How long the gateway holds a poll back while there is no event, in ms. Source: api-cec, cec_07_1274. */
export const POLL_WAIT_MS = 10_000;

/**
 * Ask for the next event of an agent, which the gateway tells once. It keeps the session alive, and its answer brings
 * the new Guid when the gateway has replaced the old one. It is none of the queries of which the gateway takes five in
 * two seconds (cec_07_0413, cec_07_0584). Source: api-cec, cec_07_1274.
 */
export const pollEvents = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentevent/${agentId}`,
	effect: 'nonIdempotent',
	bringsGuid: true,
});
