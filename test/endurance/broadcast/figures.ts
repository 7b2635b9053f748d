/** The figures of the broadcasts for the documentation. */
import type { Publication, Run } from '../pages';
import type { Finding } from '../records';
import { list, verdict } from '../report';
import { lookFirst } from './judge';
import type { Broadcast } from './runs';

/** Figures of one mode of n8n: one process, or queue mode. */
interface ModeFigures {
	broadcasts: number;
	runs: number;
	kills: Record<string, number>;
	notes: number;
	/** Recipients whose row ended as "look first". */
	lookFirst: number;
	/** Number of those who had the note. */
	reachedInDoubt: number;
}

export interface BroadcastFigures extends Run {
	findings: Finding[];
	modes: Record<string, ModeFigures>;
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
	all.reduce((total, one) => total + of(one), 0);

function figuresOfMode(broadcasts: readonly Broadcast[]): ModeFigures {
	const kills: Record<string, number> = {};
	for (const one of broadcasts) {
		for (const [part, count] of Object.entries(one.kills)) kills[part] = (kills[part] ?? 0) + count;
	}
	return {
		broadcasts: broadcasts.length,
		runs: sum(broadcasts, ({ runs }) => runs),
		kills,
		notes: sum(broadcasts, ({ notes }) => sum(Object.values(notes), (count) => count)),
		lookFirst: sum(broadcasts, lookFirst),
		reachedInDoubt: sum(
			broadcasts,
			({ rows, notes }) =>
				rows.filter(({ agent, status }) => status === 'look first' && notes[agent]).length,
		),
	};
}

export function figuresOf(
	evidence: Partial<Record<string, Broadcast[]>>,
	{ seed, minutes, findings }: Pick<BroadcastFigures, 'seed' | 'minutes' | 'findings'>,
): BroadcastFigures {
	const modes = Object.entries(evidence).map(([mode, broadcasts = []]) => [
		mode,
		figuresOfMode(broadcasts),
	]);
	return {
		seed,
		minutes,
		date: new Date().toISOString().slice(0, 10),
		passed: findings.length === 0,
		findings,
		modes: Object.fromEntries(modes) as Record<string, ModeFigures>,
	};
}

/** Runs in all from which the figures are worth keeping. */
const FULL_RUNS = 50;

export const PUBLICATION: Publication<BroadcastFigures> = {
	prefix: 'broadcast',
	marker: 'broadcast figures',
	isFull: ({ modes }) => sum(Object.values(modes), ({ runs }) => runs) >= FULL_RUNS,
	rows: (figures) => [
		['`minutes`', String(figures.minutes)],
		['`passed`', verdict(figures)],
		...Object.entries(figures.modes).flatMap(([mode, one]): Array<[string, string]> => [
			[`${mode}: \`runs\``, `${one.runs}, ${one.broadcasts} broadcasts`],
			[`${mode}: \`kills\``, list(one.kills) || '0'],
			[`${mode}: \`notes\``, String(one.notes)],
			[`${mode}: \`lookFirst\``, `${one.lookFirst}, ${one.reachedInDoubt} of them had the note`],
		]),
	],
};
