/**
 * `npm run bench`: the same jobs by this package, by n8n's HTTP Request node and by bare loops, over HTTPS to the
 * simulator, each contender and the gateway in a process of its own. Writes tables, and `bench.json` and
 * `bench.svg` into `test/bench/results/`.
 *
 * `npm run bench -- faults million` runs these sections only and replaces them in `bench.json`; the
 * others are `compare`, `request`, `growth`, `queues`, `profile` and `trigger`. `--quick` does a tenth of the
 * work and writes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chart } from './chart';
import {
	type Goal,
	goalsOf,
	growthGoals,
	pauseGoals,
	queueGoals,
	requestGoals,
	triggerGoals,
} from './goals';
import type { ContenderName } from './messages';
import { Bench, CONCURRENCY, type Result } from './processes';
import { printTable, rowOf } from './table';
import { measureTrigger, type TriggerFigures } from './trigger';

const QUICK = process.argv.includes('--quick');
const SHARE = QUICK ? 0.1 : 1;
const ITEMS = { A: 10_000 * SHARE, B: 1_500 * SHARE };

/** The result of a section. */
interface Section {
	results: Result[];
	goals: Goal[];
	trigger?: TriggerFigures;
}

const CONTENDERS: ContenderName[] = [
	'package',
	'http-request',
	'http-request-batched',
	'n8n-helper',
	'axios',
	'axios-keep-alive',
];

const TITLES = {
	A: `Job A: one note to ${ITEMS.A} agents, an item each, sender and recipient by expression`,
	B: `Job B: ${ITEMS.B} limits (${ITEMS.B / 3} agents, three media types)`,
};

/** Runs the jobs with all contenders. HTTP Request is slow in job A and runs only once. */
async function compare(bench: Bench): Promise<Section> {
	const results: Result[] = [];
	for (const job of ['A', 'B'] as const) {
		for (const answerDelay of [0, 20]) {
			console.log(`\n${TITLES[job]}, answers after ${answerDelay} ms`);
			const setting = { job, answerDelay, items: ITEMS[job] };
			const roundsOf = (contender: ContenderName) =>
				QUICK || (job === 'A' && contender.startsWith('http-request')) ? 1 : 3;
			const group = await bench.inTurns(CONTENDERS, setting, roundsOf);
			printTable(group.map((one) => rowOf(one)));
			results.push(...group);
		}
	}
	return { results, goals: goalsOf(results) };
}

/**
 * Measures the cost of a request with this package and with n8n's helper in a bare loop, in warmed-up processes. Takes
 * the minimum of many rounds, because other load of the computer can only add to it, at times more than the difference
 * measured here.
 */
async function request(bench: Bench): Promise<Section> {
	const items = 1_000 * SHARE;
	const setting = { job: 'B', answerDelay: 20, items, warm: true } as const;
	const names: ContenderName[] = ['package', 'n8n-helper'];
	console.log(`\nCPU of ${items} single requests, in turns`);
	const rounds: Result[][] = [];
	for (let round = 0; round < (QUICK ? 2 : 12); round++) {
		const results: Result[] = [];
		for (const contender of round % 2 ? names.toReversed() : names) {
			results.push(await bench.measure({ ...setting, contender }));
		}
		rounds.push(results);
	}
	const cpuOf = (name: ContenderName) =>
		rounds
			.flat()
			.filter(({ contender }) => contender === name)
			.sort((one, other) => one.cpuMs - other.cpuMs);
	const results = names.flatMap((name) => cpuOf(name).slice(0, 1));
	for (const name of names) {
		const all = cpuOf(name).map(({ cpuMs }) => (cpuMs / items).toFixed(2));
		console.log(`  ${name.padEnd(10)}  ${all.join(' ')} ms`);
	}
	return { results, goals: requestGoals(results) };
}

/** Measures the growth of time and memory. */
async function growth(bench: Bench): Promise<Section> {
	const title = 'One note to more and more agents';
	console.log(`\n${title}`);
	const results: Result[] = [];
	for (const items of [10_000, 30_000, 100_000].map((count) => count * SHARE)) {
		results.push(await bench.measure({ job: 'A', contender: 'package', answerDelay: 0, items }));
	}
	printTable(results.map((one) => rowOf(one, `${one.items} items`)));
	return { results, goals: growthGoals(title, results) };
}

/** Runs the largest job to its end, and measures how long it blocks n8n. */
async function million(bench: Bench): Promise<Section> {
	const title = 'Notes to a hundred recipients each, up to a million in all';
	console.log(`\n${title}`);
	const results: Result[] = [];
	for (const items of [2_500, 5_000, 10_000].map((count) => count * SHARE)) {
		results.push(await bench.measure({ job: 'M', contender: 'package', answerDelay: 0, items }));
	}
	printTable(results.map((one) => rowOf(one, `${one.items} items`)));
	const last = results.at(-1);
	for (const { atMs, ms, cpuMs } of last?.pauses?.listed ?? []) {
		console.log(
			`  the event loop stood still for ${ms} ms, ${cpuMs} ms of it at work, ${atMs} ms after the node began`,
		);
	}
	return { results, goals: [...growthGoals(title, results), ...pauseGoals(title, results)] };
}

