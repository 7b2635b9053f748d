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

/** Recipients of an item of job M, and of a request. */
export const HUNDRED = 100;

/** How many agents job M writes to, in turns. */
export const AGENTS_OF_M = 10_000;

/** What is to be done, and how somebody would build it. */
interface Job {
	/** How many agents must exist for so many items. */
	agents: (items: number) => number;
	row: (index: number) => IDataObject;
	/** The node of this package, with its parameters. */
	ours: [type: string, parameters: IDataObject];
	/** What HTTP Request sends for each item, as in its fields; without a body if there is none. */
	theirs?: { path: string; body?: string };
}

const JOBS: Readonly<Record<JobName, Job>> = {
	/** A note to many agents, an item each, sender and recipient by expression. */
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
	/** Session limits, an item per agent and media type. */
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
	/** A team set busy by an inspector, an item per agent. */
	F: {
		agents: (items) => items,
		row: (index) => ({ agent: agentId(index) }),
		ours: ['forceBusy', { agentId: '', workNo: '={{ $json.agent }}' }],
		theirs: { path: `/qualitycontrol/${SERVICE_AGENT}/forcebusy/{{ $json.agent }}` },
	},
	/** The skill queues of a team, replaced by an inspector, an item per agent. */
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
	/** An item per hundred agents, each with a text of its own. */
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

/** The agents who must exist for a job. */
export const agentsFor = ({ job, items }: Pick<Assignment, 'job' | 'items'>): number =>
	JOBS[job].agents(items);

/** The items of a job. */
export const rowsOf = ({ job, items }: Pick<Assignment, 'job' | 'items'>): IDataObject[] =>
	Array.from({ length: items }, (_, index) => JOBS[job].row(index));

/** A job done with this package. */
export function packageFlow({ job, concurrency, timeout, maxTries }: Assignment): Flow {
	const [type, own] = JOBS[job].ours;
	const options = { concurrency, timeout, maxTries };
	return oneNode(type, { ...own, options }, 'continueRegularOutput');
}

/** How HTTP Request is to spread its requests; it does not wait for answers. */
export interface Batching {
	batchSize: number;
	/** In ms. */
	batchInterval: number;
}

/** What HTTP Request is told of the body, or, without one, the header that the gateway wants all the same. */
const bodyOf = (body: string | undefined): INode['parameters'] =>
	body !== undefined
		? { sendBody: true, specifyBody: 'json', jsonBody: body }
		: {
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
				},
			};

/** The same job with n8n's HTTP Request node, as somebody without this package would build it. */
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
