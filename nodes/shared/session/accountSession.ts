/** The session of a credential whose agent the package signs in, kept by n8n's helpers. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { sessionCacheFor } from '../../../gateway/session/sessionCacheFor';
import { noSession, type NoSession } from '../../../gateway/http/exchange';
import { errorChain, readNetworkError } from '../../../gateway/http/networkErrors';
import { agentStatus } from '../../../gateway/operations/agentStatus';
import { requestOptions } from '../../../gateway/operations/request';
import {
	lostAtOnce,
	SIGN_IN_ABORTED,
	type SessionContext,
} from '../../../gateway/session/sessionContext';
import type { Account, Settings } from '../../../gateway/values/settings';
import { signInErrorIn, SignInError } from '../../../gateway/session/signIn';
import {
	ActionCompletedError,
	type PendingAction,
	setPendingAction,
} from '../../../gateway/credential/pendingAction';
import { asCredentials, CREDENTIAL, sessionCredentials } from './credential';
import { CurrentCredential } from './currentCredential';
import type { RequestContext } from './requestContext';
import { sendRateLimited } from './transport';

/** Timeout in ms of the request that carries a pending action; it is never sent. */
const ACTION_TIMEOUT_MS = 20_000;

/** The account, the request context and the timeout of a session. */
export interface AccountSessionOptions {
	requestContext: RequestContext;
	settings: Settings;
	account: Account;
	/** The credential as it was read. */
	data: ICredentialDataDecryptedObject;
	/** In ms. */
	timeout: number;
}

/**
 * Opens the session of an account. `gateway/credential/pendingAction.ts` describes how n8n is made to open and store
 * it: it takes a request, here one that is never sent.
 */
export function accountSession({
	requestContext,
	settings,
	account,
	data,
	timeout,
}: AccountSessionOptions): SessionContext {
	const { context } = requestContext;
	const { baseUrl } = account;
	const cache = sessionCacheFor(account);
	cache.secrets.learnPassword(account.password);
	const credential = new CurrentCredential(context, account, data);
	let readBefore = false;

	/** Returns the error, if any. */
	const performAction = async (
		action: PendingAction,
		now: ICredentialDataDecryptedObject,
	): Promise<unknown> => {
		const fields = { ...now, sessionToken: '' };
		setPendingAction(fields, action, credential.toStore);
		try {
			await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				requestOptions(baseUrl, agentStatus(account.agentId), ACTION_TIMEOUT_MS),
				{ credentialsDecrypted: asCredentials(context, fields) },
			);
		} catch (error) {
			for (const link of errorChain(error))
				if (link instanceof ActionCompletedError) return undefined;
			return error;
		}
		return undefined;
	};

	/** The reason for a missing session, where the gateway did not refuse the sign-in. */
	const withoutSession = (error: unknown): SignInError => {
		if (requestContext.signal?.aborted) return new SignInError('other', SIGN_IN_ABORTED);
		const reason = error === undefined ? lostAtOnce(account) : failedOutsideGateway(error, account);
		return new SignInError('other', reason);
	};

	return {
		account,
		cache,
		outdated: () => credential.outdated,
		adapter: {
			sendIn: async (request, { guid, cookies }, longer = timeout) =>
				await sendRateLimited(requestContext, {
					request,
					baseUrl,
					credentials: sessionCredentials(context, settings, {
						guid,
						cookies,
						agentId: account.agentId,
					}),
					timeout: longer,
				}),
			readStored: async () => {
				// The credential was read a moment ago.
				const first = !readBefore;
				readBefore = true;
				return first ? data.sessionToken : await credential.storedSession();
			},
			signIn: async (force) => {
				const now = await credential.forSignIn();
				if ('type' in now) return new SignInError('other', now);
				const signingIn: PendingAction = { kind: 'signIn', force: force && now.account.takeOver };
				const controller = new AbortController();
				try {
					// Others may wait for the same sign-in: it continues, but a cancelled run does not wait for it.
					const error = await Promise.race([
						performAction(signingIn, now.data),
						cancelled(requestContext, controller.signal),
					]);
					return cache.current(account) ?? signInErrorIn(error) ?? withoutSession(error);
				} finally {
					controller.abort();
				}
			},
			store: async (session) => {
				// If this fails, the next execution opens a session of its own.
				await performAction({ kind: 'store', session }, data);
			},
		},
	};
}

/** Resolves when the run is cancelled, unless it is over before. */
async function cancelled({ signal }: RequestContext, doneSignal: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		if (signal?.aborted) resolve();
		signal?.addEventListener('abort', () => resolve(), { once: true, signal: doneSignal });
	});
}

/** The failure of something other than the gateway: n8n itself or the network. */
function failedOutsideGateway(error: unknown, { agentId }: Account): NoSession {
	const exchanged = readNetworkError(error, false, ACTION_TIMEOUT_MS);
	const { meaning, remedy } =
		exchanged.type === 'notSent'
			? exchanged
			: { meaning: 'an error in n8n prevented it', remedy: '' };
	return noSession({
		outcome: 'notAttempted',
		retryable: true,
		meaning: `agent ${agentId} could not be signed in: ${meaning}`,
		remedy: `${remedy} Try again in a moment.`.trim(),
	});
}
