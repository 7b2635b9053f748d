/** A trigger of a workflow as the poller knows it. */
import { deepCopy, type IDataObject, type ITriggerFunctions } from 'n8n-workflow';
import type { ToldEvent } from '../../../gateway/answer/events';
import type { Connected, Ear } from '../../../gateway/polling/subscribers';
import { CREDENTIAL } from '../session/credential';
import { tryToConnect } from './connect';
import type { Chosen } from './triggerSettings';

/** Whether an event starts the workflow. */
const isFor = ({ events, watched }: Chosen, { event, agentId }: ToldEvent): boolean =>
	events.has(event) &&
	(event !== 'agentStateChanged' || watched.length === 0 || watched.includes(Number(agentId)));

/**
 * @param connected the credential as it is at first
 * @param chosen what starts the workflow
 * @param emitted is called after every execution that was started
 */
export function earOf(
	context: ITriggerFunctions,
	{ events: { cache } }: Connected,
	chosen: Chosen,
	emitted: () => void,
): Ear {
	const { id: workflowId } = context.getWorkflow();
	const { id: credentialId } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	return {
		connect: async (signal) => await tryToConnect(context, signal),
		// Whoever may use the same credential, or knows the same secret, may hear the same.
		proofs: [cache, credentialId].filter((proof) => !!proof),
		watched: chosen.watched,
		hear: (event) => {
			if (!isFor(chosen, event)) return;
			// Not taken from the context before: n8n sets it anew for a test.
			context.emit([[{ json: deepCopy(event) as unknown as IDataObject }]]);
			emitted();
		},
		say: (line) => context.logger.warn(line, { workflowId, nodeName: context.getNode().name }),
	};
}
