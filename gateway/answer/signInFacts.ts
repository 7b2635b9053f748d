/** Facts about a gateway in the answer to a sign-in. */
import type { Exchange } from '../http/exchange';
import { isRecord, readNumber } from './fields';

export interface SignInFacts {
	/** Headers that bring the Guid, in lower case: `set-guid`, `guid`. */
	guidHeaders: readonly string[];
	/** Names of the cookies that are set. */
	cookieNames: readonly string[];
	/** The password must be changed before anything else. */
	mustChangePassword: boolean;
	/** Remaining validity of the password, in days; null if the gateway does not send it. */
	passwordDays: number | null;
}

/** @returns undefined unless the gateway accepted the sign-in */
export function readSignInFacts(exchange: Exchange): SignInFacts | undefined {
	if (exchange.type !== 'answered') return undefined;
	const { headerNames = [], setCookies = [], body } = exchange;
	let answer: unknown;
	try {
		answer = JSON.parse(body);
	} catch {
		return undefined;
	}
	if (!isRecord(answer) || String(answer.retcode) !== '0') return undefined;
	const result = isRecord(answer.result) ? answer.result : {};
	return {
		guidHeaders: headerNames.filter((name) => name === 'guid' || name === 'set-guid').sort(),
		cookieNames: setCookies
			.map((cookie) => cookie.replace(/=.*/s, '').trim())
			.filter((name) => name !== ''),
		mustChangePassword: String(result.isForceChange) === 'true',
		passwordDays: readNumber(result.timeRemaining),
	};
}
