import type { IHttpRequestOptions } from 'n8n-workflow';
import { deskOf } from './desks';
import { isOrderTaken, isOrderWaiting, placeOrder } from './orders';
import {
	type Connection,
	type CredentialFields,
	InvalidCredential,
	readSettings,
	type Settings,
} from '../values/settings';

/** What n8n's older request helper, which the HTTP Request node uses, calls the same settings. */
interface LegacyOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

/**
 * Puts the session, the trusted authority and the TLS switch on a request and forbids redirects,
 * so that these nodes, the Test button and the HTTP Request node behave alike. A `baseURL` is
 * replaced by the credential's own address, however that was spelled.
 *
 * In the mode `guidPerItem` no Guid is set: the credential has none.
 * @throws {InvalidCredential} for a field that cannot be used, and for a request to another server
 * @throws {OrderPlaced} if there is no session that is still good, and for the Test button
 */
export function authenticate(
	fields: CredentialFields,
	request: IHttpRequestOptions & LegacyOptions,
): IHttpRequestOptions {
	const settings = readSettings(fields);
	const { connection } = settings;
	const { baseUrl } = connection;

	const relative = request.baseURL !== undefined && request.baseURL !== '';
	const address = relative ? `${baseUrl}${request.url}` : (request.uri ?? request.url);
	if (!URL.canParse(address) || new URL(address).origin !== new URL(baseUrl).origin) {
		throw new InvalidCredential(
			'Gateway URL',
			'the request goes to another server',
			`This credential may only be used for ${new URL(baseUrl).origin}, so that no other server gets the Guid.`,
		);
	}

	const { baseURL: _replaced, headers, ...rest } = request;
	const { [TEST_HEADER]: testing, ...plainHeaders } = headers ?? {};
	const isTest = testing !== undefined;
	// The Test button tells more of what goes wrong in `preAuthentication` than of what goes wrong later.
	if (isTest && !isOrderTaken(fields)) throw placeOrder(fields, { kind: 'test' });
	const { agentOptions, ...safely } = connectionOptions(connection);
	return {
		...rest,
		...(relative ? { url: address } : {}),
		headers: { ...plainHeaders, ...sessionHeaders(settings, fields) },
		...safely,
		...(agentOptions ? { agentOptions: { ...request.agentOptions, ...agentOptions } } : {}),
	};
}

/** Marks the request of the Test button. It never leaves this computer. */
export const TEST_HEADER = 'CC-Gateway-Test';

/** How far a certificate is trusted, and that no redirect is followed, for both of n8n's request helpers. */
export const connectionOptions = ({
	trustedCa,
	ignoreTlsIssues,
}: Connection): Partial<IHttpRequestOptions & LegacyOptions> => ({
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	...(trustedCa === undefined ? {} : { agentOptions: { ca: trustedCa } }),
	...(ignoreTlsIssues ? { skipSslCertificateValidation: true, rejectUnauthorized: false } : {}),
});

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
			const desk = deskOf(authentication);
			desk.offerStored(fields.sessionToken, authentication);
			const session = isOrderWaiting(fields) ? undefined : desk.current(authentication);
			if (session === undefined) throw placeOrder(fields, { kind: 'signIn', force: false });
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
