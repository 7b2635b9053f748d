/** Judges a run of the trigger by its evidence. */
import { judgeMemory } from '../judge/memory';
import { TRIES_PER_SESSION } from '../judge/signIns';
import type { Finding } from '../records';
import type { EventKey, Started, TriggerEvidence } from './records';

const ONCE = 'Every event that was handed out starts one execution';
const ONE_POLLER = 'Nobody polls twice at the same time';
const SIGN_INS = 'Sign-ins stay bounded';

/** Delay until a closed connection is noticed. */
const SLACK_MS = 500;

/** A deactivated trigger ends its poll within a second; n8n informs it with a delay. */
const END_OF_POLLS_MS = 3_000;

function byKey(started: readonly Started[]): Map<EventKey, Started[]> {
	const found = new Map<EventKey, Started[]>();
	for (const one of started) found.set(one.key, [...(found.get(one.key) ?? []), one]);
	return found;
}

const finding = (promise: string, text: string): Finding => ({ promise, text });

/** Events that may be lost: one per orderly restart, with an answer while n8n was stopping (docs/trigger.md). */
function lostAtRestarts({ handedOut, started, restarts }: TriggerEvidence): Set<EventKey> {
	const found = byKey(started);
	const missing = handedOut.filter(({ key, arrived }) => arrived && !found.has(key));
	return new Set(
		restarts
			.flatMap(({ from, until }) =>
				missing.filter(({ at }) => at >= from && at <= until + SLACK_MS).slice(0, 1),
			)
			.map(({ key }) => key),
	);
}

function once(evidence: TriggerEvidence): Finding[] {
	const { handedOut, started, executions, reported, left } = evidence;
	const found = byKey(started);
	const excused = lostAtRestarts(evidence);
	const arrived = new Set(handedOut.flatMap(({ key, arrived: ok }) => (ok ? [key] : [])));
	const known = new Set(handedOut.map(({ key }) => key));
	return [
		...(left === 0 ? [] : [finding(ONCE, `${left} events were never fetched`)]),
		...[...arrived]
			.filter((key) => !found.has(key) && !excused.has(key))
			.map((key) => finding(ONCE, `nothing was started by ${key}`)),
		...[...found]
			.filter(([, runs]) => runs.length > 1)
			.map(([key, runs]) =>
				finding(ONCE, `${key} started ${runs.map(({ execution }) => execution).join(' and ')}`),
			),
		...[...found]
			.filter(([key]) => !arrived.has(key))
			.map(([key, [run]]) => {
				const what = known.has(key) ? 'whose answer was lost' : 'that nobody handed out';
				return finding(ONCE, `execution ${run?.execution} began with ${key}, ${what}`);
			}),
		...started
			.filter(({ status }) => status !== 'success')
			.map(({ execution, status }) => finding(ONCE, `execution ${execution} ended as ${status}`)),
		...(executions - reported === started.length
			? []
			: [finding(ONCE, `${executions - reported} executions began with ${started.length} events`)]),
	];
}

function onePoller({ polls, deactivatedAt }: TriggerEvidence): Finding[] {
	const inOrder = [...polls].sort((one, other) => one.at - other.at);
	const time = (ms: number) => new Date(ms).toISOString();
	const overlaps = inOrder.filter(
		({ at }, index) => index > 0 && (inOrder[index - 1]?.endedAt ?? 0) - at > SLACK_MS,
	);
	const late = inOrder.filter(({ at }) => at > deactivatedAt + END_OF_POLLS_MS);
	return [
		...overlaps.map(({ at }) => finding(ONE_POLLER, `two polls at ${time(at)}`)),
		...late.map(({ at }) => finding(ONE_POLLER, `a poll at ${time(at)}, after deactivation`)),
	];
}

function signInsBounded(evidence: TriggerEvidence): Finding[] {
	const { sessions, signIns, stalledPolls, forgotten, restarts } = evidence;
	const findings: Finding[] = [];
	// A restart may take longer than the idle time-out of a session.
	const most = 1 + forgotten + stalledPolls + signIns.spoiled + restarts.length;
	if (sessions.length > most) {
		const text = `${sessions.length} sessions were opened; with ${forgotten} forgotten, ${stalledPolls} stalled polls and ${signIns.spoiled} spoiled sign-ins at most ${most} were to be expected`;
		findings.push(finding(SIGN_INS, text));
	}
	const tries = sessions.length * TRIES_PER_SESSION + signIns.spoiled;
	if (signIns.all > tries) {
		const text = `${signIns.all} requests to sign in for ${sessions.length} sessions; at most ${tries} were to be expected`;
		findings.push(finding(SIGN_INS, text));
	}
	return findings;
}

/** All broken promises. */
export const judgeTrigger = (evidence: TriggerEvidence): Finding[] => [
	...once(evidence),
	...onePoller(evidence),
	...signInsBounded(evidence),
	...judgeMemory(evidence),
];
