/** The tables of the mutation tests, from the reports of one or several runs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const MODULE = pathToFileURL(join(__dirname, '..', 'mutation', 'summary.mjs')).href;

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mutation-'))));
afterEach(() => rmSync(folder, { recursive: true }));

type Status = 'Ignored' | 'Killed' | 'NoCoverage' | 'Survived' | 'Timeout';
type Report = Record<string, Array<readonly [status: Status, kind: string]>>;

/** The summary of reports, in their order. */
function summaryOf(...reports: Report[]): string {
	const names = reports.map((report, index) => {
		const files = Object.entries(report).map(([name, mutants]) => [
			name,
			{ mutants: mutants.map(([status, mutatorName]) => ({ status, mutatorName })) },
		]);
		const path = join(folder, `${index}.json`);
		writeFileSync(path, JSON.stringify({ files: Object.fromEntries(files) as unknown }));
		return path;
	});
	const summary = join(folder, 'results.md');
	writeFileSync(
		summary,
		'By hand.\n<!-- begin files -->\nold\n<!-- end -->\nToo.\n<!-- begin kinds -->\nold\n<!-- end -->\n',
	);
	const code = `
		import { summarize } from '${MODULE}';
		summarize(${JSON.stringify(names)}, ${JSON.stringify(summary)});`;
	execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
	return readFileSync(summary, 'utf8');
}

/** The rows of a table in Markdown, without its head. */
const rowsOf = (summary: string, table: string): string[][] =>
	(new RegExp(`<!-- begin ${table} -->\n([^]*?)\n<!-- end -->`).exec(summary)?.[1] ?? '')
		.trim()
		.split('\n')
		.slice(2)
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

it('counts what was noticed, and leaves out of the score what was left out of the run', () => {
	const summary = summaryOf({
		'b.ts': [['Ignored', 'Regex']],
		'a.ts': [
			['Killed', 'Regex'],
			['Timeout', 'Regex'],
			['Survived', 'Regex'],
			['NoCoverage', 'StringLiteral'],
			['Survived', 'StringLiteral'],
			['Ignored', 'Regex'],
		],
	});
	expect(rowsOf(summary, 'files')).toEqual([
		['All', '40.0', '2', '1', '2', '1', '2'],
		['a.ts', '40.0', '2', '1', '2', '1', '1'],
		['b.ts', '–', '0', '0', '0', '0', '1'],
	]);
	expect(rowsOf(summary, 'kinds')).toEqual([
		['StringLiteral', '2'],
		['Regex', '1'],
	]);
});

it('takes every file from the last report that holds it', () => {
	const summary = summaryOf(
		{ 'a.ts': [['Survived', 'Regex']], 'b.ts': [['Survived', 'Regex']] },
		{ 'a.ts': [['Killed', 'Regex']], 'c.ts': [['Killed', 'Regex']] },
	);
	expect(rowsOf(summary, 'files').map(([name, score]) => [name, score])).toEqual([
		['All', '66.7'],
		['a.ts', '100.0'],
		['b.ts', '0.0'],
		['c.ts', '100.0'],
	]);
});

it('keeps what was written by hand', () => {
	const summary = summaryOf({ 'a.ts': [['Killed', 'Regex']] });
	expect(summary.split(/<!-- begin [^]*?<!-- end -->/)).toEqual(['By hand.\n', '\nToo.\n', '\n']);
});
