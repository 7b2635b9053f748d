import { sleep } from 'n8n-workflow';

/** Waits; ends early, without throwing, when the signal is aborted: the caller checks whether to go on. */
export async function sleepUnlessAborted(ms: number, signal?: AbortSignal): Promise<void> {
	try {
		await sleep(ms, signal);
	} catch {
		// Aborted.
	}
}
