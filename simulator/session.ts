import { MIMEType } from 'node:util';
import type { Retcode } from './retcodes';
import type { Agent, Site } from './state';
import type { Switches } from './switches';

/** The name of the simulated node, as every Guid ends. */
const NODE = 'AgentGateway1';

/** The cookie that keeps a session on its node behind a load balancer. */
export const NODE_COOKIE = `ccgw=${NODE}`;

type Headers = Readonly<Record<string, string>>;

/** "Coding mode of the message body": mandatory, also for calls without a body (Table 2 row 1). */
function isJson(contentType = ''): boolean {
	try {
		const { essence, params } = new MIMEType(contentType);
		const charset = params.get('charset')?.toLowerCase() ?? 'utf-8';
		return essence === 'application/json' && charset === 'utf-8';
	} catch {
		return false;
	}
}

const hasNodeCookie = (cookie = ''): boolean =>
	cookie.split(';').some((pair) => pair.trim() === NODE_COOKIE);

/** The signed-in agent whose session `guid` is. */
function sessionOwner(guid: string | undefined, site: Site): Agent | undefined {
	const owner = guid === undefined ? undefined : site.findByGuid(guid);
	return owner?.signedIn ? owner : undefined;
}

/** The agent acted for and the owner of the session, or the retcode that refuses the request. */
export type Admission = { agent: Agent; owner: Agent } | { refusal: Retcode };

/**
 * Checks the headers, in this order: Content-Type (000-002, a judgement), cookie, whether the agent
 * has signed in (100-006), and whether the Guid may act for it.
 */
export function admit(
	agentId: string,
	headers: Headers,
	site: Site,
	switches: Switches,
): Admission {
	if (!isJson(headers['content-type'])) return { refusal: '000-002' };
	if (switches.cookiesRequired && !hasNodeCookie(headers.cookie)) return { refusal: '000-003' };
	const agent = site.find(agentId);
	if (!agent?.signedIn) return { refusal: '100-006' };
	const owner = sessionOwner(headers.guid, site);
	const mayAct = switches.guidScope === 'vdn' ? owner?.vdn === agent.vdn : owner === agent;
	return owner && mayAct ? { agent, owner } : { refusal: switches.badGuid };
}
