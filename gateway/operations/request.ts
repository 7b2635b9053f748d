import type { IHttpRequestOptions } from 'n8n-workflow';
import type { AgentId } from '../values/agentId';

/** One call of the CC-Gateway, as plain data: it can be checked, shown, compared and sent. */
export interface GatewayRequest {
	method: 'DELETE' | 'GET' | 'POST' | 'PUT';
	/** Whom it acts for: the agent named first in its path. */
	agentId: AgentId;
	/** Whose state it changes, where that is somebody else. */
	target?: AgentId;
	/** Below `/agentgateway/resource`, for example `/onlineagent/31001/saybusy`. */
	path: string;
	query?: Readonly<Record<string, string | number | boolean>>;
	/** Sent as JSON. */
	body?: Readonly<Record<string, unknown>>;
	/**
	 * Whether the request may be sent again when nobody knows if it was carried out:
	 * `safe` where doing it twice equals doing it once, `never` where somebody would notice, `query` where it
	 * changes nothing. The gateway takes five queries of an agent in two seconds.
	 */
	effect: 'idempotent' | 'nonIdempotent' | 'readOnly';
	/** Whether the answer is documented to bring the session's Guid: then also its header `Guid` is believed. */
	bringsGuid?: true;
	/** Class of a query in the queue of its agent; default `lookUp`. */
	priority?: QueryPriority;
}

/**
 * Class of a query among those of its agent, from the first served to the last: checks whether a session is alive, a
 * single look-up, a question of a node that waits for a state.
 */
export type QueryPriority = 'liveness' | 'lookUp' | 'wait';

/** The same query, in another class. */
export const withPriority = (request: GatewayRequest, priority: QueryPriority): GatewayRequest => ({
	...request,
	priority,
});

/** The headers that every interface document demands, also of requests without a body. */
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
 * A request as n8n's helpers take it. The answer comes as a stream with status and headers, whatever
 * the status: otherwise n8n itself repeats a request that was answered 401.
 * @param timeout how long to wait for the answer, in ms
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
