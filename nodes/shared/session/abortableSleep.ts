import { sleep } from 'n8n-workflow';

/** Waits for some ms; ends early, without throwing, when the signal is aborted: the caller checks whether to continue. */
export async function abortableSleep(ms: number, signal?: AbortSignal): Promise<void> {
	try {
		await sleep(ms, signal);
	} catch {
		// Aborted.
	}
}
