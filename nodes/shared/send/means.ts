import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Means } from '../../../gateway/answer/carryOut';
import type { RunSession } from '../session/runSession';

/** What {@link carryOut} needs, by n8n's own means. */
export function means(
	context: IExecuteFunctions,
): (session: RunSession, halt: AbortSignal) => Means {
	const cancel = context.getExecutionCancelSignal();
	const cancelled = () => cancel?.aborted ?? false;

	return ({ deliver }, halt) => {
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
}
