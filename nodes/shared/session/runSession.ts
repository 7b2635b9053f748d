import type { Exchange } from '../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { WaitContext } from '../../../gateway/http/waitContext';
import { SessionClient } from '../../../gateway/session/sessionClient';
import type { Settings } from '../../../gateway/values/settings';
import { accountSession, type AccountSessionOptions } from './accountSession';
import { sessionCredentials } from './credential';
import type { RequestContext } from './requestContext';
import { sendRateLimited } from './transport';

/** The session of a run's requests: a given Guid, or a session that renews itself. */
export interface RunSession {
	/** Identifies a session within a run. */
	id: string;
	/** Sends a request. Never throws. */
	send: (request: GatewayRequest, waitContext: WaitContext) => Promise<Exchange>;
	/** The secrets known by now that no report may show. */
	secrets: () => string[];
}

/** Parts of a session that the package opened. */
export interface SignedInSession extends RunSession {
	/** The secrets to redact in text that users wrote: cookies and short passwords may be plain words. */
	secretsInInput: () => string[];
	/** Notices about how the session was opened, in sentences. */
	hints: () => string[];
	/** Resolves when the run's new knowledge about its session is stored. */
	settled: () => Promise<void>;
}

/**
 * The session of a Guid from the credential or an item.
 * @param timeout limit of a request, in ms
 */
export function givenGuidSession(
	requestContext: RequestContext,
	settings: Settings,
	{ guid, agentId }: { guid: string; agentId: string },
	timeout: number,
): RunSession {
	const { baseUrl } = settings.connection;
	const credentials = sessionCredentials(requestContext.context, settings, { guid, agentId });
	return {
		id: guid,
		send: async (request) =>
			await sendRateLimited(requestContext, { request, baseUrl, credentials, timeout }),
		secrets: () => [guid],
	};
}

/** The session of a credential whose agent the package signs in. */
export function signedInSession(options: AccountSessionOptions): SignedInSession {
	const sessionContext = accountSession(options);
	const client = new SessionClient(sessionContext);
	const { account, cache } = sessionContext;
	return {
		id: account.agentId,
		send: async (request, waitContext) => await client.sendInSession(request, waitContext),
		secrets: () => cache.secrets.all(),
		secretsInInput: () => cache.secrets.inInput(),
		hints: () => client.hints(),
		settled: async () => await client.settled(),
	};
}
