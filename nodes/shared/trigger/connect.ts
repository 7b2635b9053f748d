/** From the credential of a trigger to the session in which it polls. */
import type { ITriggerFunctions } from 'n8n-workflow';
import { noSession, type NoSession } from '../../../gateway/http/exchange';
import { EventSession } from '../../../gateway/polling/eventSession';
import { pastedGuidSession } from '../../../gateway/polling/pastedGuidSession';
import type { SessionContext } from '../../../gateway/session/sessionContext';
import type { EventConnection } from '../../../gateway/polling/subscribers';
import type { Authentication, Settings } from '../../../gateway/values/settings';
import { PreflightError } from '../read/preflightError';
import { accountSession } from '../session/accountSession';
import { readCredential, sessionCredentials, settingsOf } from '../session/credential';
import type { RequestContext } from '../session/requestContext';
import { sendRateLimited } from '../session/transport';

/** Limit of a request that is no poll, in ms. */
const TIMEOUT_MS = 10_000;

/**
 * Reads the credential. Signs no agent in.
 * @param signal ends whatever is in progress
 * @throws {PreflightError} if it cannot be read, for a field that cannot be used, and for the mode 'Guid per Item'
 */
export async function connect(
	context: ITriggerFunctions,
	signal: AbortSignal,
): Promise<EventConnection> {
	const requestContext: RequestContext = { context, signal };
	const data = await readCredential(context);
	const settings = settingsOf(data);
	const { authentication } = settings;
	switch (authentication.mode) {
		case 'guidPerItem':
			throw new PreflightError(
				"A trigger cannot listen in the credential's mode 'Guid per Item'",
				"It listens to the one agent of its credential: choose a credential in the mode 'Sign In as an Agent'.",
				{},
			);
		case 'guid':
			return connectionOf(pastedGuidContext(requestContext, settings, authentication), settings);
		case 'signIn': {
			const account = authentication;
			const sessionContext = accountSession({
				requestContext,
				settings,
				account,
				data,
				timeout: TIMEOUT_MS,
			});
			return connectionOf(sessionContext, settings);
		}
	}
}

/** Connects where no user can read a refusal. Never throws. */
export async function tryToConnect(
	context: ITriggerFunctions,
	signal: AbortSignal,
): Promise<EventConnection | NoSession> {
	try {
		return await connect(context, signal);
	} catch (error) {
		const { message, remedy } =
			error instanceof PreflightError
				? error
				: { message: 'the credential could not be read', remedy: '' };
		return noSession({ outcome: 'rejected', retryable: true, meaning: message, remedy });
	}
}

const connectionOf = (
	sessionContext: SessionContext,
	{ busyReasons, restReasons }: Settings,
): EventConnection => ({
	events: new EventSession(sessionContext),
	words: { busyReasons, restReasons },
});

/** The session of a pasted Guid. */
export function pastedGuidContext(
	requestContext: RequestContext,
	settings: Settings,
	pasted: Authentication & { mode: 'guid' },
): SessionContext {
	const { context } = requestContext;
	const { baseUrl } = settings.connection;
	return pastedGuidSession(settings.connection, pasted, {
		sendIn: async (request, { guid, cookies }, timeout = TIMEOUT_MS) => {
			const { agentId } = pasted;
			const credentials = sessionCredentials(context, settings, { guid, cookies, agentId });
			return await sendRateLimited(requestContext, { request, baseUrl, credentials, timeout });
		},
		read: async () => {
			try {
				const { authentication } = settingsOf(await readCredential(context));
				return authentication.mode === 'guid' ? authentication : undefined;
			} catch {
				return undefined;
			}
		},
	});
}
