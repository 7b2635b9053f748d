/** Sending and waiting for the check of a gateway, by n8n's own means. */
import type { IExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { sleepUnlessAborted } from '../session/sleepUnlessAborted';
import type { CheckAdapter, Variant } from '../../../gateway/check/context';
import { REQUEST_HEADERS } from '../../../gateway/operations/request';
import type { SessionContext } from '../../../gateway/session/sessionContext';
import { queryRateLimiterFor, type Permit } from '../../../gateway/http/queryRateLimiter';
import type { AgentId } from '../../../gateway/values/agentId';
import type { Settings } from '../../../gateway/values/settings';
import { pastedGuidContext } from '../trigger/connect';
import { PreflightError } from '../read/preflightError';
import { accountSession } from '../session/accountSession';
import { sessionCredentials } from '../session/credential';
import type { RequestContext } from '../session/requestContext';
import { sendRateLimited } from '../session/transport';

/** Limit of a request that is no poll, in ms. */
const TIMEOUT_MS = 10_000;

/** Permits of an agent's queries in two seconds. */
const PERMITS = 5;

/** The credential of a check. */
export interface CheckCredential {
	data: ICredentialDataDecryptedObject;
	settings: Settings;
}

/** @throws {PreflightError} for the mode 'Guid per Item', which names no agent */
export function agentOf({ settings: { authentication } }: CheckCredential): AgentId {
	if (authentication.mode !== 'guidPerItem') return authentication.agentId;
	throw new PreflightError(
		"The gateway cannot be checked in the credential's mode 'Guid per Item'",
		"Choose a credential in the mode 'Sign In as an Agent', or 'Guid'.",
		{},
	);
}

function keepingFor(
	requestContext: RequestContext,
	{ data, settings }: CheckCredential,
): SessionContext {
	const { authentication } = settings;
	switch (authentication.mode) {
		case 'guid':
			return pastedGuidContext(requestContext, settings, authentication);
		case 'signIn': {
			// A check never ends the session of others.
			const account = { ...authentication, takeOver: false };
			return accountSession({ requestContext, settings, account, data, timeout: TIMEOUT_MS });
		}
		case 'guidPerItem':
			throw new Error('A check needs an agent');
	}
}

/** @param signal ends whatever is in progress; without it, nothing does */
export function checkMeans(
	context: IExecuteFunctions,
	credential: CheckCredential,
	signal: AbortSignal | undefined,
): CheckAdapter {
	const requestContext: RequestContext = { context, signal };
	const { settings } = credential;
	const { baseUrl } = settings.connection;
	const sessionContext = keepingFor(requestContext, credential);
	const { agentId } = sessionContext.account;
	const aborted = (): boolean => signal?.aborted ?? false;
	const pause = async (ms: number): Promise<void> => await sleepUnlessAborted(ms, signal);
	const headersOf = ({ withoutContentType }: Variant): Record<string, string> | undefined =>
		withoutContentType ? { Accept: REQUEST_HEADERS.Accept } : undefined;

	return {
		sessionContext,
		sendVariant: async (request, session, variant) =>
			await sendRateLimited(requestContext, {
				request,
				baseUrl,
				credentials: sessionCredentials(context, settings, {
					guid: variant.guid ?? session.guid,
					cookies: variant.withoutCookies ? '' : session.cookies,
					agentId,
				}),
				timeout: TIMEOUT_MS,
				headers: headersOf(variant),
				unlimited: variant.unlimited,
			}),
		acquireAll: async () => {
			const permits: Permit[] = [];
			const release = (): void => {
				for (const permit of permits) permit.release();
			};
			while (permits.length < PERMITS) {
				const permit = await queryRateLimiterFor(baseUrl, agentId).acquire({
					sleep: pause,
					aborted,
				});
				if (permit === undefined) {
					release();
					return undefined;
				}
				permits.push(permit);
			}
			return release;
		},
		sleep: pause,
		aborted,
		random: Math.random,
	};
}
