/**
 * `npm run bench:n8n`: two jobs by this package and by n8n's HTTP Request node, each by `n8n execute` in the real
 * n8n, in turns on the same machine, against the same simulator over HTTPS, which answers after 20 ms. What counts
 * is the time of the node as n8n gives it. Writes `test/bench/results/real-n8n.json`.
 *
 * `npm run bench:n8n -- A` or `-- B` does one job only, `--quick` a tenth of the work; both write nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../simulator';
import { peakInFlight } from '../bench/inFlight';
import { type Batching, httpRequestFlow, packageFlow, rowsOf } from '../bench/jobs';
import { agentId, type Assignment, BENCH_MEDIA_TYPES, SERVICE_AGENT } from '../bench/messages';
import { CREDENTIAL_ID, credentialFor } from '../support/bench';
import type { Flow } from '../support/n8n';
import { rows } from './support/flows';
import { N8n } from './support/n8n';
import { ROOT } from './support/places';

type Job = 'A' | 'B';

const QUICK = process.argv.includes('--quick');
const ASKED = process.argv.slice(2).filter((word) => word === 'A' || word === 'B');
const JOBS: readonly Job[] = ASKED.length > 0 ? ASKED : ['A', 'B'];
const ITEMS: Record<Job, number> = QUICK ? { A: 1_000, B: 150 } : { A: 10_000, B: 1_500 };
const ANSWER_DELAY = 20;
const CONCURRENCY = 20;

const TITLES: Record<Job, string> = {
	A: `Job A: one note to ${ITEMS.A} agents, an item each, sender and recipient by expression`,
	B: `Job B: ${ITEMS.B} session limits, a request each, ${CONCURRENCY} at a time`,
};

interface Contender {
	name: string;
	/** How often it does the job; the median counts. */
	rounds: number;
	flow: (assignment: Assignment) => Flow;
}

const OURS: Contender = { name: 'package', rounds: 3, flow: packageFlow };

/** HTTP Request does not wait for answers: which batches are best depends on the server, so several are tried. */
const BATCHINGS: Batching[] = [
	{ batchSize: 20, batchInterval: 25 },
	{ batchSize: 20, batchInterval: 50 },
	{ batchSize: 50, batchInterval: 25 },
];

const CONTENDERS: Record<Job, Contender[]> = {
	// It takes so long that once must do.
	A: [OURS, { name: 'http-request', rounds: 1, flow: (job) => httpRequestFlow(job) }],
	B: [
		OURS,
		{ name: 'http-request', rounds: 3, flow: (job) => httpRequestFlow(job) },
		...BATCHINGS.map((batching) => ({
			name: `http-request, ${batching.batchSize} every ${batching.batchInterval} ms`,
			rounds: 3,
			flow: (job: Assignment) => httpRequestFlow(job, batching),
		})),
	],
};

interface Measured {
	contender: string;
	/** The command from start to end, start-up and printing included. */
	wallMs: number;
	/** What n8n gives as the time of the node. */
	nodeMs: number;
	/** The most memory that n8n's process had. */
	peakMb: number;
	/** What the gateway received. */
	requests: number;
	peakInFlight: number;
}

const idOf = (job: Job, contender: Contender) => `${job}-${CONTENDERS[job].indexOf(contender)}`;

/** How many items were carried out, as far as the gateway can tell. */
function doneFor(gateway: Simulator, job: Job): number {
	const agents = gateway.agents();
	if (job === 'A') return agents.filter(({ inbox }) => inbox.length === 1).length;
	return agents.reduce(
		(sum, { sessionLimits }) =>
			sum + BENCH_MEDIA_TYPES.filter((type) => sessionLimits[type] !== undefined).length,
		0,
	);
}

async function measure(
	n8n: N8n,
	gateway: Simulator,
	job: Job,
	contender: Contender,
): Promise<Measured> {
	gateway.reset();
	const { wallMs, peakMb, run, code } = await n8n.execute(idOf(job, contender), 600);
	if (code !== 0) throw new Error(`n8n execute ended with ${code}`);
	const done = doneFor(gateway, job);
	if (done !== ITEMS[job]) {
		throw new Error(`${contender.name}, job ${job}: ${done} of ${ITEMS[job]} done`);
	}
	const nodeMs = run.data.resultData.runData.Node?.[0]?.executionTime ?? NaN;
	const { requests } = gateway;
	return {
		...{ contender: contender.name, wallMs, nodeMs, peakMb },
		requests: requests.length,
		peakInFlight: peakInFlight(requests),
	};
}

const median = (runs: Measured[]): Measured => {
	const middle = [...runs].sort((a, b) => a.nodeMs - b.nodeMs)[Math.floor(runs.length / 2)];
	if (middle === undefined) throw new Error('Nothing was measured');
	return middle;
};

