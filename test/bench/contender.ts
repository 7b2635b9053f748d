/** One contender doing one job, in a process of its own. Measures itself and says what it found. */
import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import axios from 'axios';
import { REQUEST_HEADERS } from '../../gateway/operations/request';
import { Agent } from 'node:https';
import type { IDataObject, INode } from 'n8n-workflow';
import { CREDENTIAL_ID, oneNode } from '../support/bench';
import { execute } from '../support/engine';
import type { Flow } from '../support/n8n';
import {
	agentId,
	type Assignment,
	BENCH_MEDIA_TYPES,
	type Measured,
	SERVICE_AGENT,
} from './messages';

const NOTE = 'The queue is long today, please skip the break.';

/** Job A: an item per agent, all with one text. Job B: an item per agent and media type. */
const rowsOf = ({ job, items }: Pick<Assignment, 'job' | 'items'>): IDataObject[] =>
	Array.from({ length: items }, (_, index) =>
		job === 'A'
			? { agent: agentId(index) }
			: {
					agent: agentId(Math.floor(index / BENCH_MEDIA_TYPES.length)),
					mediaType: BENCH_MEDIA_TYPES[index % BENCH_MEDIA_TYPES.length],
					limit: 1 + (index % 60),
				},
	);

const credentialOf = ({ url, ca, guid }: Assignment) => ({
	[CREDENTIAL_ID]: {
		gatewayUrl: url,
		authentication: 'guid',
		agentId: SERVICE_AGENT,
		guid,
		trustedCa: ca,
	},
});

export function packageFlow({ job, concurrency, timeout, maxTries }: Assignment): Flow {
	const options = { concurrency, timeout, maxTries };
	return job === 'A'
		? oneNode(
				'sendNote',
				{ agentIds: '={{ $json.agent }}', content: NOTE, options },
				'continueRegularOutput',
			)
		: oneNode(
				'setSessionLimit',
				{
					agentId: '={{ $json.agent }}',
					mediaType: '={{ $json.mediaType }}',
					callnums: '={{ $json.limit }}',
					options,
				},
				'continueRegularOutput',
			);
}

/** The same job with n8n's HTTP Request node, as somebody without this package would build it. */
export function httpRequestFlow({ job, contender, timeout, url }: Assignment): Flow {
	const base = `${url}/agentgateway/resource`;
	const flow = oneNode('setBusy', {}, 'continueRegularOutput');
	const node = flow.nodes[1] as INode;
	node.type = 'n8n-nodes-base.httpRequest';
	node.typeVersion = 4.2;
	node.parameters = {
		method: 'POST',
		url:
			job === 'A'
				? `${base}/onlineagent/${SERVICE_AGENT}/sendnoteletex`
				: `=${base}/mediacall/{{ $json.agent }}/setcallnums`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'ccGatewayApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody:
			job === 'A'
				? `={{ { agentIds: [$json.agent], content: ${JSON.stringify(NOTE)} } }}`
				: '={{ { mediaType: $json.mediaType, callnums: String($json.limit) } }}',
		options: {
			timeout: Math.max(timeout, 300_000),
			...(contender === 'http-request-batched'
				? { batching: { batch: { batchSize: 20, batchInterval: 25 } } }
				: {}),
		},
	};
	return flow;
}

async function runFlow(flow: Flow, assignment: Assignment): Promise<Measured['outcomes']> {
	const { json, error } = await execute(flow, {
		pinData: { Rows: rowsOf(assignment) },
		credentials: credentialOf(assignment),
	});
	if (error) throw error;
	const outcomes: Record<string, number> = {};
	for (const { outcome, retcode, error: why } of json('Node')) {
		const name = (outcome as string) ?? (why ? 'error' : retcode === '0' ? 'accepted' : 'refused');
		outcomes[name] = (outcomes[name] ?? 0) + 1;
	}
	return outcomes;
}

type Post = (path: string, body: object) => Promise<{ retcode: string }>;

/** axios by itself. Without keep-alive every request makes a connection and a handshake of its own, as in n8n. */
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

/** What n8n gives to every node for its requests, without any node around it. */
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

/** A bare loop: so many workers, each sending one request after the other. Notes go out by hundreds. */
async function runLoop({ job, items, concurrency }: Assignment, post: Post) {
	const rows = rowsOf({ job, items });
	const requests =
		job === 'A'
			? Array.from({ length: Math.ceil(items / 100) }, (_, index) => ({
					path: `/onlineagent/${SERVICE_AGENT}/sendnoteletex`,
					body: {
						agentIds: rows.slice(index * 100, index * 100 + 100).map(({ agent: id }) => id),
						content: NOTE,
					},
				}))
			: rows.map(({ agent: id, mediaType, limit }) => ({
					path: `/mediacall/${String(id as number)}/setcallnums`,
					body: { mediaType, callnums: String(limit as number) },
				}));
	const outcomes: Record<string, number> = {};
	let next = 0;
	const worker = async () => {
		for (let request = requests[next++]; request; request = requests[next++]) {
			const { retcode } = await post(request.path, request.body);
			const name = retcode === '0' ? 'accepted' : 'refused';
			outcomes[name] = (outcomes[name] ?? 0) + 1;
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return outcomes;
}

async function measure(assignment: Assignment): Promise<Measured> {
	const { contender } = assignment;
	const run = async () => {
		if (contender.startsWith('axios')) return await runLoop(assignment, axiosPost(assignment));
		if (contender === 'n8n-helper') return await runLoop(assignment, helperPost(assignment));
		const flow = contender === 'package' ? packageFlow(assignment) : httpRequestFlow(assignment);
		return await runFlow(flow, assignment);
	};
	// Load everything first, expressions too: start-up is not what is compared.
	const warmUp = oneNode(
		'setBusy',
		{ agentId: '={{ $json.agent }}', options: { dryRun: true } },
		'continueRegularOutput',
	);
	await execute(warmUp, { pinData: { Rows: [{}] }, credentials: credentialOf(assignment) });
	if (contender.startsWith('http')) {
		const elsewhere = { ...assignment, url: 'http://localhost:1' };
		await execute(httpRequestFlow(elsewhere), {
			pinData: { Rows: rowsOf({ ...assignment, items: 1 }) },
			credentials: credentialOf(elsewhere),
		});
	}

	global.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampler = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 10);
	const cpu = process.cpuUsage();
	const started = performance.now();
	let outcomes: Record<string, number> = {};
	let failure: string | undefined;
	try {
		outcomes = await run();
	} catch (error) {
		failure = error instanceof Error ? error.message : String(error);
	}
	const wallMs = performance.now() - started;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	peak = Math.max(peak, process.memoryUsage.rss());
	return {
		wallMs,
		cpuMs: (user + system) / 1000,
		peakMb: (peak - before) / 2 ** 20,
		outcomes,
		failure,
	};
}

process.on('message', (assignment: Assignment) => {
	void measure(assignment).then((measured) => process.send?.(measured, () => process.exit(0)));
});
