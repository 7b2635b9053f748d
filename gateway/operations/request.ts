import type { IHttpRequestOptions } from 'n8n-workflow';
import type { AgentId } from '../values/agentId';

/** A request to the CC-Gateway, as plain data: it can be checked, shown, compared and sent. */
export interface GatewayRequest {
	method: 'DELETE' | 'GET' | 'POST' | 'PUT';
	/** The agent whose session is used: the first in its path. */
	agentId: AgentId;
	/** The agent whose state changes, if it is another one. */
	target?: AgentId;
	/** Below `/agentgateway/resource`, for example `/onlineagent/31001/saybusy`. */
	path: string;
	query?: Readonly<Record<string, string | number | boolean>>;
	/** Sent as JSON. */
	body?: Readonly<Record<string, unknown>>;
	/**
	 * Effect of the request, which decides whether it is sent again after an unknown outcome: `readOnly` changes nothing,
	 * `idempotent` may be carried out twice, `nonIdempotent` must not. Read-only requests are queries, of which the
	 * gateway accepts five per agent in two seconds.
	 */
	effect: 'idempotent' | 'nonIdempotent' | 'readOnly';
	/** The answer is documented to bring the session's Guid: then its header `Guid` is read, too. */
	bringsGuid?: true;
	/** Class of a query in the queue of its agent; default `lookUp`. */
	priority?: QueryPriority;
}

/**
 * Class of a query of an agent, from the highest priority to the lowest: a liveness check, a single look-up, a query of
 * a node that waits for a state.
 */
export type QueryPriority = 'liveness' | 'lookUp' | 'wait';

/** The same query, in another class. */
export const withPriority = (request: GatewayRequest, priority: QueryPriority): GatewayRequest => ({
	...request,
	priority,
});

/** Headers that every interface document requires, even for requests without a body. */
export const REQUEST_HEADERS = {
	'Content-Type': 'application/json; charset=UTF-8',
	Accept: 'application/json',
} as const;

/** The address of a request, with its query. `baseUrl` ends in `/agentgateway/resource`. */
export function requestUrl(baseUrl: string, { path, query }: GatewayRequest): string {
	if (query === undefined) return baseUrl + path;
	const search = new URLSearchParams(
		Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
	).toString();
	return baseUrl + path + (search === '' ? '' : `?${search}`);
}

/**
 * A request in the options of n8n's helpers. The answer is a stream with status and headers, whatever the status:
 * otherwise n8n itself repeats a request that was answered with 401.
 * @param timeout of the answer, in ms
 */
export const requestOptions = (
	baseUrl: string,
	request: GatewayRequest,
	timeout: number,
): IHttpRequestOptions => ({
	method: request.method,
	url: requestUrl(baseUrl, request),
	headers: { ...REQUEST_HEADERS },
	body: request.body,
	timeout,
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
});
