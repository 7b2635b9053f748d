// The short, committed summary of a run: what was changed, what the tests noticed, and why the rest stays.
import { readFileSync, writeFileSync } from 'node:fs';

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
 * Puts the tables of a run into the summary; the explanations between them are written by hand.
 * @param report Stryker's own, as JSON
 * @param summary the Markdown file
 */
export function summarize(report, summary) {
	const { files } = JSON.parse(readFileSync(report, 'utf8'));
	const named = Object.entries(files)
		.map(([name, { mutants }]) => [name, mutants])
		.sort(([one], [other]) => (one < other ? -1 : 1));
	const all = named.flatMap(([, mutants]) => mutants);
	const row = (name, mutants) => [
		name,
		scoreOf(mutants),
		count(mutants, FOUND),
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
			['File', 'Score in %', 'Noticed', 'Survived', 'Not reached', 'Left out'],
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
