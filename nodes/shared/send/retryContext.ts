import { sleep } from 'n8n-workflow';
import type { Means } from '../../../gateway/answer/sendWithRetries';
import type { Manner } from '../read/executionMode';
import type { RunSession } from '../session/runSession';

/** What `carryOut` needs, by n8n's own means. */
export const means =
	({ cancel, cancelled }: Pick<Manner, 'cancel' | 'cancelled'>) =>
	({ deliver }: RunSession, halt: AbortSignal): Means => {
		const patience = {
			halted: () => cancelled() || halt.aborted,
			random: Math.random,
			sleep: async (ms: number) => {
				try {
					await sleep(ms, cancel ? AbortSignal.any([cancel, halt]) : halt);
				} catch {
					// Ended early: whoever waits asks whether to go on.
				}
			},
		};
		return {
			...patience,
			cancelled,
			send: async (request) => await deliver(request, patience),
		};
	};
