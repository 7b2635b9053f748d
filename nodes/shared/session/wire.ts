import type { ICredentialsDecrypted, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { type Exchange, readNetworkError } from '../../../gateway/answer/exchange';
import { type GatewayRequest, requestOptions } from '../../../gateway/operations/request';
import { readResponse } from '../../../gateway/answer/response';
import { CREDENTIAL } from './credential';

/** By what a run sends its requests, and what cancels them. */
export interface Line {
	context: IExecuteFunctions;
	/** Aborted when the run is cancelled. */
	cancel: AbortSignal | undefined;
}

export const lineOf = (context: IExecuteFunctions): Line => ({
	context,
	cancel: context.getExecutionCancelSignal(),
});

/** A request and what n8n needs to send it. */
export interface Posted {
	request: GatewayRequest;
	/** Ends in `/agentgateway/resource`. */
	baseUrl: string;
	credentials: ICredentialsDecrypted;
	/** How long to wait for the answer, in ms. */
	timeout: number;
}

/**
 * Sends a request by n8n's own helper, which minds its proxies, its protection against internal
 * addresses and the credential.
 * @throws {NodeApiError} for whatever went wrong on the way or in the credential
 */
export async function post(
	{ context }: Line,
	{ request, baseUrl, credentials, timeout }: Posted,
): Promise<Exchange> {
	const response = (await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL,
		requestOptions(baseUrl, request, timeout),
		{ credentialsDecrypted: credentials },
	)) as IN8nHttpFullResponse;
	return readResponse(response);
}

/** Sends a request and tells what became of it. Never throws. */
export async function exchange(line: Line, posted: Posted): Promise<Exchange> {
	try {
		return await post(line, posted);
	} catch (error) {
		return readNetworkError(error, line.cancel?.aborted ?? false, posted.timeout);
	}
}
