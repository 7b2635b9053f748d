import { randomUUID } from 'node:crypto';

/** The name of the simulated node, as every Guid ends (api-ccfs-cec, cec_07_0005). */
const NODE = 'AgentGateway1';

/** The cookie that keeps a session on its node behind a load balancer. A judgement: undocumented. */
export const NODE_COOKIE = `ccgw=${NODE}`;

/** A Guid: a UUID and the node's suffix. */
export const newGuid = (): string => `${randomUUID()}.${NODE}`;

/** The header that hands a Guid to the client. */
export const setGuidHeader = (guid: string): Record<string, string> => ({
	'Set-GUID': `JSESSIONID=${guid}`,
});

/** The cookies of a sign-in: the node's, and one that is the session's own. */
export const signInCookies = (): string[] =>
	[NODE_COOKIE, `ccgw-session=${randomUUID()}`].map(
		(cookie) => `${cookie}; Path=/; Secure; HttpOnly`,
	);
