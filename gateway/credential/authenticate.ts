import type { IHttpRequestOptions } from 'n8n-workflow';
import { type AnyRequest, bindToGateway } from './connection';
import { sessionCacheFor } from '../session/sessionCacheFor';
import { endCarrier, wasActionTaken, isActionPending, setPendingAction } from './pendingAction';
import { type CredentialFields, readSettings, type Settings } from '../values/settings';

/**
 * Puts the session, the trusted authority and the TLS switch on a request and forbids redirects,
 * so that these nodes, the credential test and the HTTP Request node behave alike.
 *
 * In the mode `guidPerItem` no Guid is set: the credential has none.
 * @throws {InvalidCredentialError} for a field that cannot be used, and for a request to another server
 * @throws {RequestRefusedError} for a request by a proxy of its own
 * @throws {PendingActionError} if there is no session that is still good, and for the credential test
 * @throws {ActionCompletedError} for a request that only carried a node's order
 */
export function authenticate(fields: CredentialFields, request: AnyRequest): IHttpRequestOptions {
	endCarrier(fields);
	const settings = readSettings(fields);
	const { headers, deadline } = request;
	const bound = bindToGateway(request, settings.connection);
	const isTest = headers?.[TEST_HEADER] !== undefined;
	// The credential test shows more of what goes wrong in `preAuthentication` than of what goes wrong later.
	if (isTest && !wasActionTaken(fields)) throw setPendingAction(fields, { kind: 'test' });
	if (isTest) {
		// By now the gateway was asked, and the answer was read: this request is one that n8n cannot do without.
		const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
		const plainHeaders = { ...headers };
		delete plainHeaders[TEST_HEADER];
		return { ...bound, headers: plainHeaders, ignoreHttpStatusErrors: true, abortSignal };
	}
	return {
		...bound,
		headers: { ...headers, ...sessionHeaders(settings, fields) },
		// n8n has put the signal of the execution there, which says nothing of time.
		...(deadline ? { abortSignal: deadline } : {}),
	};
}

/** How long the credential's own requests may take in all, in ms. */
export const TIMEOUT_MS = 15_000;

/** Marks the request of the credential test. It never leaves this computer. */
export const TEST_HEADER = 'CC-Gateway-Test';

function sessionHeaders(
	{ authentication }: Settings,
	fields: CredentialFields,
): Record<string, string> {
	switch (authentication.mode) {
		case 'guidPerItem':
			return {};
		case 'guid':
			return headersOf(authentication);
		case 'signIn': {
			const cache = sessionCacheFor(authentication);
			cache.adoptStored(fields.sessionToken, authentication);
			const session = isActionPending(fields) ? undefined : cache.current(authentication);
			if (session === undefined) throw setPendingAction(fields, { kind: 'signIn', force: false });
			return headersOf(session);
		}
	}
}

/** What a session adds to a request. */
export const headersOf = ({
	guid,
	cookies,
}: {
	guid: string;
	cookies: string;
}): Record<string, string> => ({ Guid: guid, ...(cookies === '' ? {} : { Cookie: cookies }) });
