import type { RetryContext } from '../../../gateway/answer/sendWithRetries';
import { abortableSleep } from '../session/abortableSleep';
import type { ExecutionMode } from '../read/executionMode';
import type { RunSession } from '../session/runSession';

/** The context of `sendWithRetries` in a node of n8n. */
export const retryContext =
	({ signal, cancelled }: Pick<ExecutionMode, 'signal' | 'cancelled'>) =>
	({ send }: RunSession, breakerSignal: AbortSignal): RetryContext => {
		const waitContext = {
			aborted: () => cancelled() || breakerSignal.aborted,
			random: Math.random,
			sleep: async (ms: number) =>
				await abortableSleep(ms, signal ? AbortSignal.any([signal, breakerSignal]) : breakerSignal),
		};
		return {
			...waitContext,
			cancelled,
			send: async (request) => await send(request, waitContext),
		};
	};
