import { MIMEType } from 'node:util';
import type { ContractRequest } from './contract';
import { NODE_COOKIE } from '../site/node';
import type { Operation } from '../operations/operation';
import type { Retcode } from '../operations/retcodes';
import type { Session } from '../site/session';
import type { Site } from '../site/site';
import type { Agent } from '../site/state';
import type { Switches } from '../site/switches';

/**
 * "Coding mode of the message body": mandatory, also for calls without a body (Table 2 row 1). Two of
 * Huawei's clients leave it out there (contentTypeOn).
 */
function isJson({ headers, text }: ContractRequest, { contentTypeOn }: Switches): boolean {
	const contentType = headers['content-type'];
	if (contentType === undefined) return contentTypeOn === 'bodies' && text === undefined;
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

/** The open session of a Guid, unless the Guid has expired. */
function sessionOf(guid: string | undefined, site: Site): Session | undefined {
	const issued = guid === undefined ? undefined : site.issued.get(guid);
	return issued?.session.accepts(issued) ? issued.session : undefined;
}

/** The agent in the path and the session of the Guid, or the retcode that refuses the request; `http`: HTTP 401. */
export type Admission = { agent: Agent; session?: Session } | { refusal: Retcode | 'http' };

/**
 * Checks the headers, in this order: Content-Type (000-002, a judgement), cookie, the agent's session (100-006 without
 * one), the right of the Guid to act for the agent, and a due change of password of the Guid's agent (000-003, a
 * judgement). A sign-in needs no more than a Content-Type and an agent that exists (100-004).
 */
export function admit(
	agentId: string,
	request: ContractRequest,
	{ caller, whilePasswordDue = false }: Operation,
	site: Site,
): Admission {
	const { switches } = site;
	const { headers } = request;
	if (!isJson(request, switches)) return { refusal: '000-002' };
	const agent = site.find(agentId);
	if (caller === 'anyone') return agent ? { agent } : { refusal: '100-004' };
	if (switches.cookiesRequired && !hasNodeCookie(headers.cookie)) return { refusal: '000-003' };
	if (!agent?.signedIn) return { refusal: '100-006' };
	const session = sessionOf(headers.guid, site);
	const byVdn = switches.guidScope === 'vdn' && caller !== 'own';
	const mayAct = byVdn ? session?.vdn === agent.vdn : session === agent.session;
	if (!session && switches.badGuid === 'served') return { agent, session: agent.session };
	if (!session || !mayAct) {
		return { refusal: switches.badGuid === 'served' ? '000-003' : switches.badGuid };
	}
	return session.passwordDue && !whilePasswordDue ? { refusal: '000-003' } : { agent, session };
}
