import type { ICredentialsDecrypted, IN8nHttpFullResponse } from 'n8n-workflow';
import type { Exchange } from '../../../gateway/http/exchange';
import { type GatewayRequest, requestOptions } from '../../../gateway/operations/request';
import type { AnyRequest } from '../../../gateway/credential/connection';
import { exchangeWithin } from '../../../gateway/http/exchangeWithin';
import { queryRateLimiterFor, type Permit } from '../../../gateway/http/queryRateLimiter';
import { abortableSleep } from './abortableSleep';
import { CREDENTIAL } from './credential';
import type { RequestContext } from './requestContext';

/** A request, and the settings with which n8n sends it. */
export interface TransportRequest {
	request: GatewayRequest;
	/** Ends in `/agentgateway/resource`. */
	baseUrl: string;
	credentials: ICredentialsDecrypted;
	/** Limit of the whole exchange, in ms. */
	timeout: number;
	/** Further headers besides those of every request. */
	headers?: Readonly<Record<string, string>>;
	/** True for a query that needs no permit of the query limit. */
	unlimited?: boolean;
}

/**
 * Sends a request, a query only with a permit, and returns the exchange. Never throws. The wait for the permit does not
 * count into the timeout.
 */
export async function sendRateLimited(
	requestContext: RequestContext,
	transportRequest: TransportRequest,
): Promise<Exchange> {
	if (transportRequest.request.effect !== 'readOnly' || transportRequest.unlimited)
		return await sendOnce(requestContext, transportRequest);
	const permit = await acquirePermit(requestContext, transportRequest);
	if (permit === undefined) return CANCELLED_WHILE_WAITING;
	try {
		return await sendOnce(requestContext, transportRequest);
	} finally {
		permit.release();
	}
}

/**
 * Sends a request with n8n's own helper, which applies its proxies, its protection against internal addresses and the
 * credential. Never throws.
 */
async function sendOnce(
	{ context, signal, raiseTimeout }: RequestContext,
	{ request, baseUrl, credentials, timeout, headers }: TransportRequest,
): Promise<Exchange> {
	return await exchangeWithin(
		timeout,
		async (deadline) => {
			// n8n replaces the request's signal with that of the execution; the credential restores the deadline.
			const options: AnyRequest = {
				...requestOptions(baseUrl, request, timeout),
				...(headers ? { headers: { ...headers } } : {}),
				deadline,
			};
			return (await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				options,
				{ credentialsDecrypted: credentials },
			)) as IN8nHttpFullResponse;
		},
		{ runSignal: signal, raiseTimeout },
	);
}

const CANCELLED_WHILE_WAITING: Exchange = {
	type: 'notSent',
	meaning: 'the run was cancelled while the query waited for the query limit',
	remedy: 'Run the workflow again for what is missing.',
	unreachable: false,
};

/**
 * Waits until the gateway takes another query of the agent whose session is used. The documents do not say whether the
 * limit applies to that agent or to the one in the path where they differ.
 */
async function acquirePermit(
	requestContext: RequestContext,
	{ request, baseUrl, credentials }: TransportRequest,
): Promise<Permit | undefined> {
	const { signal } = requestContext;
	const owner = credentials.data?.agentId;
	const asking = typeof owner === 'string' ? owner : request.agentId;
	return await queryRateLimiterFor(baseUrl, asking).acquire({
		priority: request.priority,
		source: requestContext,
		aborted: () => signal?.aborted ?? false,
		sleep: async (ms) => await abortableSleep(ms, signal),
	});
}
