/** A trigger of a workflow as the poller knows it. */
import { deepCopy, type IDataObject, type ITriggerFunctions } from 'n8n-workflow';
import type { AgentEvent } from '../../../gateway/answer/events';
import type { EventConnection, Subscriber, Report } from '../../../gateway/polling/subscribers';
import { escapeHtml } from '../../../gateway/values/redact';
import { nodeError } from '../report/nodeError';
import { CREDENTIAL } from '../session/credential';
import { tryToConnect } from './connect';
import type { TriggerSettings } from './triggerSettings';

/** Tests whether an event starts the workflow. */
const isFor = ({ events, watched }: TriggerSettings, { event, agentId }: AgentEvent): boolean =>
	events.has(event) &&
	(event !== 'agentStateChanged' || watched.length === 0 || watched.includes(Number(agentId)));

/** Starts an execution with an event. */
export function outputEvent(context: ITriggerFunctions, event: AgentEvent): void {
	// Not taken from the context earlier: n8n replaces it for a test.
	context.emit([[{ json: deepCopy(event) as unknown as IDataObject }]]);
}

/** Writes a line to n8n's log. */
export function logWarning(context: ITriggerFunctions, line: string): void {
	const { id: workflowId } = context.getWorkflow();
	context.logger.warn(line, { workflowId, nodeName: context.getNode().name });
}

/**
 * Makes n8n record a failed execution, which starts the error workflow; the workflow stays published. A test ends with
 * the error. n8n has this since 2.x: earlier versions have only the log. Never throws.
 */
export function saveFailure(context: ITriggerFunctions, { message, description }: Report): void {
	const { saveFailedExecution } = context as Partial<ITriggerFunctions>;
	if (typeof saveFailedExecution !== 'function') return;
	const error = nodeError(context.getNode(), message, { description: escapeHtml(description) });
	try {
		saveFailedExecution.call(context, error);
	} catch {
		// The log has a line of it.
	}
}

/**
 * Creates the subscriber of a trigger.
 * @param connected the credential as it is at first
 * @param settings the events that start the workflow
 * @param finished called after every execution that was started, and before a failed one is recorded
 */
export function createSubscriber(
	context: ITriggerFunctions,
	{ events: { cache } }: EventConnection,
	settings: TriggerSettings,
	finished: () => void,
): Subscriber {
	const { id: workflowId } = context.getWorkflow();
	const { id: nodeId, credentials } = context.getNode();
	const { id: credentialId } = credentials?.[CREDENTIAL] ?? {};
	const isTest = context.getMode() === 'manual';
	return {
		connect: async (signal) => await tryToConnect(context, signal),
		// Workflows with the same credential, or the same secret, may receive the same events.
		accessKeys: [cache, credentialId].filter((accessKey) => !!accessKey),
		watched: settings.watched,
		onEvent: (event) => {
			if (!isFor(settings, event)) return;
			outputEvent(context, event);
			finished();
		},
		logWarning: (line) => logWarning(context, line),
		report: (report) => {
			finished();
			saveFailure(context, report);
		},
		...(!isTest && workflowId ? { key: `${workflowId}:${nodeId}` } : {}),
	};
}
