/** Judges notes: no recipient has one twice, and reports about notes are true. */
import type { Evidence, Finding, FoundNote, StoredRun } from '../records';

const LABEL = /\[(\w+)-(\d+)\/(\d+)\]/;
const PART = /^\((\d+)\/(\d+)\) /;

/** The origin of a note, read from its text. */
export interface Origin {
	/** The call that started it, such as `hook-12`; for the schedule, the execution: `tick-0/345`. */
	cause: string;
	execution: string;
	part: number;
	parts: number;
}

/** @throws {Error} for a text that is not of this run */
export function originOf(content: string): Origin {
	const [, flow = '', run = '', execution = ''] = LABEL.exec(content) ?? [];
	if (execution === '') throw new Error(`A note without a label: ${content}`);
	const [, part = '1', parts = '1'] = PART.exec(content) ?? [];
	const cause = run === '0' ? `${flow}-0/${execution}` : `${flow}-${run}`;
	return { cause, execution, part: Number(part), parts: Number(parts) };
}

/** The copies that a recipient got of a call's note. */
interface Copies {
	parts: number;
	/** The execution of each copy, by part. */
	byPart: Map<number, string[]>;
}

const keyOf = (cause: string, recipient: string) => `${cause} ${recipient}`;

function copiesOf(notes: readonly FoundNote[]): Map<string, Copies> {
	const found = new Map<string, Copies>();
	for (const { recipient, content } of notes) {
		const { cause, execution, part, parts } = originOf(content);
		const key = keyOf(cause, recipient);
		const copies = found.get(key) ?? { parts, byPart: new Map<number, string[]>() };
		found.set(key, copies);
		copies.byPart.set(part, [...(copies.byPart.get(part) ?? []), execution]);
	}
	return found;
}

/** The cause of an execution as named in its notes; undefined if n8n has lost it. */
export const causeOf = ({ flow, run, id }: StoredRun): string | undefined =>
	flow === 'tick' ? `tick-0/${id}` : run === undefined ? undefined : `${flow}-${run}`;

const TWICE = 'Nobody gets a note twice';
const TRUE_REPORT = 'What a report says of a note is true';

function twice(found: ReadonlyMap<string, Copies>, takenTwice: ReadonlySet<string>): Finding[] {
	return [...found].flatMap(([key, { byPart }]) =>
		[...byPart]
			.filter(([, executions]) => executions.length > 1)
			.map(([part, executions]) => {
				const [cause = '', recipient = ''] = key.split(' ');
				const why = executions.some((id) => takenTwice.has(id))
					? ' (n8n gave the execution to workers more than once)'
					: '';
				const by = executions.join(' and ');
				return {
					promise: TWICE,
					text: `${recipient} got part ${part} of ${cause} ${executions.length} times, by execution ${by}${why}`,
				};
			}),
	);
}

/** Compares an execution's report with the notes received. */
function untrue(run: StoredRun, found: ReadonlyMap<string, Copies>): Finding[] {
	const cause = causeOf(run);
	if (cause === undefined) return [];
	const findings: Finding[] = [];
	const about = `execution ${run.id} (${cause})`;
	for (const { recipient, outcome } of run.notes) {
		const copies = found.get(keyOf(cause, recipient));
		const complete = copies !== undefined && copies.byPart.size === copies.parts;
		if (outcome === 'accepted' && !complete) {
			const there =
				copies === undefined ? 'nothing' : `${copies.byPart.size} of ${copies.parts} parts`;
			findings.push({
				promise: TRUE_REPORT,
				text: `${about} says accepted, but ${recipient} has ${there}`,
			});
		}
		if ((outcome === 'rejected' || outcome === 'notAttempted') && complete) {
			findings.push({
				promise: TRUE_REPORT,
				text: `${about} says ${outcome}, but ${recipient} has it`,
			});
		}
	}
	return findings;
}

/** Compares the number of accepted notes in the error of a stopped execution with the notes received. */
function overclaimed(run: StoredRun, found: ReadonlyMap<string, Copies>): Finding[] {
	const cause = causeOf(run);
	if (cause === undefined || run.claimed === undefined) return [];
	const have = [...found].filter(
		([key, { byPart, parts }]) => key.startsWith(`${cause} `) && byPart.size === parts,
	).length;
	if (have >= run.claimed) return [];
	const text = `execution ${run.id} (${cause}) says that ${run.claimed} were accepted, but ${have} have it`;
	return [{ promise: TRUE_REPORT, text }];
}

export function judgeNotes({ notes, stored, lives }: Evidence): Finding[] {
	const found = copiesOf(notes);
	const taken = lives.flatMap((life) => life.taken);
	const takenTwice = new Set(taken.filter((id, index) => taken.indexOf(id) !== index));
	return [
		...twice(found, takenTwice),
		...stored.flatMap((run) => [...untrue(run, found), ...overclaimed(run, found)]),
	];
}
