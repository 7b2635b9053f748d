import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Means } from '../../gateway/carryOut';
import { readNetworkError } from '../../gateway/exchange';
import { REQUEST_HEADERS, requestUrl } from '../../gateway/request';
import type { Options } from './options';
import { CREDENTIAL, type Session, type Sessions } from './sessions';

/** How long the other side asks to wait, in ms; only the form in seconds is read. */
const retryAfter = ({ headers }: IN8nHttpFullResponse): number | undefined => {
	const value = headers['retry-after'];
	return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : undefined;
};

/**
 * What {@link carryOut} needs, by n8n's own means: its request helper (proxies, protection against
 * internal addresses, the credential), its sleep, its cancelling.
 */
export function means(
	context: IExecuteFunctions,
	{ settings }: Sessions,
	{ timeout }: Options,
): (session: Session, halt: AbortSignal) => Means {
	const cancel = context.getExecutionCancelSignal();
	const cancelled = () => cancel?.aborted ?? false;

	return ({ credentials }, halt) => ({
		cancelled,
		halted: () => cancelled() || halt.aborted,
		random: Math.random,
		sleep: async (ms) => {
			try {
				await sleep(ms, cancel ? AbortSignal.any([cancel, halt]) : halt);
			} catch {
				// Ended early: whoever waits asks whether to go on.
			}
		},
		send: async (request) => {
			try {
				const response = (await context.helpers.httpRequestWithAuthentication.call(
					context,
					CREDENTIAL,
					{
						method: request.method,
						url: requestUrl(settings.connection.baseUrl, request),
						headers: { ...REQUEST_HEADERS },
						body: request.body,
						timeout,
						encoding: 'text',
						returnFullResponse: true,
						// Otherwise n8n itself repeats a request that was answered 401.
						ignoreHttpStatusErrors: true,
					},
					{ credentialsDecrypted: credentials },
				)) as IN8nHttpFullResponse;
				const { body, statusCode } = response;
				return {
					type: 'answered',
					status: statusCode,
					body: typeof body === 'string' ? body : JSON.stringify(body),
					retryAfter: retryAfter(response),
				};
			} catch (error) {
				return readNetworkError(error, cancelled(), timeout);
			}
		},
	});
}
