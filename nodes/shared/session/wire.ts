import type { ICredentialsDecrypted, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { type Exchange, readNetworkError } from '../../../gateway/answer/exchange';
import { type GatewayRequest, requestOptions } from '../../../gateway/operations/request';
import { queryTurnsOf } from '../../../gateway/session/queryTurns';
import { readResponse } from '../../../gateway/answer/response';
import { CREDENTIAL } from './credential';
import type { Line } from './line';

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

/**
 * Sends a request, a query in its turn, and tells what became of it. Never throws. The wait for the turn does not
 * count into the timeout.
 */
export async function exchange(line: Line, posted: Posted): Promise<Exchange> {
	const { cancel } = line;
	if (!(await waitForTurn(posted, cancel))) return CANCELLED;
	try {
		return await post(line, posted);
	} catch (error) {
		return readNetworkError(error, cancel?.aborted ?? false, posted.timeout);
	}
}

const CANCELLED: Exchange = {
	type: 'notSent',
	meaning: 'the run was cancelled while the query waited for its turn',
	remedy: 'Run the workflow again for what is missing.',
	unreachable: false,
};

/** Waits until the gateway takes another query of this agent. @returns whether to go on */
async function waitForTurn(
	{ request, baseUrl }: Posted,
	cancel: AbortSignal | undefined,
): Promise<boolean> {
	if (request.replay !== 'query') return true;
	const { wait, giveBack } = queryTurnsOf(baseUrl, request.agentId).take();
	try {
		if (wait > 0) await sleep(wait, cancel);
	} catch {
		// Cancelled.
	}
	if (!cancel?.aborted) return true;
	giveBack();
	return false;
}