/** A goal in words, and whether this run reached it. */
interface Goal {
	goal: string;
	figure: string;
	reached: boolean;
}

function goalsOf(job: Job, ours: Measured, theirs: Measured): Goal[] {
	const time = ours.nodeMs / theirs.nodeMs;
	if (job === 'B') {
		return [
			{
				goal: `B: at most half the time of HTTP Request's best batching (${theirs.contender})`,
				figure: time.toFixed(2),
				reached: time <= 0.5,
			},
			{
				goal: `B: never more than ${CONCURRENCY} requests in flight`,
				figure: String(ours.peakInFlight),
				reached: ours.peakInFlight <= CONCURRENCY,
			},
		];
	}
	const memory = ours.peakMb / theirs.peakMb;
	return [
		{
			goal: 'A: at most 1/50 of the time of HTTP Request',
			figure: `1/${(1 / time).toFixed(0)}`,
			reached: time <= 1 / 50,
		},
		{
			goal: `A: ${ITEMS.A / 100} requests`,
			figure: String(ours.requests),
			reached: ours.requests === ITEMS.A / 100,
		},
		{
			goal: 'A: at most 0.55 of the peak memory of HTTP Request',
			figure: memory.toFixed(2),
			reached: memory <= 0.55,
		},
	];
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** All contenders in turns, so that a machine that slows down slows all. */
async function compare(n8n: N8n, gateway: Simulator, job: Job) {
	console.log(`\n${TITLES[job]}`);
	const runs = new Map(CONTENDERS[job].map((one): [Contender, Measured[]] => [one, []]));
	for (let round = 0; round < 3; round++) {
		for (const [contender, measured] of runs) {
			if (round >= (QUICK ? 1 : contender.rounds)) continue;
			measured.push(await measure(n8n, gateway, job, contender));
		}
	}
	const [ours, ...others] = [...runs.values()].map(median);
	const [theirs] = others.sort((a, b) => a.nodeMs - b.nodeMs);
	if (ours === undefined || theirs === undefined) throw new Error('Nothing was measured');
	for (const { contender, nodeMs, wallMs, peakMb, requests, peakInFlight: peak } of [
		ours,
		...others,
	]) {
		console.log(
			`  ${contender.padEnd(30)} node ${seconds(nodeMs).padStart(8)}, whole command ${seconds(wallMs).padStart(8)}, ${peakMb.toFixed(0)} MB, ${requests} requests, ${peak} in flight`,
		);
	}
	const goals = goalsOf(job, ours, theirs);
	for (const { goal, figure, reached } of goals) {
		console.log(`  ${reached ? 'reached' : 'MISSED '}  ${goal}: ${figure}`);
	}
	return {
		job,
		title: TITLES[job],
		medians: [ours, ...others],
		goals,
		runs: [...runs.values()].flat(),
	};
}

async function main(): Promise<void> {
	console.log(`n8n 2.41.1, ${cpus().length} cores, answers after ${ANSWER_DELAY} ms`);
	const gateway = await startSimulator({
		switches: { guidScope: 'vdn' },
		answerDelay: ANSWER_DELAY,
		agents: [
			{ id: SERVICE_AGENT },
			...Array.from({ length: ITEMS.A }, (_, index) => ({ id: String(agentId(index)) })),
		],
	});
	const n8n = await N8n.install('bench');
	try {
		const credential = credentialFor(gateway, SERVICE_AGENT);
		await n8n.importCredentials([{ id: CREDENTIAL_ID, name: 'Gateway', data: credential }]);
		const assignment = (job: Job): Assignment => ({
			...{ job, contender: 'package', items: ITEMS[job], profile: false },
			...{ concurrency: CONCURRENCY, timeout: 10_000, maxTries: 3 },
			...{ url: gateway.url, ca: gateway.ca, guid: gateway.agent(SERVICE_AGENT).guid },
		});
		await n8n.importWorkflows(
			JOBS.flatMap((job) =>
				CONTENDERS[job].map((contender) => ({
					id: idOf(job, contender),
					...rows(rowsOf(assignment(job)), contender.flow(assignment(job))),
				})),
			),
		);
		const results = [];
		for (const job of JOBS) results.push(await compare(n8n, gateway, job));
		if (QUICK || ASKED.length > 0) return;
		const folder = join(ROOT, 'test', 'bench', 'results');
		mkdirSync(folder, { recursive: true });
		const report = {
			...{ n8n: '2.41.1', node: '24.21.0', cores: cpus().length },
			...{ answerDelay: ANSWER_DELAY, results },
		};
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
