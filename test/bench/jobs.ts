/** The jobs of the bench, as workflows. */
import type { IDataObject, INode } from 'n8n-workflow';
import { oneNode } from '../support/nodeRunner';
import type { Flow } from '../support/n8n';
import {
	agentId,
	type Assignment,
	BENCH_MEDIA_TYPES,
	type JobName,
	SERVICE_AGENT,
} from './messages';

export const NOTE = 'The queue is long today, please skip the break.';

/** Recipients per item of job M, and per request. */
export const HUNDRED = 100;

/** Number of agents to whom job M writes in rotation. */
export const AGENTS_OF_M = 10_000;

/** A job, and its implementations. */
interface Job {
	/** Number of agents needed for a number of items. */
	agents: (items: number) => number;
	row: (index: number) => IDataObject;
	/** The node of this package, with its parameters. */
	ours: [type: string, parameters: IDataObject];
	/** Path and body for HTTP Request, as in its fields; a request without a body has none. */
	theirs?: { path: string; body?: string };
}

const JOBS: Readonly<Record<JobName, Job>> = {
	/** A note to many agents, one item per agent, sender and recipient by expression. */
	A: {
		agents: (items) => items,
		row: (index) => ({ sender: SERVICE_AGENT, agent: agentId(index) }),
		ours: [
			'sendNote',
			{ agentId: '={{ $json.sender }}', agentIds: '={{ $json.agent }}', content: NOTE },
		],
		theirs: {
			path: '/onlineagent/{{ $json.sender }}/sendnoteletex',
			body: `={{ { agentIds: [$json.agent], content: ${JSON.stringify(NOTE)} } }}`,
		},
	},
	/** Session limits, one item per agent and media type. */
	B: {
		agents: (items) => Math.ceil(items / BENCH_MEDIA_TYPES.length),
		row: (index) => ({
			agent: agentId(Math.floor(index / BENCH_MEDIA_TYPES.length)),
			mediaType: BENCH_MEDIA_TYPES[index % BENCH_MEDIA_TYPES.length],
			limit: 1 + (index % 60),
		}),
		ours: [
			'setSessionLimit',
			{
				agentId: '={{ $json.agent }}',
				mediaType: '={{ $json.mediaType }}',
				callnums: '={{ $json.limit }}',
			},
		],
		theirs: {
			path: '/mediacall/{{ $json.agent }}/setcallnums',
			body: '={{ { mediaType: $json.mediaType, callnums: String($json.limit) } }}',
		},
	},
	/** A team set busy by an inspector, one item per agent. */
	F: {
		agents: (items) => items,
		row: (index) => ({ agent: agentId(index) }),
		ours: ['forceBusy', { agentId: '', workNo: '={{ $json.agent }}' }],
		theirs: { path: `/qualitycontrol/${SERVICE_AGENT}/forcebusy/{{ $json.agent }}` },
	},
	/** The skill queues of a team, replaced by an inspector, one item per agent. */
	Q: {
		agents: (items) => items,
		row: (index) => ({ agent: agentId(index) }),
		ours: [
			'adjustSkillQueues',
			{
				agentId: '',
				workNo: '={{ $json.agent }}',
				change: 'replace',
				skillIds: [11, 12],
				allowNone: false,
			},
		],
		theirs: {
			path: `/qualitycontrol/${SERVICE_AGENT}/adjustskill`,
			body: '={{ { workNo: String($json.agent), skills: [11, 12] } }}',
		},
	},
	/** One item per hundred agents, each with a different text. */
	M: {
		agents: () => AGENTS_OF_M,
		row: (index) => {
			const first = (index * HUNDRED) % AGENTS_OF_M;
			return {
				agents: Array.from({ length: HUNDRED }, (_each, more) => agentId(first + more)),
				text: `Note ${index}: ${NOTE}`,
			};
		},
		ours: ['sendNote', { agentIds: '={{ $json.agents }}', content: '={{ $json.text }}' }],
	},
};

/** Number of agents needed for a job. */
export const agentsFor = ({ job, items }: Pick<Assignment, 'job' | 'items'>): number =>
	JOBS[job].agents(items);

/** The items of a job. */
export const rowsOf = ({ job, items }: Pick<Assignment, 'job' | 'items'>): IDataObject[] =>
	Array.from({ length: items }, (_, index) => JOBS[job].row(index));

/** A job with this package. */
export function packageFlow({ job, concurrency, timeout, maxTries }: Assignment): Flow {
	const [type, own] = JOBS[job].ours;
	const options = { concurrency, timeout, maxTries };
	return oneNode(type, { ...own, options }, 'continueRegularOutput');
}

/** The batching of HTTP Request, which does not wait for answers. */
export interface Batching {
	batchSize: number;
	/** Pause between batches, in ms. */
	batchInterval: number;
}

/** The body's parameters of HTTP Request; without a body, the content type, which the gateway requires anyway. */
const bodyOf = (body: string | undefined): INode['parameters'] =>
	body !== undefined
		? { sendBody: true, specifyBody: 'json', jsonBody: body }
		: {
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
				},
			};

/** The same job with n8n's HTTP Request node, as built without this package. */
export function httpRequestFlow({ job, timeout, url }: Assignment, batching?: Batching): Flow {
	const { theirs } = JOBS[job];
	if (theirs === undefined) throw new Error(`Job ${job} is not done with HTTP Request`);
	const flow = oneNode('setBusy', {}, 'continueRegularOutput');
	const node = flow.nodes[1] as INode;
	node.type = 'n8n-nodes-base.httpRequest';
	node.typeVersion = 4.2;
	node.parameters = {
		method: 'POST',
		url: `=${url}/agentgateway/resource${theirs.path}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'ccGatewayApi',
		...bodyOf(theirs.body),
		options: {
			timeout: Math.max(timeout, 300_000),
			...(batching ? { batching: { batch: { ...batching } } } : {}),
		},
	};
	return flow;
}
