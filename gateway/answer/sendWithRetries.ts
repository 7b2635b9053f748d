/** Sends one request with retries. Sending, sleeping and chance are injected. */
import { judge } from './judge';
import type { Exchange } from '../http/exchange';
import type { Verdict } from './outcome';
import type { GatewayRequest } from '../operations/request';
import type { WaitContext } from '../http/waitContext';

/** Sending, waiting and chance, injected. `aborted` is also true if the run was cancelled. */
export interface RetryContext extends WaitContext {
	/** Sends a request. Must not throw. */
	send: (request: GatewayRequest) => Promise<Exchange>;
	/** Returns true if the run was cancelled. */
	cancelled: () => boolean;
}

const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 8_000;
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Delay before the next try, in ms: random, up to a limit that doubles with every try (full jitter), so that requests
 * that failed together are not retried together.
 * @param tries number of tries so far, 1 or more
 */
export function retryDelay(tries: number, random: () => number, retryAfter = 0): number {
	const limit = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (tries - 1));
	return Math.max(Math.round(random() * limit), Math.min(retryAfter, MAX_RETRY_AFTER_MS));
}

/** Verdict of a request that was never sent. */
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
 * Sends a request with at most `maxTries` tries. Never throws.
 *
 * Retries any request that was certainly not carried out, and a request with an unknown outcome only if it is
 * idempotent. Once a try has an unknown outcome, only success, or a refusal that the first try would have met as well,
 * makes the outcome certain.
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
