/** Classification of network errors: whether the request was sent, and what to do next. */
import { ownEntry } from '../values/ownEntry';
import type { Exchange } from './exchange';
import { CHECK_PROXY, CHECK_REACH, LOOK_FIRST, PERHAPS_HTTPS } from './remedies';

/** Fields of a network error that are read, from whichever library. */
interface NetworkError {
	code?: unknown;
	/** The code, in n8n of 2025: it no longer passes on the cause of an error. */
	httpCode?: unknown;
	message?: unknown;
	syscall?: unknown;
	cause?: unknown;
	errors?: unknown;
	/** The HTTP request that failed, if the library provides it. */
	request?: { protocol?: unknown; socket?: { secureConnecting?: unknown } | null } | null;
}

const CHECK_TLS =
	"Paste the certificate authority of the gateway into the credential's field 'Trusted CA', or ask the gateway's administrator for it.";

/** Codes that occur only before the first byte of the request is sent. */
const NEVER_CONNECTED: Readonly<Record<string, readonly [meaning: string, remedy: string]>> = {
	ECONNREFUSED: ['nothing listens at the gateway address', CHECK_REACH],
	ENOTFOUND: ['the host name of the gateway is not known', CHECK_REACH],
	EAI_AGAIN: ['the host name of the gateway could not be looked up', CHECK_REACH],
	EADDRNOTAVAIL: [
		'this n8n server has no free connection left',
		'Lower the concurrency and try again.',
	],
	EMFILE: ['this n8n server has too many connections open', 'Lower the concurrency and try again.'],
	CERT_HAS_EXPIRED: [
		'the certificate of the gateway has expired',
		"Ask the gateway's administrator for a new one.",
	],
	CERT_NOT_YET_VALID: [
		'the certificate of the gateway is not valid yet',
		'Compare the clocks of this n8n server and of the gateway.',
	],
	CERT_UNTRUSTED: ['the certificate of the gateway is not trusted', CHECK_TLS],
	CERT_SIGNATURE_FAILURE: ['the certificate of the gateway is not trusted', CHECK_TLS],
	DEPTH_ZERO_SELF_SIGNED_CERT: ['the gateway signed its certificate itself', CHECK_TLS],
	SELF_SIGNED_CERT_IN_CHAIN: [
		'the certificate of the gateway comes from a private authority',
		CHECK_TLS,
	],
	UNABLE_TO_GET_ISSUER_CERT: ['the certificate of the gateway is not trusted', CHECK_TLS],
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['the certificate of the gateway is not trusted', CHECK_TLS],
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['the certificate of the gateway is not trusted', CHECK_TLS],
	ERR_TLS_CERT_ALTNAME_INVALID: [
		'the certificate of the gateway was made for another host name',
		"Use the host name that the certificate names in the credential's Gateway URL.",
	],
};

/** Codes that may also occur later; they prove that nothing was sent only while the connection is being made. */
const WHILE_CONNECTING: Readonly<Record<string, readonly [meaning: string, remedy: string]>> = {
	EHOSTUNREACH: ['there is no route to the gateway', CHECK_REACH],
	ENETUNREACH: ['there is no network route to the gateway', CHECK_REACH],
	EPROTO: [
		'no encrypted connection could be made',
		"Check whether the credential's Gateway URL should start with http:// or name another port.",
	],
	ERR_SSL_WRONG_VERSION_NUMBER: [
		'the server does not speak HTTPS at this port',
		"Check whether the credential's Gateway URL should start with http:// or name another port.",
	],
};

const SAYS_NEVER_CONNECTED =
	/before secure TLS connection was established|^The request was blocked because/;

/** n8n applies the credential's list of domains to a sign-in, too, because the credential sends it. */
const SAYS_NOT_ALLOWED = /^Domain not allowed|^No allowed domains specified/;

/**
 * Returns true if the TLS handshake had not ended. Node.js sends nothing of a request before that, so a reset
 * or time-out then proves that nothing was sent; the code of the error alone does not.
 */
