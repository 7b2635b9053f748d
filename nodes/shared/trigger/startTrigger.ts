/** The life of a trigger in n8n: from its parameters to one execution per event. */
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { sampleEvent } from '../../../gateway/answer/sampleEvents';
import { isPolledElsewhere } from '../../../gateway/session/pollOwner';
import { eventPollerFor } from '../../../gateway/polling/eventPollerFor';
import type { EventConnection, Subscriber } from '../../../gateway/polling/subscribers';
import { remedyOf } from '../../../gateway/polling/logMessages';
import type { EventPoller } from '../../../gateway/polling/eventPoller';
import { PreflightError } from '../read/preflightError';
import { triggerError } from '../report/nodeError';
import { connect } from './connect';
import { createSubscriber, outputEvent } from './createSubscriber';
import { pollerClock, waitContext } from './clock';
import { readTriggerSettings, type TriggerFields, type TriggerSettings } from './triggerSettings';
import { retryStart } from './retryStart';

/**
 * Subscribes to the events. If a user publishes the workflow or waits for a test event, it fails when the gateway
 * cannot be reached or opens no session. At a start of n8n it is retried until it succeeds: n8n itself would leave more
 * and more time between its tries, up to a day.
 * @throws {NodeOperationError} with a sentence for an analyst
 */
export async function startTrigger(
	context: ITriggerFunctions,
	fields: TriggerFields,
): Promise<ITriggerResponse> {
	return await withNodeError(context, async () => {
		const settings = readTriggerSettings(context, fields);
		const isTest = context.getMode() === 'manual';
		const closed = new AbortController();
		let unsubscribe = async (): Promise<void> => {};
		const begin = async (): Promise<void> => {
			const connection = await connect(context, closed.signal);
			const poller = eventPollerFor(connection.events.account, pollerClock);
			const subscriber: Subscriber = createSubscriber(context, connection, settings, () => {
				if (isTest) void unsubscribe();
			});
			assertCanJoin(poller, subscriber, connection);
			if (isTest) await assertNotPolledElsewhere(poller, connection);
			if (isInteractive(context)) await verifySession(connection);
			assertCanJoin(poller, subscriber, connection);
			// The user may have stopped the test in the meantime.
			if (closed.signal.aborted) return;
			unsubscribe = async () => await poller.unsubscribe(subscriber);
			await poller.subscribe(subscriber, !isInteractive(context));
		};
		const closeFunction = async (): Promise<void> => {
			closed.abort();
			await unsubscribe();
		};
		// n8n hands on the events of a test only after it has received this answer.
		const test = settings.sampleInTest ? async () => await outputSample(context, settings) : begin;
		const manualTriggerFunction = async (): Promise<void> => await withNodeError(context, test);
		if (isTest) return { closeFunction, manualTriggerFunction };
		if (isInteractive(context)) await begin();
		else await retryStart(context, begin, closed.signal);
		return { closeFunction };
	});
}

/** Outputs a made-up event. Sends nothing to the gateway. @throws {PreflightError} as {@link connect} */
async function outputSample(
	context: ITriggerFunctions,
	{ events: kinds }: TriggerSettings,
): Promise<void> {
	const { events, words } = await connect(context, new AbortController().signal);
	const { agentId } = events.account;
	outputEvent(context, sampleEvent(kinds, { agentId, words, now: pollerClock.now() }));
}

/** Tests whether a user waits for the answer. */
const isInteractive = (context: ITriggerFunctions): boolean =>
	!['init', 'leadershipChange'].includes(context.getActivationMode());

/** @throws {PreflightError} where others poll for the same agent with another credential */
function assertCanJoin(
	poller: EventPoller,
	subscriber: Subscriber,
	{ events: { account } }: EventConnection,
): void {
	if (poller.canJoin(subscriber)) return;
	throw new PreflightError(
		`Another published workflow listens to agent ${account.agentId} with another credential`,
		'The gateway delivers every event once. Use the same credential in both triggers: then each receives all events.',
		{},
	);
}

/**
 * A test must not take the events from a trigger in another process of n8n.
 * @throws {PreflightError}
 */
async function assertNotPolledElsewhere(
	poller: EventPoller,
	{ events }: EventConnection,
): Promise<void> {
	const { account } = events;
	const stored = await events.stored();
	if (poller.active || !stored) return;
	if (!isPolledElsewhere(stored, account, pollerClock.now())) return;
	throw new PreflightError(
		`A published workflow listens to agent ${account.agentId} in another process of n8n`,
		'The gateway delivers every event once: a test here would take events from it. Unpublish that workflow and wait 20 seconds (two minutes if that process was killed), or look at its executions instead.',
		{},
	);
}

/** @throws {PreflightError} if the gateway cannot be reached or opens no session */
async function verifySession({ events }: EventConnection): Promise<void> {
	events.cache.allowAnotherTry();
	const refused = await events.verify(waitContext);
	if (!refused) return;
	const code = refused.retcode === null ? '' : ` (${refused.retcode})`;
	const { agentId } = events.account;
	throw new PreflightError(
		`The events of agent ${agentId} cannot be received: ${refused.meaning}${code}`,
		remedyOf(refused),
		{},
	);
}

/** Runs work whose refusal n8n shows. @throws {NodeOperationError} */
async function withNodeError<T>(context: ITriggerFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw triggerError(context.getNode(), error, 'The trigger could not begin to listen');
	}
}
