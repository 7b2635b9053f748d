/** The parts of a request that the credential decides: its server, and how the connection is secured. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { type Connection, InvalidCredentialError } from '../values/settings';

/** A request as n8n's two helpers take it; the older one, of the HTTP Request node, has other names. */
export interface AnyRequest extends IHttpRequestOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
	/** Set by nodes: aborted when the time for the whole exchange is up, or the run is cancelled. */
	deadline?: AbortSignal;
}

/** Thrown for a request that would send the Guid to another server. The message is for people. */
export class RequestRefusedError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'RequestRefusedError';
	}
}

/** Trust in the certificate, and no redirects, in the options of both of n8n's request helpers. */
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

/** Options that are set anew, or that the credential decides instead; the caller passes on the deadline. */
const NOT_OF_THE_REQUEST = [
	'agentOptions',
	'baseURL',
	'deadline',
	'proxy',
	'rejectUnauthorized',
	'skipSslCertificateValidation',
	'uri',
	'url',
] as const;

/** Options of the connection that a request may set: its client certificate. */
const CLIENT_CERTIFICATE = ['cert', 'key', 'passphrase', 'pfx'] as const;

/**
 * Binds a request to the credential's gateway. A `baseURL` is replaced by the credential's own address.
 * @throws {InvalidCredentialError} for a request to another server
 * @throws {RequestRefusedError} for a request with its own proxy
 */
export function bindToGateway(request: AnyRequest, connection: Connection): AnyRequest {
	const { baseURL, url, uri, proxy, agentOptions } = request;
	const { baseUrl } = connection;
	// The older helper uses the first of the two that is set.
	const target = baseURL
		? { url: `${baseUrl}${url || uri || ''}` }
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
			"The request names a proxy of its own, and a proxy may get the Guid. Remove the option 'Proxy' from the node; a proxy that the administrator has set up for n8n is still used.",
		);
	}
	const { agentOptions: ofTheCredential, ...safely } = connectionOptions(connection);
	const ofTheClient = clientCertificate(agentOptions);
	const bound: Partial<AnyRequest> = { ...request };
	for (const name of NOT_OF_THE_REQUEST) delete bound[name];
	return Object.assign(
		bound,
		target as Pick<AnyRequest, 'url'>,
		safely,
		ofTheCredential || ofTheClient ? { agentOptions: { ...ofTheClient, ...ofTheCredential } } : {},
	);
}

/** The client certificate of a request; undefined if it has none. */
function clientCertificate(options: AgentOptions = {}): AgentOptions | undefined {
	const names = CLIENT_CERTIFICATE.filter((name) => name in options);
	if (names.length === 0) return undefined;
	return Object.fromEntries(names.map((name) => [name, options[name]]));
}

/** Returns true if an address is on the gateway's server. Most start with the base address and need no parsing. */
function isBeside(baseUrl: string, address: string): boolean {
	if (address.startsWith(`${baseUrl}/`)) return true;
	return URL.canParse(address) && new URL(address).origin === new URL(baseUrl).origin;
}
