/** Requests by plain axios; each answer is checked against openapi.yaml. */
import axios from 'axios';
import { Agent } from 'node:https';
import OpenAPIBackend from 'openapi-backend';
import { addContractKeywords, OPENAPI_PATH, type Simulator } from '../../simulator';

export interface RawRequest {
	guid?: string;
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
	/** For many requests over one connection. Default: a new one for each. */
	connection?: Agent;
}

export interface RawAnswer {
	retcode: string;
	/** The body as sent. */
	text: string;
	/** Guid in `Set-GUID`, without its wrapping. */
	guid?: string;
	/** Value of `Guid`. */
	bareGuid?: string;
	/** Values of `Set-Cookie`. */
	cookies: string[];
}

export type SendRaw = (method: string, uri: string, request?: RawRequest) => Promise<RawAnswer>;

/**
 * Sends requests to the operations of a gateway. Throws the violations of openapi.yaml in an answer.
 * @param uri below `/agentgateway/resource`
 */
export async function openRawSender(gateway: () => Simulator): Promise<SendRaw> {
	const document = await new OpenAPIBackend({
		definition: OPENAPI_PATH,
		quick: true,
		customizeAjv: (ajv) => addContractKeywords(ajv),
	}).init();
	return async (method, uri, { guid, body, headers = {}, signal, connection } = {}) => {
		const operation = document.matchOperation({ method, path: uri.split('?')[0] ?? '', headers });
		const operationId = operation?.operationId ?? `no operation at ${method} ${uri}`;
		const answer = await axios.request<string>({
			method,
			url: `${gateway().url}/agentgateway/resource${uri}`,
			data: body === undefined ? undefined : JSON.stringify(body),
			headers: {
				'Content-Type': 'application/json; charset=UTF-8',
				...(guid !== undefined && { Guid: guid }),
				...headers,
			},
			httpsAgent: connection ?? new Agent({ ca: gateway().ca }),
			transformResponse: (text: string) => text,
			signal,
		});
		const content = JSON.parse(answer.data) as { retcode: string };
		const setGuid = answer.headers['set-guid'] as string | undefined;
		const bareGuid = answer.headers.guid as string | undefined;
		const brought = {
			...(setGuid !== undefined && { 'Set-GUID': setGuid }),
			...(bareGuid !== undefined && { Guid: bareGuid }),
		};
		const errors = [
			...(document.validateResponse(content, operationId, 200).errors ?? []),
			...(Object.keys(brought).length === 0
				? []
				: (document.validateResponseHeaders(brought, operationId, { statusCode: 200 }).errors ??
					[])),
		];
		if (errors.length > 0) throw new Error(`${method} ${uri}: ${JSON.stringify(errors)}`);
		return {
			retcode: content.retcode,
			text: answer.data,
			guid: setGuid?.replace('JSESSIONID=', ''),
			bareGuid,
			cookies: answer.headers['set-cookie'] ?? [],
		};
	};
}
