import { sleep } from 'n8n-workflow';
import type { WaitContext } from '../../../gateway/http/waitContext';
import type { Clock } from '../../../gateway/polling/eventPoller';
import { abortableSleep } from '../session/abortableSleep';

/** The clock of the poller in n8n. */
export const pollerClock: Clock = {
	now: () => Date.now(),
	random: Math.random,
	sleep: abortableSleep,
	linger: async (ms, end) => {
		const signals = [AbortSignal.timeout(ms), end];
		if (end.aborted) return;
		await new Promise<void>((resolve) => {
			for (const signal of signals)
				signal.addEventListener('abort', () => resolve(), { once: true });
		});
	},
};

/** The wait context of a trigger, which no execution can cancel. */
export const waitContext: WaitContext = {
	sleep: async (ms) => await sleep(ms),
	aborted: () => false,
	random: Math.random,
};
