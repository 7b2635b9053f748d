import type { ICredentialsDecrypted, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Exchange } from '../../../gateway/http/exchange';
import { readNetworkError } from '../../../gateway/http/networkErrors';
import { type GatewayRequest, requestOptions } from '../../../gateway/operations/request';
import type { AnyRequest } from '../../../gateway/credential/connection';
import { Deadline } from '../../../gateway/http/deadline';
import { queryRateLimiterFor, type Permit } from '../../../gateway/http/queryRateLimiter';
import { readResponse } from '../../../gateway/http/response';
import { CREDENTIAL } from './credential';
import type { RequestContext } from './requestContext';

/** A request and what n8n needs to send it. */
export interface TransportRequest {
	request: GatewayRequest;
	/** Ends in `/agentgateway/resource`. */
	baseUrl: string;
	credentials: ICredentialsDecrypted;
	/** How long the exchange may take in all, in ms. */
	timeout: number;
	/** Other headers than those of every request. */
	headers?: Readonly<Record<string, string>>;
	/** Whether a query goes out without a permit of the query limit. */
	unlimited?: boolean;
}

/**
 * Sends a request by n8n's own helper, which minds its proxies, its protection against internal
 * addresses and the credential.
 * @param deadline n8n writes the execution's own signal over the request's; the credential sets it right
 * @throws {NodeApiError} for whatever went wrong on the way or in the credential
 */
export async function requestWithCredentials(
	{ context }: RequestContext,
	{ request, baseUrl, credentials, timeout, headers }: TransportRequest,
	deadline: AbortSignal,
): Promise<Exchange> {
	const options: AnyRequest = {
		...requestOptions(baseUrl, request, timeout),
		...(headers ? { headers: { ...headers } } : {}),
		deadline,
	};
	const response = (await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		options,
		{ credentialsDecrypted: credentials },
	)) as IN8nHttpFullResponse;
	return await readResponse(response);
}

/**
 * Sends a request, a query in its turn, and tells what became of it. Never throws. The wait for the turn does not
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

/** Never throws. */
async function sendOnce(
	requestContext: RequestContext,
	transportRequest: TransportRequest,
): Promise<Exchange> {
	const { signal } = requestContext;
	const deadline = new Deadline(transportRequest.timeout, signal);
	try {
		return await requestWithCredentials(requestContext, transportRequest, deadline.signal);
	} catch (error) {
		return readNetworkError(
			deadline.explain(error),
			signal?.aborted ?? false,
			transportRequest.timeout,
		);
	} finally {
		deadline.close();
	}
}

const CANCELLED_WHILE_WAITING: Exchange = {
	type: 'notSent',
	meaning: 'the run was cancelled while the query waited for its turn',
	remedy: 'Run the workflow again for what is missing.',
	unreachable: false,
};

/**
 * Waits until the gateway takes another query of the agent in whose session it is asked; whether that agent or
 * the one in the path is meant where they differ, the documents do not say.
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
		sleep: async (ms) => {
			try {
				await sleep(ms, signal);
			} catch {
				// Cancelled.
			}
		},
	});
}
