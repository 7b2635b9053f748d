import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { Deadline } from './deadline';
import type { Exchange } from './exchange';
import { readNetworkError } from './networkErrors';
import { readResponse } from './response';

/**
 * Sends a request and reads its answer, within one time limit for both. Never throws.
 * @param ms the limit
 * @param send sends the request; the signal is aborted when the time is up or the run is cancelled
 * @param options `runSignal` is aborted when the run is cancelled; `raiseTimeout` as in {@link readNetworkError}
 */
export async function exchangeWithin(
	ms: number,
	send: (signal: AbortSignal) => Promise<IN8nHttpFullResponse>,
	{ runSignal, raiseTimeout }: { runSignal?: AbortSignal; raiseTimeout?: string } = {},
): Promise<Exchange> {
	const deadline = new Deadline(ms, runSignal);
	try {
		return await readResponse(await send(deadline.signal));
	} catch (error) {
		return readNetworkError(deadline.explain(error), runSignal?.aborted ?? false, ms, raiseTimeout);
	} finally {
		deadline.close();
	}
}
