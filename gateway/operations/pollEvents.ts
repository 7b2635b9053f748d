import type { AgentId } from '../values/agentId';
import type { GatewayRequest } from './request';

/** Time for which the gateway delays the answer to a poll while there is no event, in ms. Source: api-cec, cec_07_1274. */
export const POLL_WAIT_MS = 10_000;

/**
 * Poll the next event of an agent, which the gateway sends once. A poll keeps the session alive, and its answer brings
 * the new Guid when the gateway has replaced the old one. It does not count towards the limit of five queries in two
 * seconds (cec_07_0413, cec_07_0584). Source: api-cec, cec_07_1274.
 */
export const pollEvents = (agentId: AgentId): GatewayRequest => ({
	method: 'GET',
	agentId,
	path: `/agentevent/${agentId}`,
	effect: 'nonIdempotent',
	bringsGuid: true,
});
