/** Prints the figures of a run, and publishes those of full runs in `docs/`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../e2e/support/places';
import type { Counts, Figures } from './figures';
import { megabytes } from './judge/memory';

/** Shorter runs are for trying things out. */
const FULL_RUN = 30;

const FOLDER = join(ROOT, 'test', 'endurance', 'results');
const PAGES = [join(ROOT, 'docs', 'endurance.md'), join(ROOT, 'docs', 'zh-CN', 'endurance.md')];
const FIGURES = /(?<=<!-- figures -->\n)[\s\S]*(?=<!-- end of figures -->)/;

const sum = (counts: Counts): number => Object.values(counts).reduce((all, one) => all + one, 0);
const list = (counts: Counts): string =>
	Object.entries(counts)
		.sort(([one], [other]) => one.localeCompare(other))
		.map(([name, count]) => `${name} ${count}`)
		.join(', ');

/** Names and values, in the order of the page; the names are those of the JSON result. */
function rows(figures: Figures): Array<[name: string, value: string]> {
	const { executions, calls, requests, signIns, items, kills, endedByItself } = figures;
	const growth = figures.memory.map(
		({ part, minutes, heap, rss }) =>
			`${part} (${minutes.toFixed(0)} min): heap ${megabytes(heap.before)} → ${megabytes(heap.after)}, RSS ${megabytes(rss.before)} → ${megabytes(rss.after)}`,
	);
	return [
		['`minutes`', String(figures.minutes)],
		['`passed`', figures.passed ? 'yes' : `no, ${figures.findings.length} findings`],
		['`calls`', `${calls.made} made, ${calls.taken} taken`],
		['`executions`', `${executions.all}: ${list(executions.byFlow)}`],
		['`executions.byStatus`', list(executions.byStatus)],
		['`executions.withoutReport`', list(executions.withoutReport) || '0'],
		['`notes`', String(figures.notes)],
		['`items`', list({ ...items })],
		['`requests`', `${requests.all}, ${requests.carriedOut} carried out`],
		['`faults`', `${sum(figures.faults)}: ${list(figures.faults)}`],
		['`kills`', `${sum(kills)}: ${list(kills)}`],
		['`endedByItself`', list(endedByItself) || '0'],
		[
			'`signIns`',
			`${signIns.sessions} sessions, ${signIns.requests} requests, ${signIns.guids} Guids`,
		],
		['`memory`', growth.join('; ') || '–'],
	];
}

export function print(figures: Figures): void {
	console.log('');
	for (const [name, value] of rows(figures))
		console.log(`${name.replaceAll('`', '').padEnd(26)}${value}`);
}

/** A table with a column per run, newest first. */
function table(runs: readonly Figures[]): string {
	const columns = runs.map(rows);
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
	const header = ['`seed`', ...runs.map(({ seed, date }) => `${seed} (${date})`)];
	const names = columns[0]?.map(([name]) => name) ?? [];
	return [
		line(header),
		line(header.map(() => '---')),
		...names.map((name, index) =>
			line([name, ...columns.map((column) => column[index]?.[1] ?? '')]),
		),
	].join('');
}

/** Keeps the figures of a full run and writes those of all full runs into the pages, in both languages. */
export async function publish(figures: Figures): Promise<void> {
	if (figures.minutes < FULL_RUN || !figures.passed) return;
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(
		join(FOLDER, `seed-${figures.seed}.json`),
		`${JSON.stringify(figures, null, '\t')}\n`,
	);
	const runs = readdirSync(FOLDER)
		.map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Figures)
		.sort((one, other) => other.date.localeCompare(one.date) || one.seed - other.seed);
	for (const page of PAGES) {
		const text = readFileSync(page, 'utf8');
		const filled = text.replace(FIGURES, () => `\n${table(runs)}\n`);
		writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), filepath: page }));
	}
}
