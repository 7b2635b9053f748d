// The short, committed summary of one or several runs: what was changed, what the tests noticed, and why the rest
// stays. `node test/mutation/summary.mjs one.json two.json` writes results.md from the reports of partial runs.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOUND = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

const count = (mutants, statuses) => mutants.filter(({ status }) => statuses.has(status)).length;

/** Percent of the valid mutants that were found. */
function scoreOf(mutants) {
	const found = count(mutants, FOUND);
	const valid = found + count(mutants, MISSED);
	return valid === 0 ? '–' : ((100 * found) / valid).toFixed(1);
}

/** A table in Markdown, padded as prettier wants it. */
function table(head, rows) {
	const all = [head, ...rows].map((row) => row.map(String));
	const widths = head.map((_, column) => Math.max(3, ...all.map((row) => [...row[column]].length)));
	const line = (row) =>
		`| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(' | ')} |`;
	const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
	const [header, ...body] = all.map(line);
	return [header, rule, ...body].join('\n');
}

/**
 * Puts the tables of runs into the summary; the explanations between them are written by hand.
 * @param reports paths of Stryker's own, as JSON: of a file in several reports, the last one counts
 * @param summary the Markdown file
 */
export function summarize(reports, summary) {
	const files = reports.map((report) => JSON.parse(readFileSync(report, 'utf8')).files);
	const named = Object.entries(Object.assign({}, ...files))
		.map(([name, { mutants }]) => [name, mutants])
		.sort(([one], [other]) => (one < other ? -1 : 1));
	const all = named.flatMap(([, mutants]) => mutants);
	const row = (name, mutants) => [
		name,
		scoreOf(mutants),
		count(mutants, FOUND),
		count(mutants, new Set(['Timeout'])),
		count(mutants, new Set(['Survived'])),
		count(mutants, new Set(['NoCoverage'])),
		count(mutants, new Set(['Ignored'])),
	];
	const missed = all.filter(({ status }) => MISSED.has(status));
	const kinds = Map.groupBy
		? Map.groupBy(missed, ({ mutatorName }) => mutatorName)
		: missed.reduce(
				(map, mutant) =>
					map.set(mutant.mutatorName, [...(map.get(mutant.mutatorName) ?? []), mutant]),
				new Map(),
			);
	const tables = {
		files: table(
			['File', 'Score in %', 'Noticed', 'Endless', 'Survived', 'Not reached', 'Left out'],
			[row('All', all), ...named.map(([name, mutants]) => row(name, mutants))],
		),
		kinds: table(
			['Kind of change', 'Not noticed'],
			[...kinds].map(([kind, { length }]) => [kind, length]).sort(([, a], [, b]) => b - a),
		),
	};
	const text = readFileSync(summary, 'utf8').replace(
		/(<!-- begin (\w+) -->\n)[^]*?(\n<!-- end -->)/g,
		(_, begin, name, end) => `${begin}\n${tables[name]}\n${end}`,
	);
	writeFileSync(summary, text);
}

const [, program, ...reports] = process.argv;
if (program && realpathSync(program) === fileURLToPath(import.meta.url)) {
	if (reports.length === 0) {
		console.error('Usage: node test/mutation/summary.mjs REPORT.json …');
		process.exit(1);
	}
	summarize(reports, fileURLToPath(new URL('results.md', import.meta.url)));
}
