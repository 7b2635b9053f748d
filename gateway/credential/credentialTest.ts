/** The credential test's text about the gateway's answer to the question for an agent's status. */
import { capitalize, type Exchange } from '../http/exchange';
import { isSessionRefusal, judge, namesHighId, OLDER_GATEWAYS } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import { CHECK_REACH, CHECK_URL, IF_IT_STAYS, withHttpsHint } from '../http/remedies';
import type { GatewayRequest } from '../operations/request';
import type { Authentication } from '../values/settings';

type Mode = Authentication['mode'];

/** A credential that cannot be used. The message is what a person reads. */
export class CredentialTestError extends Error {
	constructor(
		message: string,
		/** Whether the gateway refused the session that it was asked in. */
		readonly refusedSession: boolean,
	) {
		super(message);
		this.name = 'CredentialTestError';
	}
}

/** Nothing answered at the gateway's address. */
export class GatewayUnreachableError extends CredentialTestError {
	constructor(exchange: Exclude<Exchange, { type: 'answered' }>) {
		const remedy =
			exchange.type === 'notSent' ? exchange.remedy : withHttpsHint(CHECK_REACH, exchange.remedy);
		super(`${capitalize(exchange.meaning)}. ${remedy}`, false);
		this.name = 'GatewayUnreachableError';
	}
}

const TEST_AGAIN = `Test again in a moment. ${IF_IT_STAYS}`;

/** The gateway does not accept a value in the address of the request: the agent ID. */
const WRONG_AGENT_ID = '000-002';

/**
 * Reads an answer for somebody who tests a credential.
 * @param mode of the credential; in `guidPerItem` the question was sent without a Guid
 * @returns nothing if the credential can be used
 */
export function testFailure(
	exchange: Exchange,
	request: GatewayRequest,
	mode: Mode,
): CredentialTestError | undefined {
	if (exchange.type !== 'answered') return new GatewayUnreachableError(exchange);
	const verdict = judge(exchange, request);
	const { outcome, retcode } = verdict;
	const refusedSession = isSessionRefusal(verdict);
	if (outcome === 'accepted') return undefined;
	if (mode === 'guidPerItem' && (refusedSession || retcode === WRONG_AGENT_ID)) return undefined;
	const message =
		retcode === null ? ofNoGateway(verdict, request) : ofRetcode(retcode, verdict, mode);
	return new CredentialTestError(message, refusedSession);
}

function ofNoGateway({ status = 0, meaning, remedy }: Verdict, request: GatewayRequest): string {
	if (status === 404) {
		const older = namesHighId(request) ? ` ${OLDER_GATEWAYS}` : '';
		return `A server answered, but it is not a CC-Gateway at this address (HTTP 404). Check the path in the Gateway URL, host and port.${older}`;
	}
	if (status >= 300 && status < 400) {
		return `The server points to another address (HTTP ${status}). Check the Gateway URL: redirects are never followed, because that would hand the Guid to another server.`;
	}
	if (status === 403 || withHttpsHint('', remedy) !== '')
		return `${capitalize(meaning)}. ${remedy}`;
	if (status >= 400) return `${capitalize(meaning)}. ${CHECK_URL} ${IF_IT_STAYS}`;
	return 'A server answered, but it is not a CC-Gateway. Check host and port of the Gateway URL; a proxy or sign-in page may be in the way.';
}

function ofRetcode(retcode: string, verdict: Verdict, mode: Mode): string {
	if (isSessionRefusal(verdict)) {
		return mode === 'signIn'
			? `The gateway signed the agent in, but does not accept the session (${retcode}). Somebody else may be signing in with this agent ID: use one that nobody else uses.`
			: `The gateway answered, but does not accept the Guid for this agent (${retcode}). Sign the agent in and paste its current Guid: most gateways replace it every minute and forget it after two. For schedules choose 'Sign In as an Agent'.`;
	}
	if (retcode === WRONG_AGENT_ID) {
		return `The gateway answered, but does not accept the agent ID (${retcode}). Check the agent ID.`;
	}
	const { outcome, meaning } = verdict;
	// What else there is to do after an unknown end is of no concern: the test changes nothing.
	const remedy = outcome === 'unknown' ? TEST_AGAIN : verdict.remedy;
	return `The gateway answered, but did not tell the agent's status (${retcode}): ${meaning}. ${remedy}`;
}
