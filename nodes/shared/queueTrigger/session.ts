/** From the credential of the Queue Trigger to the session of its queries. */
import type { IPollFunctions } from 'n8n-workflow';
import { sendWithRetries } from '../../../gateway/answer/sendWithRetries';
import type { Verdict } from '../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { AgentId } from '../../../gateway/values/agentId';
import { type Redact, redactor } from '../../../gateway/values/redact';
import type { Settings } from '../../../gateway/values/settings';
import { PreflightError } from '../read/preflightError';
import { readCredential, settingsOf } from '../session/credential';
import type { RequestContext } from '../session/requestContext';
import { givenGuidSession, signedInSession } from '../session/runSession';
import { waitContext } from '../trigger/clock';

/** Limit of a request, in ms. */
const TIMEOUT_MS = 10_000;

/** Attempts per query within one poll. */
const TRIES = 3;

export interface PollSession {
	settings: Settings;
	/** The agent whose session it is. */
	agentId: AgentId;
	/** Sends a query, with retries. Never throws. */
	query: (request: GatewayRequest) => Promise<Verdict>;
	/** Redacts the secrets that must not show. */
	redact: Redact;
	/** Resolves when the poll's new knowledge about the session is stored. */
	settled: () => Promise<void>;
}

/**
 * Reads the credential. Signs no agent in.
 * @throws {PreflightError} if it cannot be read, for a field that cannot be used, and for the mode 'Guid per Item'
 */
export async function openPollSession(context: IPollFunctions): Promise<PollSession> {
	const requestContext: RequestContext = { context, signal: undefined };
	const data = await readCredential(context);
	const settings = settingsOf(data);
	const { authentication } = settings;
	if (authentication.mode === 'guidPerItem') {
		throw new PreflightError(
			"The Queue Alert Trigger cannot be used in the credential's mode 'Guid per Item'",
			"It uses the session of one agent: choose a credential in the mode 'Sign In as an Agent'.",
			{},
		);
	}
	const { agentId } = authentication;
	const { send, secrets, settled } =
		authentication.mode === 'signIn'
			? signedInSession({
					requestContext,
					settings,
					account: authentication,
					data,
					timeout: TIMEOUT_MS,
				})
			: {
					...givenGuidSession(requestContext, settings, authentication, TIMEOUT_MS),
					settled: async () => {},
				};
	return {
		settings,
		agentId,
		query: async (request) =>
			await sendWithRetries(request, TRIES, {
				...waitContext,
				cancelled: waitContext.aborted,
				send: async (one) => await send(one, waitContext),
			}),
		redact: (value) => redactor(secrets())(value),
		settled,
	};
}
