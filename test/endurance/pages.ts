/** Prints the figures of a run, and publishes those of full runs in `docs/`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../e2e/support/places';

/** Least minutes of a published run; shorter runs are trials. */
const FULL_RUN = 30;

const FOLDER = join(ROOT, 'test', 'endurance', 'results');
const PAGES = [join(ROOT, 'docs', 'endurance.md'), join(ROOT, 'docs', 'zh-CN', 'endurance.md')];

/** The common fields of all figures. */
export interface Run {
	seed: number;
	minutes: number;
	date: string;
	passed: boolean;
}

/** Names and values in the order of the page; the names are those of the JSON result. */
export type Rows = Array<[name: string, value: string]>;

/** A kind of figures with its files and pages. */
export interface Publication<T extends Run> {
	/** Beginning of the names of its result files. */
	prefix: string;
	/** Its table on the page: from `<!-- marker -->` to `<!-- end of marker -->`. */
	marker: string;
	rows: (figures: T) => Rows;
	/** Returns true for a run long enough to be published; default: half an hour. */
	isFull?: (figures: T) => boolean;
}

export function print(rows: Rows): void {
	console.log('');
	for (const [name, value] of rows) console.log(`${name.replaceAll('`', '').padEnd(26)}${value}`);
}

/** A table with one column per run, newest first. */
function table<T extends Run>(runs: readonly T[], rows: Publication<T>['rows']): string {
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

/** Stores the figures of a full run and writes those of all full runs into the pages, in both languages. */
export async function publish<T extends Run>(
	figures: T,
	{ prefix, marker, rows, isFull = ({ minutes }) => minutes >= FULL_RUN }: Publication<T>,
): Promise<void> {
	if (!isFull(figures) || !figures.passed) return;
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(
		join(FOLDER, `${prefix}-${figures.seed}.json`),
		`${JSON.stringify(figures, null, '\t')}\n`,
	);
	const runs = readdirSync(FOLDER)
		.filter((name) => name.startsWith(`${prefix}-`))
		.map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T)
		.sort((one, other) => other.date.localeCompare(one.date) || one.seed - other.seed);
	const place = new RegExp(`(?<=<!-- ${marker} -->\\n)[\\s\\S]*(?=<!-- end of ${marker} -->)`);
	for (const page of PAGES) {
		const text = readFileSync(page, 'utf8');
		const filled = text.replace(place, () => `\n${table(runs, rows)}\n`);
		writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), filepath: page }));
	}
}
