/** A trigger of a workflow as the poller knows it. */
import { deepCopy, type IDataObject, type ITriggerFunctions } from 'n8n-workflow';
import type { AgentEvent } from '../../../gateway/answer/events';
import type { EventConnection, Subscriber } from '../../../gateway/polling/subscribers';
import { CREDENTIAL } from '../session/credential';
import { tryToConnect } from './connect';
import type { TriggerSettings } from './triggerSettings';

/** Whether an event starts the workflow. */
const isFor = ({ events, watched }: TriggerSettings, { event, agentId }: AgentEvent): boolean =>
	events.has(event) &&
	(event !== 'agentStateChanged' || watched.length === 0 || watched.includes(Number(agentId)));

/**
 * @param connected the credential as it is at first
 * @param settings what starts the workflow
 * @param emitted is called after every execution that was started
 */
export function createSubscriber(
	context: ITriggerFunctions,
	{ events: { cache } }: EventConnection,
	settings: TriggerSettings,
	emitted: () => void,
): Subscriber {
	const { id: workflowId } = context.getWorkflow();
	const { id: credentialId } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	return {
		connect: async (signal) => await tryToConnect(context, signal),
		// Whoever may use the same credential, or knows the same secret, may hear the same.
		accessKeys: [cache, credentialId].filter((accessKey) => !!accessKey),
		watched: settings.watched,
		onEvent: (event) => {
			if (!isFor(settings, event)) return;
			// Not taken from the context before: n8n sets it anew for a test.
			context.emit([[{ json: deepCopy(event) as unknown as IDataObject }]]);
			emitted();
		},
		logWarning: (line) =>
			context.logger.warn(line, { workflowId, nodeName: context.getNode().name }),
	};
}
