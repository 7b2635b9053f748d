import { sleep } from 'n8n-workflow';
import type { Patience } from '../../../gateway/session/sessionContext';
import type { ListeningMeans } from '../../../gateway/polling/eventPoller';

/** What the poller needs, by n8n's own means. */
export const listeningMeans: ListeningMeans = {
	now: () => Date.now(),
	random: Math.random,
	sleep: async (ms, end) => {
		try {
			await sleep(ms, end);
		} catch {
			// Ended early: whoever waits asks whether to go on.
		}
	},
};

/** How somebody waits who activates a workflow. */
export const patience: Patience = {
	sleep: async (ms) => await sleep(ms),
	halted: () => false,
	random: Math.random,
};
