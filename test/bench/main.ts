/**
 * `npm run bench`: the same jobs by this package, by n8n's HTTP Request node and by a bare axios loop, in one
 * run over HTTPS to the simulator, each contender and the gateway in a process of its own. Writes a table,
 * `bench.json` and `bench.svg` into `test/bench/results/`. `npm run bench -- --quick` does a tenth of the work, `-- --faults-only` the run
 * in bad weather alone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chart } from './chart';
import type {
	Assignment,
	ContenderName,
	Counted,
	GatewayCommand,
	JobName,
	Measured,
	Ready,
} from './messages';

const QUICK = process.argv.includes('--quick');
const SHARE = QUICK ? 0.1 : 1;
const CONCURRENCY = 20;
const TIMEOUT = 10_000;

export interface Result extends Measured, Counted {
	job: JobName;
	answerDelay: number;
	contender: ContenderName;
	items: number;
}

const CONTENDERS: ContenderName[] = [
	'package',
	'http-request',
	'http-request-batched',
	'n8n-helper',
	'axios',
	'axios-keep-alive',
];
const ITEMS: Record<JobName, number> = { A: 10_000 * SHARE, B: 1_500 * SHARE };
const AGENTS: Record<JobName, number> = { A: ITEMS.A, B: ITEMS.B / 3 };

const start = (file: string): ChildProcess =>
	fork(join(__dirname, file), { execArgv: ['--import', 'tsx', '--expose-gc'], silent: false });

const ask = async <T>(child: ChildProcess, message: object): Promise<T> => {
	const answer = once(child, 'message');
	child.send(message);
	const [said] = (await answer) as [T];
	return said;
};

const gateway = start('gateway.ts');
const askGateway = async <T>(command: GatewayCommand) => await ask<T>(gateway, command);

interface Setting {
	job: JobName;
	contender: ContenderName;
	answerDelay: number;
	items: number;
	agents: number;
	faults?: boolean;
	timeout?: number;
	maxTries?: number;
}

async function measure(setting: Setting): Promise<Result> {
	const {
		job,
		contender,
		answerDelay,
		items,
		agents,
		faults = false,
		timeout = TIMEOUT,
		maxTries = 3,
	} = setting;
	const ready = await askGateway<Ready>({ type: 'start', agents, answerDelay, faults });
	const assignment: Assignment = {
		job,
		contender,
		items,
		concurrency: CONCURRENCY,
		timeout,
		maxTries,
		...ready,
	};
	const child = start('contender.ts');
	const measured = await ask<Measured>(child, assignment);
	const counted = await askGateway<Counted>({ type: 'count' });
	return { job, answerDelay, contender, items, ...measured, ...counted };
}

/** Contenders that take so long in job A that once must do. */
const SLOW: ContenderName[] = ['http-request', 'http-request-batched'];
const ROUNDS = QUICK ? 1 : 3;

/** All contenders in turns, so that a machine that slows down slows all of them; the median of each. */
async function inTurns(setting: Omit<Setting, 'contender'>): Promise<Result[]> {
	const runs = new Map<ContenderName, Result[]>(CONTENDERS.map((contender) => [contender, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const [contender, results] of runs) {
			if (round > 0 && setting.job === 'A' && SLOW.includes(contender)) continue;
			process.stderr.write(`  round ${round + 1}: ${contender} …            \r`);
			results.push(await measure({ ...setting, contender }));
		}
	}
	return [...runs.values()].flatMap((results) => {
		const sorted = results.sort((a, b) => a.wallMs - b.wallMs);
		return sorted.slice(Math.floor(sorted.length / 2), Math.floor(sorted.length / 2) + 1);
	});
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
const HEAD = ['contender', 'wall s', 'CPU s', 'requests', 'connections', 'memory MB', 'result'];

function rowOf(result: Result): string[] {
	const outcomes = Object.entries(result.outcomes).map(([name, count]) => `${count} ${name}`);
	return [
		result.contender,
		seconds(result.wallMs),
		seconds(result.cpuMs),
		String(result.requests),
		String(result.peakConnections),
		result.peakMb.toFixed(0),
		result.failure ?? outcomes.join(', '),
	];
}

function table(rows: string[][]): void {
	const widths = HEAD.map((_, column) =>
		Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? 0)),
	);
	for (const row of [HEAD, ...rows]) {
		console.log(
			`  ${row
				.map((text, column) => text.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd()}`,
		);
	}
}

const TITLES: Record<JobName, string> = {
	A: `Job A: one note to ${ITEMS.A} agents, one item each`,
	B: `Job B: ${ITEMS.B} limits (${AGENTS.B} agents, three media types)`,
};

/** A goal in words, and whether this run reached it. */
interface Goal {
	goal: string;
	figure: string;
	reached: boolean;
}

