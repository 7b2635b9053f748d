/** Sign-ins stay bounded. */
import type { Evidence, Finding, OpenedSession } from '../records';
import { during, outagesOf } from './outages';

const PROMISE = 'Sign-ins stay bounded';

/** Requests to sign in for each session that came of it: others wait for the same one, and faults eat some. */
export const TRIES_PER_SESSION = 8;

export const isSignIn = ({ operation }: { operation: string }): boolean =>
	operation === 'login' || operation === 'forceLogin';

const keepsAlive = (request: { operation: string }): boolean =>
	isSignIn(request) || request.operation === 'getAgentEvent';

/** A poll on its way when the session ends comes too late. */
const SLACK_MS = 2_000;

/**
 * Sessions that ended by silence although they were in use: whoever sends a request in the last half of the time
 * that the gateway waits for a poll has to poll. Excused if something was down, or a poll or a sign-in was spoiled.
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
	// Each account signs in once, and again at most once for everything that ended and every sign-in that was spoiled.
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
