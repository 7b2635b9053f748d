import { randomUUID } from 'node:crypto';
import type { Switches } from './switches';

/** The name of the simulated node, as every Guid ends (api-ccfs-cec, cec_07_0005). */
const NODE = 'AgentGateway1';

/** The cookie that keeps a session on its node behind a load balancer. A judgement: undocumented. */
export const NODE_COOKIE = `ccgw=${NODE}`;

/** A Guid: a UUID and the node's suffix. */
export const newGuid = (): string => `${randomUUID()}.${NODE}`;

/**
 * The headers that hand a Guid to the client. Sources: api-ccfs-cec, cec_07_0005 (`Set-GUID`); guide of
 * CEC, productsdesc-bms_21cc2e89 (both, at a sign-in); client lucaslfa1/auditoria, 2025 (`Guid`, at a
 * sign-in and a poll).
 */
export const guidHeaders = (
	guid: string,
	{ guidHeader }: Readonly<Switches>,
): Record<string, string> => ({
	...(guidHeader !== 'guid' && { 'Set-GUID': `JSESSIONID=${guid}` }),
	...(guidHeader !== 'setGuid' && { Guid: guid }),
});

/** The cookies of a sign-in: the node's, and one that is the session's own. */
export const signInCookies = (): string[] =>
	[NODE_COOKIE, `ccgw-session=${randomUUID()}`].map(
		(cookie) => `${cookie}; Path=/; Secure; HttpOnly`,
	);
