/** The figures of a run of the nodes for the documentation. */
import type { Counts, Figures } from './figures';
import { type Growth, megabytes } from './judge/memory';
import type { Publication, Rows } from './pages';

export const sum = (counts: Counts): number =>
	Object.values(counts).reduce((all, one) => all + one, 0);

export const list = (counts: Counts): string =>
	Object.entries(counts)
		.sort(([one], [other]) => one.localeCompare(other))
		.map(([name, count]) => `${name} ${count}`)
		.join(', ');

export const growthText = (memory: readonly Growth[]): string =>
	memory
		.map(
			({ part, minutes, heap, rss }) =>
				`${part} (${minutes.toFixed(0)} min): heap ${megabytes(heap.before)} → ${megabytes(heap.after)}, RSS ${megabytes(rss.before)} → ${megabytes(rss.after)}`,
		)
		.join('; ') || '–';

export const verdict = ({ passed, findings }: Pick<Figures, 'passed' | 'findings'>): string =>
	passed ? 'yes' : `no, ${findings.length} findings`;

function rows(figures: Figures): Rows {
	const { executions, calls, requests, signIns, items, kills, endedByItself } = figures;
	return [
		['`minutes`', String(figures.minutes)],
		['`passed`', verdict(figures)],
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
		['`memory`', growthText(figures.memory)],
	];
}

export const PUBLICATION: Publication<Figures> = { prefix: 'seed', marker: 'figures', rows };
