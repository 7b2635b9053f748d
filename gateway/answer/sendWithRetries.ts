/** One request with its tries. Sending, sleeping, time and chance are handed in. */
import { judge } from './judge';
import type { Exchange } from '../http/exchange';
import type { Verdict } from './outcome';
import type { GatewayRequest } from '../operations/request';
import type { WaitContext } from '../http/waitContext';

/** Sending, waiting and chance, handed in. `aborted` also holds where the run was cancelled. */
export interface RetryContext extends WaitContext {
	/** Sends a request. Must not throw. */
	send: (request: GatewayRequest) => Promise<Exchange>;
	/** Whether the run was cancelled. */
	cancelled: () => boolean;
}

const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 8_000;
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait before the next try, in ms: anything up to a limit that doubles with every
 * try (full jitter), so that many requests that failed together do not come back together.
 * @param tries how many were made, 1 or more
 */
export function retryDelay(tries: number, random: () => number, retryAfter = 0): number {
	const limit = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (tries - 1));
	return Math.max(Math.round(random() * limit), Math.min(retryAfter, MAX_RETRY_AFTER_MS));
}

/** What a request ends with that never had its turn. */
export const notAttempted = (meaning: string, remedy: string): Verdict => ({
	outcome: 'notAttempted',
	retry: 'never',
	aborted: true,
	meaning,
	remedy,
	retcode: null,
	message: null,
	result: null,
});

export const CANCELLED_BEFORE_SENDING = notAttempted(
	'the run was cancelled before it was sent',
	'Run the workflow again for what is missing.',
);

/**
 * Carries a request out with at most `maxTries` tries and says what became of it. Never throws.
 *
 * Repeats what was certainly not carried out, whatever it is, and what has an unknown end only
 * if the request may be replayed. Once a try has an unknown end, only success or a refusal that
 * would have met the first try as well makes it certain.
 */
export async function sendWithRetries(
	request: GatewayRequest,
	maxTries: number,
	{ send, sleep, random, cancelled, aborted }: RetryContext,
): Promise<Verdict> {
	let doubt: Verdict | undefined;
	let verdict = CANCELLED_BEFORE_SENDING;
	for (let tries = 1; tries <= maxTries && !cancelled(); tries++) {
		if (tries > 1 && aborted()) break;
		verdict = judge(await send(request), request);
		if (verdict.outcome === 'unknown') doubt = verdict;
		const again =
			verdict.retry === 'always' ||
			(verdict.retry === 'ifIdempotent' && request.effect !== 'nonIdempotent');
		if (!again) break;
		if (tries < maxTries) await sleep(retryDelay(tries, random, verdict.retryAfter));
	}
	const certain =
		verdict.outcome === 'accepted' || (verdict.outcome === 'rejected' && verdict.final);
	if (doubt === undefined || certain || verdict === doubt) return verdict;
	return {
		...verdict,
		outcome: 'unknown',
		meaning: doubtful(doubt, verdict),
		remedy: doubt.remedy,
	};
}

const doubtful = (first: Verdict, last: Verdict): string =>
	`${first.meaning}, and a later try ended with: ${last.meaning}`;
