import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Exchange } from './exchange';
import { readNetworkError } from './networkErrors';
import { onAbort } from './onAbort';
import { readResponse } from './response';

/** The limit is extended by this time, in ms, so that the time-out of n8n's helper, if it applies, comes first. */
const GRACE_MS = 50;

/**
 * Sends a request and reads its answer, within one time limit for both. The time-out of n8n's helper counts silence only:
 * an answer that arrives one byte at a time would hold a run for as long as the other side likes. Never throws.
 * @param ms the limit; up to 50 ms more are granted
 * @param send sends the request; the signal is aborted when the time is up or the run is cancelled
 * @param options `runSignal` is aborted when the run is cancelled; `raiseTimeout` as in {@link readNetworkError}
 */
export async function exchangeWithin(
	ms: number,
	send: (signal: AbortSignal) => Promise<IN8nHttpFullResponse>,
	{ runSignal, raiseTimeout }: { runSignal?: AbortSignal; raiseTimeout?: string } = {},
): Promise<Exchange> {
	// Not AbortSignal.any: in Node.js 20 it loses a time-out that has no other reference.
	const controller = new AbortController();
	const abort = (): void => controller.abort();
	const timeout = AbortSignal.timeout(ms + GRACE_MS);
	timeout.addEventListener('abort', abort);
	const release = runSignal && onAbort(runSignal, abort);
	try {
		return await readResponse(await send(controller.signal));
	} catch (error) {
		const cancelled = runSignal?.aborted ?? false;
		// Reads like a time-out of the network.
		const reason = timeout.aborted && !cancelled ? { code: 'ETIMEDOUT', cause: error } : error;
		return readNetworkError(reason, cancelled, ms, raiseTimeout);
	} finally {
		timeout.removeEventListener('abort', abort);
		release?.();
	}
}
