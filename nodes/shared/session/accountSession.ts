/** How the session of a credential is kept whose agent the package signs in, by n8n's own means. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Deadline } from '../../../gateway/http/deadline';
import { sessionCacheFor } from '../../../gateway/session/sessionCacheFor';
import { type NoSession, readNetworkError } from '../../../gateway/http/exchange';
import { agentStatus } from '../../../gateway/operations/agentStatus';
import type { SessionContext } from '../../../gateway/session/sessionContext';
import type { Account, Settings } from '../../../gateway/values/settings';
import { signInErrorIn, SignInError } from '../../../gateway/session/signIn';
import { type PendingAction, setPendingAction } from '../../../gateway/credential/pendingAction';
import { asCredentials, CREDENTIAL, sessionCredentials } from './credential';
import type { RequestContext } from './requestContext';
import { sendRateLimited, requestWithCredentials } from './transport';

/** How long a request may take that signs in or stores a session, in ms: longer than the sign-in itself. */
const ACTION_TIMEOUT_MS = 20_000;

/** Whose session, by what line, and how long a request may take. */
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
 * How n8n is made to open and store the session stands in `gateway/credential/pendingAction.ts`: it takes a request, here a
 * harmless one.
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
	let readBefore = false;

	const performAction = async (action: PendingAction): Promise<void> => {
		const fields = { ...data, sessionToken: '' };
		setPendingAction(fields, action);
		const credentials = asCredentials(context, fields);
		const request = agentStatus(account.agentId);
		const deadline = new Deadline(ACTION_TIMEOUT_MS, requestContext.signal);
		try {
			const timeout = ACTION_TIMEOUT_MS;
			await requestWithCredentials(
				requestContext,
				{ request, baseUrl, credentials, timeout },
				deadline.signal,
			);
		} finally {
			deadline.close();
		}
	};

	return {
		account,
		cache,
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
				// It was read a moment ago.
				const first = !readBefore;
				readBefore = true;
				if (first) return data.sessionToken;
				try {
					return (await context.getCredentials(CREDENTIAL)).sessionToken;
				} catch {
					return undefined;
				}
			},
			signIn: async (force) => {
				const controller = new AbortController();
				try {
					// Others may wait for the same sign-in: it goes on, but a cancelled run does not wait for it.
					await Promise.race([
						performAction({ kind: 'signIn', force }),
						cancelled(requestContext, controller.signal),
					]);
					return undefined;
				} catch (error) {
					return (
						signInErrorIn(error) ?? new SignInError('other', failedOutsideGateway(error, account))
					);
				} finally {
					controller.abort();
				}
			},
			store: async (session) => {
				try {
					await performAction({ kind: 'store', session });
				} catch {
					// The next execution opens a session of its own.
				}
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

/** What went wrong outside the gateway, in n8n itself or on the network. */
function failedOutsideGateway(error: unknown, { agentId }: Account): NoSession {
	const exchanged = readNetworkError(error, false, ACTION_TIMEOUT_MS);
	const { meaning, remedy } =
		exchanged.type === 'notSent' ? exchanged : { meaning: 'n8n could not do it', remedy: '' };
	return {
		type: 'noSession',
		outcome: 'notAttempted',
		retryable: true,
		meaning: `agent ${agentId} could not be signed in: ${meaning}`,
		remedy: `${remedy} Try again in a moment.`.trim(),
		retcode: null,
		message: null,
	};
}
