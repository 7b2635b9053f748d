/** Judges executions without a report: each was in progress in a killed process. */
import type { Evidence, Finding, Life, StoredRun } from '../records';
import { during, outagesOf } from './outages';

const PROMISE = 'Only what a killed process had under way is without a report';

/** The reason for a missing report: the part whose death caused it. */
export type Reason = 'worker' | 'main or Redis' | 'none';

const isWorker = ({ part }: { part: string }): boolean => part.startsWith('worker');

/** Every execution without a report, with its reason. */
export function unreported({ stored, lives, until }: Evidence): Array<[StoredRun, Reason]> {
	const outages = outagesOf(lives);
	const workers = outages.filter(isWorker);
	const others = outages.filter(({ part }) => part === 'main' || part === 'Redis');
	const brokenOff = ({ endedAt, taken, finished }: Life, id: string) =>
		endedAt !== undefined && taken.includes(id) && !finished.includes(id);
	// A worker holds a job for a moment before it logs and starts it.
	const neverBegan = ({ id, startedAt }: StoredRun) =>
		startedAt === undefined && !lives.some(({ taken }) => taken.includes(id));
	const reasonOf = (run: StoredRun): Reason => {
		if (lives.some((life) => brokenOff(life, run.id))) return 'worker';
		const ended = run.stoppedAt ?? until;
		if (neverBegan(run) && during(workers, run.createdAt, ended)) return 'worker';
		return during(others, run.createdAt, ended) ? 'main or Redis' : 'none';
	};
	return stored.filter(({ reported }) => !reported).map((run) => [run, reasonOf(run)]);
}

/** Calls that n8n accepted without storing an execution. */
function lost({ calls, stored }: Evidence): Finding[] {
	const known = new Set(stored.map(({ id }) => id));
	return calls
		.filter(({ status, execution = '' }) => status === 200 && !known.has(execution))
		.map(({ flow, run, execution }) => ({
			promise: PROMISE,
			text: `n8n took ${flow}-${run} as execution ${execution}, and does not have it`,
		}));
}

export function judgeUnreported(evidence: Evidence): Finding[] {
	const withoutReason = unreported(evidence).filter(([, reason]) => reason === 'none');
	return [
		...withoutReason.map(([{ id, flow, status }]) => ({
			promise: PROMISE,
			text: `execution ${id} (${flow}) ended as ${status} without a report, and nothing was killed`,
		})),
		...lost(evidence),
	];
}
