/** The jobs of the bench, as workflows. */
import type { IDataObject, INode } from 'n8n-workflow';
import { oneNode } from '../support/bench';
import type { Flow } from '../support/n8n';
import { agentId, type Assignment, BENCH_MEDIA_TYPES, SERVICE_AGENT } from './messages';

export const NOTE = 'The queue is long today, please skip the break.';

/** Recipients of an item of job M, and of a request. */
export const HUNDRED = 100;

/** How many agents job M writes to, in turns. */
export const AGENTS_OF_M = 10_000;

/** The agents who must exist for a job. */
export function agentsFor({ job, items }: Pick<Assignment, 'job' | 'items'>): number {
	if (job === 'M') return AGENTS_OF_M;
	return job === 'A' ? items : Math.ceil(items / BENCH_MEDIA_TYPES.length);
}

/**
 * Job A: a note to many agents, an item each, sender and recipient by expression. Job B: session limits, an item
 * per agent and media type. Job M: an item per hundred agents, each with a text of its own.
 */
export const rowsOf = ({ job, items }: Pick<Assignment, 'job' | 'items'>): IDataObject[] =>
	Array.from({ length: items }, (_, index) => {
		if (job === 'A') return { sender: SERVICE_AGENT, agent: agentId(index) };
		if (job === 'B') {
			return {
				agent: agentId(Math.floor(index / BENCH_MEDIA_TYPES.length)),
				mediaType: BENCH_MEDIA_TYPES[index % BENCH_MEDIA_TYPES.length],
				limit: 1 + (index % 60),
			};
		}
		const first = (index * HUNDRED) % AGENTS_OF_M;
		return {
			agents: Array.from({ length: HUNDRED }, (_each, more) => agentId(first + more)),
			text: `Note ${index}: ${NOTE}`,
		};
	});

/** A job done with this package. */
export function packageFlow({ job, concurrency, timeout, maxTries }: Assignment): Flow {
	const options = { concurrency, timeout, maxTries };
	const parameters: Record<Assignment['job'], [type: string, parameters: IDataObject]> = {
		A: [
			'sendNote',
			{ agentId: '={{ $json.sender }}', agentIds: '={{ $json.agent }}', content: NOTE },
		],
		B: [
			'setSessionLimit',
			{
				agentId: '={{ $json.agent }}',
				mediaType: '={{ $json.mediaType }}',
				callnums: '={{ $json.limit }}',
			},
		],
		M: ['sendNote', { agentIds: '={{ $json.agents }}', content: '={{ $json.text }}' }],
	};
	const [type, own] = parameters[job];
	return oneNode(type, { ...own, options }, 'continueRegularOutput');
}

/** How HTTP Request is to spread its requests; it does not wait for answers. */
export interface Batching {
	batchSize: number;
	/** In ms. */
	batchInterval: number;
}

/** The same job with n8n's HTTP Request node, as somebody without this package would build it. */
export function httpRequestFlow({ job, timeout, url }: Assignment, batching?: Batching): Flow {
	const base = `${url}/agentgateway/resource`;
	const flow = oneNode('setBusy', {}, 'continueRegularOutput');
	const node = flow.nodes[1] as INode;
	node.type = 'n8n-nodes-base.httpRequest';
	node.typeVersion = 4.2;
	node.parameters = {
		method: 'POST',
		url:
			job === 'A'
				? `=${base}/onlineagent/{{ $json.sender }}/sendnoteletex`
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
			...(batching ? { batching: { batch: { ...batching } } } : {}),
		},
	};
	return flow;
}
