import { jsonAnswer, plainAnswer, type Answer } from '../gateway/answers';
import type { RequestFault } from './faults';

/** The ending of a request on its connection. */
export type Ending =
	| { kind: 'answer'; answer: Answer }
	/** Half of the answer, then the connection ends. */
	| { kind: 'truncate'; answer: Answer }
	| { kind: 'reset' }
	| { kind: 'stall' };

/** A request to which a fault applies. */
export interface FaultTarget {
	/** Performs the request in the gateway (or refuses it) and words its answer. */
	carryOut: () => Promise<Answer>;
	/** The keys of the operation's answers, in order. */
	answerKeys: readonly string[];
	/** The request's own Guid. */
	guid: string | undefined;
}

const SIGN_IN_PAGE =
	'<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method="post">' +
	'<input name="username"><input name="password" type="password"></form></body></html>';

/** An answer that does not show whether the request was performed. */
async function instead(
	answer: Answer,
	carriedOut: boolean | undefined,
	{ carryOut }: FaultTarget,
): Promise<Ending> {
	if (carriedOut) await carryOut();
	return { kind: 'answer', answer };
}

function withNumericRetcode(answer: Answer): Answer {
	if (answer.retcode === undefined) return answer;
	const content = JSON.parse(answer.body) as Record<string, unknown>;
	const retcode = Number(answer.retcode.replace('-', ''));
	// Overwriting a key keeps the order of the keys.
	return { ...answer, body: JSON.stringify({ ...content, retcode }) };
}

/** The ending of a request to which this fault, if any, applies. */
export async function endingOf(
	fault: RequestFault | undefined,
	target: FaultTarget,
): Promise<Ending> {
	switch (fault?.kind) {
		case undefined:
			return { kind: 'answer', answer: await target.carryOut() };
		case 'resetBefore':
			return { kind: 'reset' };
		case 'resetAfter':
			await target.carryOut();
			return { kind: 'reset' };
		case 'stall':
			if (fault.carriedOut ?? true) await target.carryOut();
			return { kind: 'stall' };
		case 'truncate':
			return { kind: 'truncate', answer: await target.carryOut() };
		case 'status': {
			const { status = 502, carriedOut } = fault;
			return await instead(plainAnswer(status, `Error ${status}`), carriedOut, target);
		}
		case 'html': {
			const page = plainAnswer(200, SIGN_IN_PAGE, { 'Content-Type': 'text/html; charset=utf-8' });
			return await instead(page, fault.carriedOut, target);
		}
		case 'redirect':
			return { kind: 'answer', answer: plainAnswer(302, '', { Location: fault.location }) };
		case 'numericRetcode':
			return { kind: 'answer', answer: withNumericRetcode(await target.carryOut()) };
		case 'retcode': {
			const answer = jsonAnswer(target.answerKeys, fault, fault.status);
			return await instead(answer, fault.carriedOut, target);
		}
		case 'echoGuid': {
			const { retcode = '100-009' } = fault;
			const { guid } = target;
			const message = `The session ${guid} may not do this.`;
			const answer = jsonAnswer(['message', 'retcode', 'result'], {
				retcode,
				message,
				result: { guid },
			});
			return { kind: 'answer', answer };
		}
	}
}
