/** The figures of a run. */
import { cpus } from 'node:os';
import { growths, type Growth } from './judge/memory';
import { isSignIn } from './judge/signIns';
import { unreported } from './judge/unreported';
import type { Evidence, Finding, Outcome } from './records';
import type { Options } from './options';

/** Counts by name. */
export type Counts = Record<string, number>;

export interface Figures {
	seed: number;
	minutes: number;
	date: string;
	cores: number;
	passed: boolean;
	findings: Finding[];
	calls: { made: number; taken: number };
	/** Executions by workflow, and by n8n's status. */
	executions: { all: number; byFlow: Counts; byStatus: Counts; withoutReport: Counts };
	/** Notes received. */
	notes: number;
	/** Outcomes reported by the nodes. */
	items: Record<Outcome, number>;
	requests: { all: number; carriedOut: number; byOperation: Counts };
	/** Faults that occurred, by kind. */
	faults: Counts;
	/** Kills by part, and parts that ended by themselves. */
	kills: Counts;
	endedByItself: Counts;
	signIns: { sessions: number; requests: number; guids: number };
	memory: Growth[];
}

export const counted = (names: readonly string[]): Counts => {
	const counts: Counts = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
};

export interface Measured {
	options: Options;
	findings: Finding[];
	/** Number of different Guids in requests. */
	guids: number;
}

export function figuresOf(evidence: Evidence, { options, findings, guids }: Measured): Figures {
	const { lives, calls, stored, notes, requests, sessions } = evidence;
	const outcomes = stored.flatMap((run) =>
		[...run.notes, ...run.settings].map(({ outcome }) => outcome),
	);
	const ended = (end: string) =>
		counted(lives.filter((life) => life.end === end).map(({ part }) => part));
	return {
		minutes: options.minutes,
		seed: options.seed,
		date: new Date(evidence.from).toISOString().slice(0, 10),
		cores: cpus().length,
		passed: findings.length === 0,
		findings,
		calls: { made: calls.length, taken: calls.filter(({ status }) => status === 200).length },
		executions: {
			all: stored.length,
			byFlow: counted(stored.map(({ flow }) => flow)),
			byStatus: counted(stored.map(({ status }) => status)),
			withoutReport: counted(unreported(evidence).map(([, reason]) => reason)),
		},
		notes: notes.length,
		items: { accepted: 0, rejected: 0, unknown: 0, notAttempted: 0, ...counted(outcomes) },
		requests: {
			all: requests.length,
			carriedOut: requests.filter(({ carriedOut }) => carriedOut).length,
			byOperation: counted(requests.map(({ operation }) => operation)),
		},
		faults: counted(requests.flatMap(({ fault }) => (fault === undefined ? [] : [fault]))),
		kills: ended('killed'),
		endedByItself: ended('byItself'),
		signIns: { sessions: sessions.length, requests: requests.filter(isSignIn).length, guids },
		memory: growths(lives),
	};
}