const inHandshake = ({ request }: NetworkError): boolean =>
	request?.socket?.secureConnecting === true;

/**
 * Returns true if a request never got a connection. Node.js gives a request the socket of a direct connection at once,
 * but the socket through a proxy only when the proxy has opened it.
 */
const neverGotSocket = ({ request }: NetworkError): boolean => request?.socket === null;

/** An error and its causes, at any depth. */
export const errorChain = function* (error: unknown): Generator<NetworkError> {
	const seen = new Set<unknown>();
	const queue = [error];
	while (queue.length > 0) {
		const link = queue.shift();
		if (typeof link !== 'object' || link === null || seen.has(link)) continue;
		seen.add(link);
		yield link;
		const { cause, errors } = link as NetworkError;
		queue.push(cause, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
	}
};

/**
 * Classifies a network error. A request counts as not sent only if the error proves it; otherwise it may have been
 * carried out.
 * @param error any thrown value; codes and fixed phrases are read, no text of it is ever shown
 * @param aborted whether the run was cancelled
 * @param timeout the limit that applied, in ms
 * @param raiseTimeout how to raise the limit, if people can: a sentence
 */
export function readNetworkError(
	error: unknown,
	aborted: boolean,
	timeout: number,
	raiseTimeout?: string,
): Exchange {
	const chain = [...errorChain(error)];
	const byProxy = chain.some(neverGotSocket);
	const connecting =
		byProxy || chain.some((link) => inHandshake(link) || link.syscall === 'connect');
	for (const { httpCode, code = httpCode, message } of chain) {
		const known =
			typeof code === 'string'
				? (ownEntry(NEVER_CONNECTED, code) ??
					(connecting ? ownEntry(WHILE_CONNECTING, code) : undefined))
				: undefined;
		if (known && byProxy) {
			const meaning = 'the proxy that n8n uses cannot be reached';
			return { type: 'notSent', meaning, remedy: CHECK_PROXY, unreachable: true };
		}
		if (known) return { type: 'notSent', meaning: known[0], remedy: known[1], unreachable: true };
		if (typeof message === 'string' && SAYS_NOT_ALLOWED.test(message)) {
			return {
				type: 'notSent',
				meaning: 'the list of allowed domains in the credential does not hold the gateway',
				remedy:
					"In the credential, add the gateway's host to 'Allowed Domains', or choose 'All' for 'Allowed HTTP Request Domains': the list also counts for signing in.",
				unreachable: true,
			};
		}
		if (typeof message === 'string' && SAYS_NEVER_CONNECTED.test(message)) {
			return {
				type: 'notSent',
				meaning: 'no connection was allowed or made',
				remedy: `${CHECK_REACH} n8n's protection against internal addresses or a firewall may be in the way.`,
				unreachable: true,
			};
		}
	}
	if (connecting) {
		return {
			type: 'notSent',
			meaning: aborted
				? 'the run was cancelled before a connection was made'
				: byProxy
					? 'the proxy that n8n uses made no connection to the gateway'
					: 'the gateway did not accept a connection',
			remedy: byProxy && !aborted ? CHECK_PROXY : CHECK_REACH,
			unreachable: !aborted,
		};
	}
	if (aborted) {
		return {
			type: 'lost',
			meaning: 'the run was cancelled before the answer came',
			remedy: LOOK_FIRST,
		};
	}
	for (const { httpCode, code = httpCode, message } of chain) {
		const timedOut = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
		if (timedOut || (typeof message === 'string' && /timeout|timed out/i.test(message))) {
			return {
				type: 'lost',
				meaning: `no answer came within ${timeout / 1000} seconds`,
				remedy: raiseTimeout ? `${LOOK_FIRST} ${raiseTimeout}` : LOOK_FIRST,
			};
		}
	}
	const isPlain = chain.some(({ request }) => request?.protocol === 'http:');
	return {
		type: 'lost',
		meaning: 'the connection broke before the answer came',
		remedy: isPlain ? `${LOOK_FIRST} ${PERHAPS_HTTPS}` : LOOK_FIRST,
	};
}