/** Runs jobs under faults, which may only cost time. Limits have up to six tries, notes none after a doubt. */
async function faults(bench: Bench): Promise<Section> {
	console.log('\nFaults: 5 % resets, 5 % "not now", 1 % stalls');
	const results: Result[] = [];
	for (const job of ['A', 'B'] as const) {
		const setting = { job, contender: 'package', answerDelay: 0, items: ITEMS[job] } as const;
		results.push(await bench.measure({ ...setting, faults: true, timeout: 1_000, maxTries: 6 }));
	}
	printTable(results.map((one) => rowOf(one, `job ${one.job}`)));
	const twice = results.reduce((sum, one) => sum + one.notesTwice, 0);
	const goal = { goal: 'Faults: nobody gets a note twice', figure: String(twice), reached: !twice };
	return { results, goals: [goal] };
}

/** Replaces the skill queues of 500 agents. */
async function queues(bench: Bench): Promise<Section> {
	const items = 500 * SHARE;
	console.log(`\nJob Q: the skill queues of ${items} agents, answers after 20 ms`);
	const setting = { job: 'Q', answerDelay: 20, items } as const;
	const contenders: ContenderName[] = ['package', 'http-request', 'http-request-batched'];
	const results = await bench.inTurns(contenders, setting, () => (QUICK ? 1 : 3));
	printTable(results.map((one) => rowOf(one)));
	return { results, goals: queueGoals(results) };
}

/** Measures the share of time by owner of the code. */
async function profile(bench: Bench): Promise<Section> {
	const results: Result[] = [];
	for (const job of ['A', 'B'] as const) {
		const setting = { job, contender: 'package', answerDelay: 20, items: ITEMS[job] } as const;
		const result = await bench.measure({ ...setting, profile: true });
		results.push(result);
		const { functions = {}, ...shares } = result.shares ?? {};
		const total = Object.values(shares).reduce((sum, ms) => sum + ms, 0);
		const parts = Object.entries(shares).map(
			([owner, ms]) => `${owner} ${((100 * ms) / total).toFixed(0)} %`,
		);
		console.log(`\nProfile of job ${job}: ${parts.join(', ')}`);
		for (const [name, ms] of Object.entries(functions)) {
			console.log(`  ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${name}`);
		}
	}
	return { results, goals: [] };
}

/** Measures how fast events start workflows, one at a time and in a burst. */
async function trigger(): Promise<Section> {
	console.log('\nEvents that start a workflow');
	const figures = await measureTrigger(500 * SHARE, 1_000 * SHARE);
	const { medianMs, p95Ms, burst, burstMs } = figures;
	console.log(`  alone: median ${medianMs.toFixed(1)} ms, 95 % within ${p95Ms.toFixed(1)} ms`);
	console.log(`  ${burst} at once: ${(burstMs / 1000).toFixed(2)} s`);
	return { results: [], goals: triggerGoals(figures), trigger: figures };
}

const SECTIONS = { compare, request, growth, million, faults, queues, profile, trigger };

const FILE = join(__dirname, 'results', 'bench.json');

/** Writes the results into the file, in place of earlier ones of the same sections. */
function write(found: Record<string, Section>): void {
	mkdirSync(join(FILE, '..'), { recursive: true });
	const kept = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as object) : {};
	const where = { node: process.version, cores: cpus().length };
	const sections = Object.keys(SECTIONS).flatMap((name) => {
		const old = (kept as Record<string, unknown>)[name];
		const section = found[name] ? { ...where, ...found[name] } : old;
		return section === undefined ? [] : [[name, section]];
	});
	writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sections), null, '\t')}\n`);
	if (found.compare) {
		writeFileSync(join(FILE, '..', 'bench.svg'), chart(found.compare.results));
	}
	console.log(`\nWritten: test/bench/results/bench.json${found.compare ? ' and bench.svg' : ''}`);
}

async function main(): Promise<void> {
	const given = process.argv.slice(2).filter((word) => !word.startsWith('-'));
	const unknown = given.find((word) => !(word in SECTIONS));
	if (unknown !== undefined) {
		throw new Error(
			`There is no section ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`,
		);
	}
	console.log(`Node ${process.version}, ${cpus().length} cores, concurrency ${CONCURRENCY}`);
	const found: Record<string, Section> = {};
	const bench = new Bench();
	try {
		for (const [name, run] of Object.entries(SECTIONS)) {
			if (given.length === 0 || given.includes(name)) found[name] = await run(bench);
		}
	} finally {
		bench.close();
	}
	console.log('\nGoals');
	for (const { goal, figure, reached } of Object.values(found).flatMap(({ goals }) => goals)) {
		console.log(`  ${reached ? 'reached' : 'MISSED '}  ${goal}: ${figure}`);
	}
	if (!QUICK) write(found);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
