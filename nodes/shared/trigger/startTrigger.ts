/** How a trigger runs in n8n: from its parameters to one execution per event. */
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { isPolledElsewhere } from '../../../gateway/session/pollOwner';
import { listeningTo } from '../../../gateway/polling/eventPollerFor';
import type { Connected, Ear } from '../../../gateway/polling/subscribers';
import { remedyOf } from '../../../gateway/polling/logMessages';
import type { Listening } from '../../../gateway/polling/eventPoller';
import { escapeHtml } from '../../../gateway/values/redact';
import { PreflightError } from '../read/preflightError';
import { type NodeError, nodeError } from '../report/nodeError';
import { connect } from './connect';
import { earOf } from './createSubscriber';
import { pollerClock, waitContext } from './clock';
import { readChosen, type TriggerFields } from './triggerSettings';

/**
 * Begins to listen. Where somebody publishes the workflow, or waits for a test event, that is refused if the gateway
 * cannot be reached or opens no session. When n8n starts, it is tried until it works: n8n itself would leave more and
 * more time between its tries, up to a day.
 * @throws {NodeOperationError} with a sentence for an analyst
 */
export async function listen(
	context: ITriggerFunctions,
	fields: TriggerFields,
): Promise<ITriggerResponse> {
	return await explained(context, async () => {
		const chosen = readChosen(context, fields);
		const connected = await connect(context, new AbortController().signal);
		const listening = listeningTo(connected.events.account, pollerClock);
		const isTest = context.getMode() === 'manual';
		const ear: Ear = earOf(context, connected, chosen, () => {
			if (isTest) void listening.leave(ear);
		});
		let closed = false;
		const join = async (): Promise<void> => {
			admit(listening, ear, connected);
			if (isTest) await refuseIfElsewhere(listening, connected);
			if (isByHand(context)) await proveSession(connected);
			admit(listening, ear, connected);
			// Somebody may have stopped the test meanwhile.
			if (!closed) await listening.join(ear, !isByHand(context));
		};
		const closeFunction = async (): Promise<void> => {
			closed = true;
			await listening.leave(ear);
		};
		// n8n hands the events of a test on only after it has got this answer.
		const manualTriggerFunction = async (): Promise<void> => await explained(context, join);
		if (isTest) return { closeFunction, manualTriggerFunction };
		await join();
		return { closeFunction };
	});
}

/** Whether somebody waits for the answer. */
const isByHand = (context: ITriggerFunctions): boolean =>
	!['init', 'leadershipChange'].includes(context.getActivationMode());

/** @throws {Refusal} where others listen to the same agent by another credential */
function admit(listening: Listening, ear: Ear, { events: { account } }: Connected): void {
	if (listening.admits(ear)) return;
	throw new PreflightError(
		`Another published workflow listens to agent ${account.agentId} with another credential`,
		'The gateway tells every event once. Use the same credential in both triggers: then each hears all events.',
		{},
	);
}

/**
 * A test must not take the events from a trigger in another process of n8n.
 * @throws {Refusal}
 */
async function refuseIfElsewhere(listening: Listening, { events }: Connected): Promise<void> {
	const { account } = events;
	const stored = await events.stored();
	if (listening.active || !stored) return;
	if (!isPolledElsewhere(stored, account, pollerClock.now())) return;
	throw new PreflightError(
		`A published workflow listens to agent ${account.agentId} in another process of n8n`,
		'The gateway tells every event once: a test here would take events from it. Unpublish that workflow and wait two minutes, or look at its executions instead.',
		{},
	);
}

/** @throws {Refusal} if the gateway cannot be reached or opens no session */
async function proveSession({ events }: Connected): Promise<void> {
	const refused = await events.whyNot(waitContext);
	if (!refused) return;
	const code = refused.retcode === null ? '' : ` (${refused.retcode})`;
	const { agentId } = events.account;
	throw new PreflightError(
		`The events of agent ${agentId} cannot be heard: ${refused.meaning}${code}`,
		remedyOf(refused),
		{},
	);
}

/** Does something that n8n shows the refusal of. @throws {NodeOperationError} */
async function explained<T>(context: ITriggerFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw explanationOf(context, error);
	}
}

const explanationOf = (context: ITriggerFunctions, error: unknown): NodeError => {
	const { message, remedy } =
		error instanceof PreflightError
			? error
			: { message: 'The trigger could not begin to listen', remedy: 'Try again.' };
	return nodeError(context.getNode(), message, { description: escapeHtml(remedy) });
};
