/** Opening a session: from an account to a session, or why there is none. */
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
 * What a failed sign-in means for the next one: `occupied` the agent is signed in, or is being signed
 * in, by somebody; `refused` the same account would be refused again, and may get locked; `other`.
 */
export type SignInProblem = 'occupied' | 'refused' | 'other';

/** A sign-in that gave no session. Its message is what a person reads; it holds no secret. */
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

/** The failed sign-in that an error was raised for, however often it was wrapped. */
export function signInErrorIn(error: unknown): SignInError | undefined {
	for (const link of errorChain(error)) if (link instanceof SignInError) return link;
	return undefined;
}

/** Whether a sign-in ended because the agent has a session elsewhere, which a forced one would end. */
export const isSignedInElsewhere = ({ exchange }: SignInError): boolean =>
	exchange.retcode === SIGNED_IN_ELSEWHERE;

/** Whether a sign-in ended because the agent has a session elsewhere that nobody may end. */
export const isNotToBeForced = ({ exchange }: SignInError): boolean =>
	exchange.retcode === NOT_TO_BE_FORCED;

/** What a sign-in needs to know and use. */
export interface SignInContext {
	account: Account;
	/** Whether to end a session that the agent has elsewhere. */
	force: boolean;
	/** Puts a request on the wire. Must not throw. */
	send: (request: GatewayRequest) => Promise<Exchange>;
	/** In ms since 1970; asked just before the request is sent. */
	now: () => number;
	/** Receives what an accepted sign-in tells of the gateway. */
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
		// What the gateway accepted and is of no use all the same must not be told with its "0".
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
			'the gateway wants its password changed first',
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

/** `"true"`: nothing but changing the password is allowed. Source: api-cec, cec_07_1202. */
const isForceChange = ({ result }: Verdict): boolean =>
	typeof result === 'object' &&
	result !== null &&
	'isForceChange' in result &&
	String(result.isForceChange) === 'true';
