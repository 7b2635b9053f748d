/** The jobs as bare loops without n8n, the lower bound of their cost. */
import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import axios from 'axios';
import { Agent } from 'node:https';
import { REQUEST_HEADERS } from '../../gateway/operations/request';
import { HUNDRED, NOTE, rowsOf } from './jobs';
import { type Assignment, type Measured, SERVICE_AGENT } from './messages';

type Post = (path: string, body: object) => Promise<{ retcode: string }>;

/** Plain axios. Without keep-alive every request opens a connection with a handshake of its own, as in n8n. */
function axiosPost({ contender, concurrency, timeout, url, ca, guid }: Assignment): Post {
	const keepAlive = contender === 'axios-keep-alive';
	const client = axios.create({
		baseURL: `${url}/agentgateway/resource`,
		httpsAgent: new Agent({
			ca,
			keepAlive,
			maxSockets: concurrency,
			maxCachedSessions: keepAlive ? 100 : 0,
		}),
		timeout,
		headers: { ...REQUEST_HEADERS, Guid: guid },
	});
	return async (path, body) => (await client.post<{ retcode: string }>(path, body)).data;
}

/** n8n's request helper for nodes, without a node. */
function helperPost({ timeout, url, ca, guid }: Assignment): Post {
	const helper = Container.get(OutboundHttp).requests();
	return async (path, body) => {
		const answer: unknown = await helper.request({
			method: 'POST',
			url: `${url}/agentgateway/resource${path}`,
			body,
			headers: { ...REQUEST_HEADERS, Guid: guid },
			timeout,
			agentOptions: { ca },
			json: true,
		});
		return answer as { retcode: string };
	};
}

/** The requests of a job. A note is sent to a hundred recipients per request. */
function requestsOf({ job, items }: Assignment): Array<{ path: string; body: object }> {
	const rows = rowsOf({ job, items });
	if (job === 'A') {
		return Array.from({ length: Math.ceil(items / HUNDRED) }, (_, index) => ({
			path: `/onlineagent/${SERVICE_AGENT}/sendnoteletex`,
			body: {
				agentIds: rows.slice(index * HUNDRED, (index + 1) * HUNDRED).map(({ agent }) => agent),
				content: NOTE,
			},
		}));
	}
	return rows.map(({ agent, mediaType, limit }) => ({
		path: `/mediacall/${String(agent as number)}/setcallnums`,
		body: { mediaType, callnums: String(limit as number) },
	}));
}

/** Runs `concurrency` workers, each of which sends one request after the other. */
export async function runLoop(assignment: Assignment): Promise<Measured['outcomes']> {
	const post =
		assignment.contender === 'n8n-helper' ? helperPost(assignment) : axiosPost(assignment);
	const requests = requestsOf(assignment);
	const outcomes: Record<string, number> = {};
	let next = 0;
	const worker = async () => {
		for (let request = requests[next++]; request; request = requests[next++]) {
			const { retcode } = await post(request.path, request.body);
			const name = retcode === '0' ? 'accepted' : 'refused';
			outcomes[name] = (outcomes[name] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: assignment.concurrency }, worker));
	return outcomes;
}
