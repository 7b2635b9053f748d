import { sleep } from 'n8n-workflow';
import { sleepUnlessAborted } from '../session/sleepUnlessAborted';
import type { WaitContext } from '../../../gateway/http/waitContext';
import type { Clock } from '../../../gateway/polling/eventPoller';

/** What the poller needs, by n8n's own means. */
export const pollerClock: Clock = {
	now: () => Date.now(),
	random: Math.random,
	sleep: sleepUnlessAborted,
	linger: async (ms, end) => {
		const signals = [AbortSignal.timeout(ms), end];
		if (end.aborted) return;
		await new Promise<void>((resolve) => {
			for (const signal of signals)
				signal.addEventListener('abort', () => resolve(), { once: true });
		});
	},
};

/** How somebody waits who activates a workflow. */
export const waitContext: WaitContext = {
	sleep: async (ms) => await sleep(ms),
	aborted: () => false,
	random: Math.random,
};
