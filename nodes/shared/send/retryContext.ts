import type { RetryContext } from '../../../gateway/answer/sendWithRetries';
import type { ExecutionMode } from '../read/executionMode';
import type { RunSession } from '../session/runSession';
import { sleepUnlessAborted } from '../session/sleepUnlessAborted';

/** What `sendWithRetries` needs, by n8n's own means. */
export const retryContext =
	({ signal, cancelled }: Pick<ExecutionMode, 'signal' | 'cancelled'>) =>
	({ send }: RunSession, breakerSignal: AbortSignal): RetryContext => {
		const waitContext = {
			aborted: () => cancelled() || breakerSignal.aborted,
			random: Math.random,
			sleep: async (ms: number) =>
				await sleepUnlessAborted(
					ms,
					signal ? AbortSignal.any([signal, breakerSignal]) : breakerSignal,
				),
		};
		return {
			...waitContext,
			cancelled,
			send: async (request) => await send(request, waitContext),
		};
	};
