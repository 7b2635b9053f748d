/**
 * `npm run bench:n8n`: two jobs by this package and by n8n's HTTP Request node, each by `n8n execute` in the real
 * n8n, in turns on the same machine, against the same simulator over HTTPS. The time is that of the whole command,
 * start-up included. Writes `test/bench/results/real-n8n.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { type Simulator, startSimulator } from '../../simulator';
import { httpRequestFlow, packageFlow } from '../bench/contender';
import { agentId, type Assignment, type JobName, SERVICE_AGENT } from '../bench/messages';
import { CREDENTIAL_ID, credentialFor, oneNode } from '../support/bench';
import type { Flow } from '../support/n8n';
import { rows } from './support/flows';
import { N8n } from './support/n8n';
import { ROOT } from './support/places';

const ITEMS: Record<JobName, number> = { A: 10_000, B: 1_000 };
const TITLES: Record<JobName, string> = {
	A: `Job A: one note to ${ITEMS.A} agents, an item each`,
	B: `Job B: ${ITEMS.B} agents set busy, a request each, concurrency 20 and batches of 20`,
};
const REASON = 201;

/** Name of a contender to how often it does each job; the median counts. */
const CONTENDERS = { package: { A: 3, B: 3 }, 'http-request': { A: 1, B: 3 } };
type Contender = keyof typeof CONTENDERS;

interface Measured {
	job: JobName;
	contender: Contender;
	/** The command from start to end. */
	wallMs: number;
	/** Of that, what n8n itself gives as the time of the execution. */
	executionMs: number;
	/** What the gateway received. */
	requests: number;
	/** Agents who have exactly one note, or are busy with the reason. */
	done: number;
}

/** Job B of the other bench sets limits, with a body; this one sets agents busy, with a query. */
function setBusyByHttpRequest(assignment: Assignment): Flow {
	const flow = httpRequestFlow(assignment);
	const node = flow.nodes[1];
	if (node === undefined) throw new Error('The workflow has no second node');
	Object.assign(node.parameters, {
		url: `=${assignment.url}/agentgateway/resource/onlineagent/{{ $json.agent }}/saybusy?reason=${REASON}&prolong=false`,
		sendBody: false,
		sendHeaders: true,
		headerParameters: {
			parameters: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
		},
	});
	return flow;
}

function flowOf(contender: Contender, assignment: Assignment): Flow {
	const { job, concurrency, timeout, maxTries } = assignment;
	if (contender === 'http-request') {
		return job === 'A' ? httpRequestFlow(assignment) : setBusyByHttpRequest(assignment);
	}
	if (job === 'A') return packageFlow(assignment);
	const options = { concurrency, timeout, maxTries };
	return oneNode(
		'setBusy',
		{ agentId: '={{ $json.agent }}', reason: REASON, prolong: false, options },
		'continueRegularOutput',
	);
}

const doneOf = (gateway: Simulator, job: JobName): number =>
	gateway
		.agents()
		.filter(({ inbox, busyReason }) => (job === 'A' ? inbox.length === 1 : busyReason === REASON))
		.length;

async function measure(
	n8n: N8n,
	gateway: Simulator,
	job: JobName,
	contender: Contender,
): Promise<Measured> {
	gateway.reset();
	const { wallMs, run, code } = await n8n.execute(`${job}-${contender}`, 600);
	if (code !== 0) throw new Error(`n8n execute ended with ${code}`);
	const done = doneOf(gateway, job);
	if (done !== ITEMS[job])
		throw new Error(`${contender}, job ${job}: done for ${done} agents only`);
	const executionMs = new Date(run.stoppedAt ?? 0).getTime() - new Date(run.startedAt).getTime();
	return { job, contender, wallMs, executionMs, requests: gateway.requests.length, done };
}

const median = (runs: Measured[]): Measured => {
	const middle = [...runs].sort((a, b) => a.wallMs - b.wallMs)[Math.floor(runs.length / 2)];
	if (middle === undefined) throw new Error('Nothing was measured');
	return middle;
};

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Both contenders in turns, so that a machine that slows down slows both. */
async function compare(n8n: N8n, gateway: Simulator, job: JobName) {
	console.log(`\n${TITLES[job]}`);
	const runs = new Map<Contender, Measured[]>([
		['package', []],
		['http-request', []],
	]);
	for (let round = 0; round < 3; round++) {
		for (const [contender, measured] of runs) {
			if (round >= CONTENDERS[contender][job]) continue;
			measured.push(await measure(n8n, gateway, job, contender));
		}
	}
	const [ours, theirs] = [...runs.values()].map(median);
	if (ours === undefined || theirs === undefined) throw new Error('Nothing was measured');
	for (const { contender, wallMs, executionMs, requests, done } of [ours, theirs]) {
		console.log(
			`  ${contender.padEnd(13)} wall ${seconds(wallMs).padStart(7)}, of it the execution ${seconds(executionMs).padStart(7)}, ${requests} requests, done for ${done}`,
		);
	}
	const ratio = theirs.wallMs / ours.wallMs;
	console.log(`  ratio: HTTP Request takes ${ratio.toFixed(2)} times as long`);
	return {
		job,
		title: TITLES[job],
		ratio,
		package: ours,
		httpRequest: theirs,
		runs: [...runs.values()].flat(),
	};
}

async function main(): Promise<void> {
	console.log(`n8n 2.41.1, ${cpus().length} cores; the time of the whole command \`n8n execute\``);
	const gateway = await startSimulator({
		switches: { guidScope: 'vdn' },
		agents: [
			{ id: SERVICE_AGENT },
			...Array.from({ length: ITEMS.A }, (_, index) => ({ id: String(agentId(index)) })),
		],
	});
	const n8n = await N8n.install('bench');
	try {
		const credential = credentialFor(gateway, SERVICE_AGENT);
		await n8n.importCredentials([{ id: CREDENTIAL_ID, name: 'Gateway', data: credential }]);
		const agents = (job: JobName): IDataObject[] =>
			Array.from({ length: ITEMS[job] }, (_, index) => ({ agent: agentId(index) }));
		const assignment = (job: JobName, contender: Contender): Assignment => ({
			job,
			contender: contender === 'http-request' && job === 'B' ? 'http-request-batched' : contender,
			items: ITEMS[job],
			concurrency: 20,
			timeout: 10_000,
			maxTries: 3,
			url: gateway.url,
			ca: gateway.ca,
			guid: gateway.agent(SERVICE_AGENT).guid,
		});
		const jobs: JobName[] = ['A', 'B'];
		const contenders = Object.keys(CONTENDERS) as Contender[];
		await n8n.importWorkflows(
			jobs.flatMap((job) =>
				contenders.map((contender) => ({
					id: `${job}-${contender}`,
					...rows(agents(job), flowOf(contender, assignment(job, contender))),
				})),
			),
		);
		const results = [await compare(n8n, gateway, 'A'), await compare(n8n, gateway, 'B')];
		const folder = join(ROOT, 'test', 'bench', 'results');
		mkdirSync(folder, { recursive: true });
		const report = { n8n: '2.41.1', node: '24.21.0', cores: cpus().length, results };
		writeFileSync(join(folder, 'real-n8n.json'), `${JSON.stringify(report, null, '\t')}\n`);
		console.log('\nWritten: test/bench/results/real-n8n.json');
	} finally {
		n8n.remove();
		await gateway.close();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
