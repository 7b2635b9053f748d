/** Signs an agent in: from an account to a session, or to the reason why there is none. */
import { judge } from '../answer/judge';
import { type Exchange, noSession, type NoSession } from '../http/exchange';
import { capitalize } from '../values/capitalize';
import { ownEntry } from '../values/ownEntry';
import { errorChain } from '../http/networkErrors';
import { signIn as signInRequest } from '../operations/signIn';
import type { Verdict } from '../answer/outcome';
import { truncateText } from '../answer/truncateVerdict';
import { redactor } from '../values/redact';
import { withHttpsHint } from '../http/remedies';
import type { GatewayRequest } from '../operations/request';
import { RETCODES } from '../answer/retcodes';
import { readSignInFacts, type SignInFacts } from '../answer/signInFacts';
import { cookiesIn, guidIn, type Session } from './session';
import type { Account } from '../values/settings';
import {
	NOT_TO_BE_FORCED,
	OCCUPIED,
	REMEDIES,
	SIGNED_IN_ELSEWHERE,
	TRY_AGAIN,
} from './signInCodes';

/**
 * Consequence of a failed sign-in for the next one: `occupied` the agent is signed in, or being signed in, elsewhere;
 * `refused` the same account would be refused again, and may get locked; `other`.
 */
export type SignInProblem = 'occupied' | 'refused' | 'other';

/** Thrown when a sign-in fails. The message is for people and holds no secret. */
export class SignInError extends Error {
	constructor(
		readonly problem: SignInProblem,
		readonly exchange: NoSession,
	) {
		const { meaning, remedy, retcode, message } = exchange;
		const code = retcode === null ? '' : ` (${retcode})`;
		const said = problem === 'other' && message ? ` The gateway says: ${message}` : '';
		super(`${capitalize(meaning)}${code}. ${remedy}${said}`);
		this.name = 'SignInError';
	}
}

/** The sign-in error among the causes of an error; undefined if there is none. */
export function signInErrorIn(error: unknown): SignInError | undefined {
	for (const link of errorChain(error)) if (link instanceof SignInError) return link;
	return undefined;
}

/** Returns true if the agent has a session elsewhere, which a forced sign-in would end. */
export const isSignedInElsewhere = ({ exchange }: SignInError): boolean =>
	exchange.retcode === SIGNED_IN_ELSEWHERE;

/** Returns true if the agent has a session elsewhere that a forced sign-in does not end. */
export const isNotToBeForced = ({ exchange }: SignInError): boolean =>
	exchange.retcode === NOT_TO_BE_FORCED;

/** Inputs of a sign-in. */
export interface SignInContext {
	account: Account;
	/** Ends a session that the agent has elsewhere. */
	force: boolean;
	/** Sends a request. Must not throw. */
	send: (request: GatewayRequest) => Promise<Exchange>;
	/** Time in ms since 1970; read just before the request is sent. */
	now: () => number;
	/** Receives the facts of an accepted sign-in. */
	onFacts?: (facts: SignInFacts) => void;
}

/**
 * Signs an agent in.
 * @throws {SignInError}
 */
export async function signIn({
	account,
	force,
	send,
	now,
	onFacts,
}: SignInContext): Promise<Session> {
	const { baseUrl, agentId, password, phonenum } = account;
	const request = signInRequest({ agentId, password, phonenum, force });
	const startedAt = now();
	const exchange = await send(request);
	const verdict = judge(exchange, request);
	const facts = readSignInFacts(exchange);
	if (facts) onFacts?.(facts);
	const failed = (problem: SignInProblem, meaning: string, remedy: string): SignInError => {
		const { outcome, retry, retcode, message } = verdict;
		// A sign-in that was accepted but is useless must not be reported with its retcode "0".
		const accepted = outcome === 'accepted';
		return new SignInError(
			problem,
			noSession({
				outcome: accepted || outcome === 'rejected' ? 'rejected' : 'notAttempted',
				retryable: retry !== 'never' && problem === 'other',
				meaning: `agent ${agentId} could not be signed in: ${meaning}`,
				remedy,
				retcode: accepted ? null : retcode,
				message: accepted ? null : message && truncateText(redactor([password])(message)),
			}),
		);
	};

	if (verdict.outcome !== 'accepted') {
		const { outcome, meaning, retcode } = verdict;
		const tryAgain = retcode === null ? TRY_AGAIN.unanswered : TRY_AGAIN.answered;
		const remedy = outcome === 'unknown' ? withHttpsHint(tryAgain, verdict.remedy) : verdict.remedy;
		throw failed(
			classifySignInProblem(verdict),
			meaning,
			ownEntry(REMEDIES, retcode ?? '') ?? remedy,
		);
	}
	if (isForceChange(verdict)) {
		throw failed(
			'refused',
			'the password must be changed first',
			"Change the agent's password in the contact centre, then in the credential.",
		);
	}
	const guid = exchange.type === 'answered' ? guidIn(exchange, request) : undefined;
	if (guid === undefined || exchange.type !== 'answered') {
		throw failed(
			'other',
			'the answer to the sign-in brought no Guid',
			"Check the credential's Gateway URL; a proxy in between may remove the headers Set-GUID and Guid.",
		);
	}
	return {
		guid,
		cookies: cookiesIn(exchange),
		gatewayUrl: baseUrl,
		agentId,
		signedInAt: startedAt,
		renewedAt: startedAt,
	};
}

function classifySignInProblem({ retcode }: Verdict): SignInProblem {
	if (OCCUPIED.includes(retcode)) return 'occupied';
	return retcode !== null && RETCODES.get(retcode)?.class === 'credential' ? 'refused' : 'other';
}

/** Returns true if only a change of the password is allowed. Source: api-cec, cec_07_1202. */
const isForceChange = ({ result }: Verdict): boolean =>
	typeof result === 'object' &&
	result !== null &&
	'isForceChange' in result &&
	String(result.isForceChange) === 'true';
