/** Sign-ins stay bounded. */
import type { Evidence, Finding, OpenedSession } from '../records';
import { during, outagesOf } from './outages';

const PROMISE = 'Sign-ins stay bounded';

/** Requests to sign in for each session that came of it: others wait for the same one, and faults eat some. */
export const TRIES_PER_SESSION = 8;

export const isSignIn = ({ operation }: { operation: string }): boolean =>
	operation === 'login' || operation === 'forceLogin';

/** Sessions that ended by silence although nothing was down, and no request about the session was spoiled. */
function silent({ sessions, lives, requests, idleTimeout }: Evidence): OpenedSession[] {
	const outages = outagesOf(lives);
	return sessions.filter(({ agentId, endedAt, end }) => {
		if (end !== 'idle' || endedAt === undefined) return false;
		const from = endedAt - idleTimeout;
		const spoiled = requests.some(
			(request) =>
				request.agentId === agentId &&
				(request.operation === 'getAgentEvent' || isSignIn(request)) &&
				(request.spoiled || request.fault !== undefined) &&
				request.at >= from - idleTimeout &&
				request.at <= endedAt,
		);
		return !spoiled && !during(outages, from, endedAt);
	});
}

export function judgeSignIns(evidence: Evidence): Finding[] {
	const { sessions, requests, lives } = evidence;
	const findings: Finding[] = silent(evidence).map(({ agentId, endedAt = 0 }) => ({
		promise: PROMISE,
		text: `the session of ${agentId} was left to end at ${new Date(endedAt).toISOString()} although nothing was in the way`,
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
