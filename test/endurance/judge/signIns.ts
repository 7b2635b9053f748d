/** Judges the number of sign-ins. */
import type { Evidence, Finding, OpenedSession } from '../records';
import { during, outagesOf } from './outages';

const PROMISE = 'Sign-ins stay bounded';

/** Allowed sign-in requests per opened session: several processes wait for the same one, and faults lose some. */
export const TRIES_PER_SESSION = 8;

export const isSignIn = ({ operation }: { operation: string }): boolean =>
	operation === 'login' || operation === 'forceLogin';

const keepsAlive = (request: { operation: string }): boolean =>
	isSignIn(request) || request.operation === 'getAgentEvent';

/** Tolerance for a poll in flight when the session ends. */
const SLACK_MS = 2_000;

/**
 * Sessions that expired while in use: a request in the last half of the idle time-out must be followed by a poll.
 * Excused by an outage, or by a fault of a poll or a sign-in.
 */
function neglected({ sessions, lives, requests, idleTimeout, until }: Evidence): OpenedSession[] {
	const outages = outagesOf(lives);
	return sessions.filter(({ agentId, endedAt = Infinity, end }) => {
		if (end !== 'idle' || endedAt > until) return false;
		const silentFrom = endedAt - idleTimeout;
		const own = requests.filter(({ account }) => account === agentId);
		const used = own.some(
			(request) =>
				!keepsAlive(request) &&
				request.at >= endedAt - idleTimeout / 2 &&
				request.at <= endedAt - SLACK_MS,
		);
		const spoiled = own.some(
			(request) =>
				keepsAlive(request) &&
				(request.spoiled || request.fault !== undefined) &&
				request.at >= silentFrom - idleTimeout &&
				request.at <= endedAt,
		);
		return used && !spoiled && !during(outages, silentFrom, endedAt);
	});
}

export function judgeSignIns(evidence: Evidence): Finding[] {
	const { sessions, requests, lives } = evidence;
	const findings: Finding[] = neglected(evidence).map(({ agentId, endedAt = 0 }) => ({
		promise: PROMISE,
		text: `the session of ${agentId} was in use and left to end at ${new Date(endedAt).toISOString()} although nothing was in the way`,
	}));
	const tries = requests.filter(isSignIn).length;
	const accounts = new Set(sessions.map(({ agentId }) => agentId)).size;
	const faults = requests.filter(
		(request) => isSignIn(request) && request.fault !== undefined,
	).length;
	const ends = lives.filter(({ endedAt }) => endedAt !== undefined).length;
	// Each account signs in once, and once more per ended process; each sign-in with a fault allows another one.
	const sessionBound = accounts * (1 + ends) + faults;
	if (sessions.length > sessionBound) {
		const text = `${sessions.length} sessions were opened; with ${ends} ends and ${faults} spoiled sign-ins at most ${sessionBound} were to be expected`;
		findings.push({ promise: PROMISE, text });
	}
	const tryBound = sessions.length * TRIES_PER_SESSION + faults;
	if (tries > tryBound) {
		const text = `${tries} requests to sign in for ${sessions.length} sessions; at most ${tryBound} were to be expected`;
		findings.push({ promise: PROMISE, text });
	}
	return findings;
}
