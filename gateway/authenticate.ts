import type { IHttpRequestOptions } from 'n8n-workflow';
import { type CredentialFields, InvalidCredential, readSettings } from './settings';

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
 */
export function authenticate(
	fields: CredentialFields,
	request: IHttpRequestOptions & LegacyOptions,
): IHttpRequestOptions {
	const { connection, authentication } = readSettings(fields);
	const { baseUrl, trustedCa, ignoreTlsIssues } = connection;

	const relative = request.baseURL !== undefined && request.baseURL !== '';
	const address = relative ? `${baseUrl}${request.url}` : (request.uri ?? request.url);
	if (!URL.canParse(address) || new URL(address).origin !== new URL(baseUrl).origin) {
		throw new InvalidCredential(
			'Gateway URL',
			'the request goes to another server',
			`This credential may only be used for ${new URL(baseUrl).origin}, so that no other server gets the Guid.`,
		);
	}

	const { baseURL: _replaced, ...rest } = request;
	const authenticated: IHttpRequestOptions & LegacyOptions = {
		...rest,
		...(relative ? { url: address } : {}),
		headers: {
			...request.headers,
			...(authentication.mode === 'guid' ? { Guid: authentication.guid } : {}),
		},
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	if (trustedCa !== undefined) {
		authenticated.agentOptions = { ...request.agentOptions, ca: trustedCa };
	}
	if (ignoreTlsIssues) {
		authenticated.skipSslCertificateValidation = true;
		authenticated.rejectUnauthorized = false;
	}
	return authenticated;
}