function goalsOf(results: Result[]): Goal[] {
	const find = (job: JobName, contender: ContenderName, answerDelay: number) =>
		results.find(
			(one) => one.job === job && one.contender === contender && one.answerDelay === answerDelay,
		);
	const goals: Goal[] = [];
	for (const delay of [0, 20]) {
		const [ours, theirs] = [find('A', 'package', delay), find('A', 'http-request', delay)];
		if (ours && theirs) {
			const ratio = theirs.wallMs / ours.wallMs;
			goals.push({
				goal: `A, ${delay} ms: wall time at most 1/30 of HTTP Request`,
				figure: `1/${ratio.toFixed(0)}`,
				reached: ratio >= 30,
			});
			const requests = theirs.requests / ours.requests;
			goals.push({
				goal: `A, ${delay} ms: requests at most 1/100 of HTTP Request`,
				figure: `1/${requests.toFixed(0)}`,
				reached: requests >= 100,
			});
		}
		const [b, batched, bare] = [
			find('B', 'package', delay),
			find('B', 'http-request-batched', delay),
			find('B', 'axios', delay),
		];
		if (b && batched && bare) {
			goals.push({
				goal: `B, ${delay} ms: at least as fast as HTTP Request with batching`,
				figure: `${(b.wallMs / batched.wallMs).toFixed(2)} of its time`,
				reached: b.wallMs <= batched.wallMs,
			});
			goals.push({
				goal: `B, ${delay} ms: at most ${CONCURRENCY} connections`,
				figure: String(b.peakConnections),
				reached: b.peakConnections <= CONCURRENCY,
			});
			const helper = find('B', 'n8n-helper', delay);
			if (helper) {
				goals.push({
					goal: `B, ${delay} ms: at most 1.3 times the CPU of n8n's own request helper in a bare loop`,
					figure: (b.cpuMs / helper.cpuMs).toFixed(2),
					reached: b.cpuMs <= 1.3 * helper.cpuMs,
				});
			}
			goals.push({
				goal: `B, ${delay} ms: at most 1.3 times the CPU of a bare axios loop with new connections`,
				figure: (b.cpuMs / bare.cpuMs).toFixed(2),
				reached: b.cpuMs <= 1.3 * bare.cpuMs,
			});
		}
	}
	return goals;
}

/** The jobs of all contenders. */
async function compare(): Promise<Result[]> {
	const results: Result[] = [];
	for (const job of ['A', 'B'] as const) {
		for (const answerDelay of [0, 20]) {
			console.log(`\n${TITLES[job]}, answers after ${answerDelay} ms`);
			const setting = { job, answerDelay, items: ITEMS[job], agents: AGENTS[job] };
			const group = await inTurns(setting);
			table(group.map(rowOf));
			results.push(...group);
		}
	}
	return results;
}

/** Whether time and memory grow in proportion. */
async function grow(): Promise<Result[]> {
	console.log('\nGrowth: one note to more and more agents');
	const growth: Result[] = [];
	for (const items of [10_000, 30_000, 100_000].map((count) => count * SHARE)) {
		growth.push(
			await measure({ job: 'A', contender: 'package', answerDelay: 0, items, agents: items }),
		);
	}
	table(growth.map((one) => [`${one.items} items`, ...rowOf(one).slice(1)]));
	return growth;
}

/** Whether bad weather costs anything but time. Limits are tried up to six times, notes never after a doubt. */
async function endure(): Promise<Result[]> {
	console.log('\nFaults: 5 % resets, 5 % "not now", 1 % stalls');
	const faulty: Result[] = [];
	for (const job of ['A', 'B'] as const) {
		faulty.push(
			await measure({
				...{ job, contender: 'package', answerDelay: 0, items: ITEMS[job], agents: AGENTS[job] },
				...{ faults: true, timeout: 1_000, maxTries: 6 },
			}),
		);
	}
	table(faulty.map((one) => [`job ${one.job}`, ...rowOf(one).slice(1)]));
	const twice = faulty.reduce((sum, one) => sum + one.notesTwice, 0);
	console.log(`  notes that anybody got twice: ${twice}`);
	return faulty;
}

async function main(): Promise<void> {
	console.log(`Node ${process.version}, ${cpus().length} cores, concurrency ${CONCURRENCY}`);
	if (process.argv.includes('--faults-only')) {
		await endure();
		return;
	}
	const results = await compare();
	const growth = await grow();
	const faulty = await endure();

	const goals = goalsOf(results);
	console.log('\nGoals');
	for (const { goal, figure, reached } of goals) {
		console.log(`  ${reached ? 'reached' : 'MISSED '}  ${goal}: ${figure}`);
	}

	const folder = join(__dirname, 'results');
	mkdirSync(folder, { recursive: true });
	const report = {
		node: process.version,
		cores: cpus().length,
		quick: QUICK,
		results,
		growth,
		faulty,
		goals,
	};
	writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(report, null, '\t')}\n`);
	writeFileSync(join(folder, 'bench.svg'), chart(results));
	console.log('\nWritten: test/bench/results/bench.json and bench.svg');
}

main()
	.catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	})
	.finally(() => gateway.kill());
