/** Subscribes when n8n starts: a part that the credential needs, such as a vault, may start later than n8n. */
import type { ITriggerFunctions } from 'n8n-workflow';
import { capitalize } from '../../../gateway/values/capitalize';
import { ReconnectBackoff } from '../../../gateway/polling/reconnectBackoff';
import { PreflightError } from '../read/preflightError';
import { logWarning, saveFailure } from './createSubscriber';
import { pollerClock } from './clock';

const LATER = 'It is tried again until it works.';

/**
 * Tries until it succeeds: n8n itself would leave more and more time between its tries, up to a day. Logs and reports a
 * lasting failure once.
 * @param begin reads the credential and subscribes; @throws {PreflightError} for a reason that may pass
 * @param signal aborted when the workflow is unpublished
 * @returns after the first attempt; further ones follow in the background
 */
export async function retryStart(
	context: ITriggerFunctions,
	begin: () => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	const outage = new ReconnectBackoff(pollerClock.now, pollerClock.random);
	const attempt = async (): Promise<number | undefined> => {
		try {
			await begin();
			if (outage.isReported) logWarning(context, 'CC-Gateway Trigger: it listens now.');
			return undefined;
		} catch (error) {
			const pause = outage.recordFailure();
			if (!signal.aborted && outage.shouldLog('passing')) report(context, error);
			return pause;
		}
	};
	const goOn = async (pause: number | undefined): Promise<void> => {
		for (let next = pause; next !== undefined; next = await attempt()) {
			await pollerClock.sleep(next, signal);
			if (signal.aborted) return;
		}
	};
	void goOn(await attempt());
}

function report(context: ITriggerFunctions, error: unknown): void {
	const { message, remedy } =
		error instanceof PreflightError
			? error
			: { message: 'an error in n8n prevented it', remedy: '' };
	const reason = `${capitalize(message)}. ${remedy}`.trim();
	logWarning(context, `CC-Gateway Trigger: it cannot begin to listen. ${LATER} ${reason}`);
	saveFailure(context, {
		message: 'The trigger cannot begin to listen',
		description: `${reason} ${LATER}`,
	});
}
