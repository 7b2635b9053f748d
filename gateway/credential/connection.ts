/** What the credential decides of every request, whatever the request itself says: where it goes and how safely. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { type Connection, InvalidCredentialError } from '../values/settings';

/** A request as n8n's two helpers take it; the older one, of the HTTP Request node, has other names. */
export interface AnyRequest extends IHttpRequestOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
	/** A node's own: aborted when the time for the whole exchange is up, or the run is cancelled. */
	deadline?: AbortSignal;
}

/** A request that would hand the Guid to others. The message is what a person reads. */
export class RequestRefusedError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'RequestRefusedError';
	}
}

/** How far a certificate is trusted, and that no redirect is followed, for both of n8n's request helpers. */
export const connectionOptions = ({
	trustedCa,
	ignoreTlsIssues,
}: Connection): Partial<AnyRequest> => ({
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	...(trustedCa === undefined ? {} : { agentOptions: { ca: trustedCa } }),
	...(ignoreTlsIssues ? { skipSslCertificateValidation: true, rejectUnauthorized: false } : {}),
});

type AgentOptions = NonNullable<AnyRequest['agentOptions']>;

/** What the credential decides, and not the request; the deadline is its caller's to hand on. */
const NOT_OF_THE_REQUEST = [
	'agentOptions',
	'baseURL',
	'deadline',
	'proxy',
	'rejectUnauthorized',
	'skipSslCertificateValidation',
	'uri',
] as const;

/** What a request may say of its connection: by which certificate the gateway knows the client. */
const CLIENT_CERTIFICATE = ['cert', 'key', 'passphrase', 'pfx'] as const;

/**
 * The request, bound to the credential's gateway. A `baseURL` is replaced by the credential's own
 * address, however that was spelled.
 * @throws {InvalidCredentialError} for a request to another server
 * @throws {RequestRefusedError} for one by a proxy of its own
 */
export function bindToGateway(request: AnyRequest, connection: Connection): AnyRequest {
	const { baseURL, url, uri, proxy, agentOptions } = request;
	const { baseUrl } = connection;
	// The older helper takes the first of the two that is there.
	const target = baseURL
		? { url: `${baseUrl}${url ?? uri ?? ''}` }
		: { ...(url ? { url } : {}), ...(uri ? { uri } : {}) };
	const addresses = Object.values(target);
	if (addresses.length === 0 || !addresses.every((address) => isBeside(baseUrl, address))) {
		throw new InvalidCredentialError(
			'Gateway URL',
			'the request goes to another server',
			`This credential may only be used for ${new URL(baseUrl).origin}, so that no other server gets the Guid.`,
		);
	}
	if (proxy) {
		throw new RequestRefusedError(
			"The request names a proxy of its own, and a proxy may get the Guid. Remove the option 'Proxy' from the node; a proxy that the administrator has set up for n8n is used all the same.",
		);
	}
	const { agentOptions: ofTheCredential, ...safely } = connectionOptions(connection);
	const ofTheClient = clientCertificate(agentOptions);
	const bound: Partial<AnyRequest> = { ...request };
	if (!url) delete bound.url;
	for (const name of NOT_OF_THE_REQUEST) if (name in bound) delete bound[name];
	return Object.assign(
		bound,
		target as Pick<AnyRequest, 'url'>,
		safely,
		ofTheCredential || ofTheClient ? { agentOptions: { ...ofTheClient, ...ofTheCredential } } : {},
	);
}

/** What a request says of the certificate by which the gateway knows the client; undefined where that is nothing. */
function clientCertificate(options: AgentOptions = {}): AgentOptions | undefined {
	const names = CLIENT_CERTIFICATE.filter((name) => name in options);
	if (names.length === 0) return undefined;
	return Object.fromEntries(names.map((name) => [name, options[name]]));
}

/** Whether an address is at the gateway's own server. Most begin with it: no need to take them apart. */
function isBeside(baseUrl: string, address: string): boolean {
	if (address.startsWith(`${baseUrl}/`)) return true;
	return URL.canParse(address) && new URL(address).origin === new URL(baseUrl).origin;
}
