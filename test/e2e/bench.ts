/**
 * `npm run bench:n8n`: some jobs by this package and by n8n's HTTP Request node, each by `n8n execute` in the real
 * n8n, in rotation on the same machine, against the same simulator over HTTPS, which answers after 20 ms. Compares
 * the node's time as recorded by n8n. Writes `test/bench/results/real-n8n.json`.
 *
 * `npm run bench:n8n -- A`, `-- B` or `-- F` runs one job only, `--quick` a tenth of the work; these write nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../simulator';
import { peakInFlight } from '../bench/inFlight';
import { rowsOf } from '../bench/jobs';
import { agentId, type Assignment, SERVICE_AGENT } from '../bench/messages';
import { CREDENTIAL_ID, credentialFor } from '../support/nodeRunner';
import {
	CONCURRENCY,
	type Contender,
	CONTENDERS,
	DONE,
	goalsOf,
	ITEMS,
	type Job,
	type Measured,
	TITLES,
} from './support/benchJobs';
import { rows } from './support/flows';
import { N8n } from './support/n8n';
import { ROOT } from './support/places';

const QUICK = process.argv.includes('--quick');
const ALL = Object.keys(ITEMS) as Job[];
const ASKED = ALL.filter((job) => process.argv.slice(2).includes(job));
const JOBS: readonly Job[] = ASKED.length > 0 ? ASKED : ALL;
const ANSWER_DELAY = 20;

const itemsOf = (job: Job): number => (QUICK ? ITEMS[job] / 10 : ITEMS[job]);

const titleOf = (job: Job): string => `Job ${job}: ${TITLES[job](itemsOf(job))}`;

const idOf = (job: Job, contender: Contender) => `${job}-${CONTENDERS[job].indexOf(contender)}`;

async function measure(
	n8n: N8n,
	gateway: Simulator,
	job: Job,
	contender: Contender,
): Promise<Measured> {
	gateway.reset();
	const { wallMs, peakMb, run, code } = await n8n.execute(idOf(job, contender), 600);
	if (code !== 0) throw new Error(`n8n execute ended with ${code}`);
	const done = DONE[job](gateway);
	if (done !== itemsOf(job)) {
		throw new Error(`${contender.name}, job ${job}: ${done} of ${itemsOf(job)} done`);
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

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** Measures all contenders in rotation, so that a slower machine affects all of them. */
async function compare(n8n: N8n, gateway: Simulator, job: Job) {
	console.log(`\n${titleOf(job)}`);
	const runs = new Map(CONTENDERS[job].map((one): [Contender, Measured[]] => [one, []]));
	for (let round = 0; round < 3; round++) {
		for (const [contender, measured] of runs) {
			if (round >= (QUICK ? 1 : contender.rounds)) continue;
			measured.push(await measure(n8n, gateway, job, contender));
		}
	}
	const [ours, ...others] = [...runs.values()].map(median);
	const [theirs] = [...others].sort((a, b) => a.nodeMs - b.nodeMs);
	if (ours === undefined || theirs === undefined) throw new Error('Nothing was measured');
	for (const { contender, nodeMs, wallMs, peakMb, requests, peakInFlight: peak } of [
		ours,
		...others,
	]) {
		console.log(
			`  ${contender.padEnd(30)} node ${seconds(nodeMs).padStart(8)}, whole command ${seconds(wallMs).padStart(8)}, ${peakMb.toFixed(0)} MB, ${requests} requests, ${peak} in flight`,
		);
	}
	const timeBesideHttpRequest = ours.nodeMs / theirs.nodeMs;
	console.log(`  ${timeBesideHttpRequest.toFixed(2)} of the time of ${theirs.contender}`);
	const goals = goalsOf(job, ours, theirs, itemsOf(job));
	for (const { goal, figure, reached } of goals) {
		console.log(`  ${reached ? 'reached' : 'MISSED '}  ${goal}: ${figure}`);
	}
	return {
		job,
		title: titleOf(job),
		timeBesideHttpRequest,
		medians: [ours, ...others],
		goals,
		runs: [...runs.values()].flat(),
	};
}

async function main(): Promise<void> {
	console.log(`n8n 2.41.1, ${cpus().length} cores, answers after ${ANSWER_DELAY} ms`);
	const agents = Math.max(...JOBS.map(itemsOf));
	const gateway = await startSimulator({
		switches: { guidScope: 'vdn' },
		answerDelay: ANSWER_DELAY,
		agents: [
			{ id: SERVICE_AGENT, inspector: true },
			...Array.from({ length: agents }, (_, index) => ({ id: String(agentId(index)) })),
		],
	});
	const n8n = await N8n.install('bench');
	try {
		const credential = credentialFor(gateway, SERVICE_AGENT);
		await n8n.importCredentials([{ id: CREDENTIAL_ID, name: 'Gateway', data: credential }]);
		const assignment = (job: Job): Assignment => ({
			...{ job, contender: 'package', items: itemsOf(job), warm: false, profile: false },
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
