/** One poll of the Queue Trigger in n8n. */
import { omit } from '../../../gateway/values/omit';
import {
	deepCopy,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import {
	decide,
	type QueueConditions,
	type QueueStates,
	reasonsOf,
} from '../../../gateway/answer/queueAlerts';
import {
	askForStatistics,
	type QueueAnswer,
	type QueuesToAsk,
	statisticsRequests,
} from '../../../gateway/answer/queueStatistics';
import { listQueues } from '../../../gateway/operations/listQueues';
import { describeFailure } from '../report/describeFailure';
import { type NodeError, nodeError, triggerError } from '../report/nodeError';
import { isFirstPoll, keepReported, reportedOf } from './outages';
import { type QueueTriggerFields, type QueueTriggerSettings, readQueueTrigger } from './parameters';
import { openPollSession } from './session';

/** The wording for messages. */
const STATISTICS = {
	request: (args: QueuesToAsk) => statisticsRequests(args)[0] ?? listQueues(args.agentId),
	phrase: () => ({ subject: 'The data of the skill queues', done: 'read' }),
};

const itemsOf = (rows: readonly object[]): INodeExecutionData[][] => [
	rows.map((row) => ({ json: deepCopy(row) as IDataObject })),
];

/**
 * Queries the statistics of the queues and yields those that have crossed; null where none has. In a test, yields the
 * present statistics of every queue, and changes nothing.
 * @throws {NodeOperationError} with a sentence for an analyst: in a test, as the workflow is published, and for the
 *   first failed poll of an outage
 */
export async function pollQueues(
	context: IPollFunctions,
	fields: QueueTriggerFields,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') {
		const answer = await statisticsOf(context, fields);
		if (answer instanceof Error) throw answer;
		const { queues, settings } = answer;
		const at = new Date().toISOString();
		const rows = numbersOf(queues).map((queue) => testRow(queue, settings.conditions, at));
		return rows.length === 0 ? null : itemsOf(rows);
	}
	const first = isFirstPoll(context);
	const published = first && context.getActivationMode() === 'activate';
	const trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	const { outage, leftOut } = reportedOf(trigger);
	const log = (line: string) => {
		context.logger.warn(line, {
			workflowId: context.getWorkflow().id,
			nodeName: context.getNode().name,
		});
	};
	const answer = await statisticsOf(context, fields);
	if (answer instanceof Error) {
		if (outage && !published) return null;
		// A workflow that was not published has no outage: its next poll is that of another try to publish it.
		if (!published) keepReported(trigger, { outage: true, leftOut });
		if (!isStart(context)) throw answer;
		// Thrown at the start of n8n, it would keep n8n from polling at all, for up to a day.
		context.__emitError(answer);
		return null;
	}
	const { queues, settings } = answer;
	if (outage) log('The data of the skill queues can be read again');
	const missing = queues.filter(({ found }) => !found).map(({ skillId }) => skillId);
	for (const id of missing) {
		if (!leftOut.has(id))
			log(`The gateway returns no data of skill queue ${id}: it is not watched`);
	}
	keepReported(trigger, { outage: false, leftOut: new Set(missing) });

	const kept = context.getWorkflowStaticData('node');
	const before = published ? {} : ((kept.queues ?? {}) as QueueStates);
	const { after, events } = decide(
		deepCopy(before),
		numbersOf(queues),
		settings.conditions,
		Date.now(),
	);
	kept.queues = after;
	return events.length === 0 ? null : itemsOf(events);
}

/** The fields of an event, for a queue that need not be long: `reasons` lists the conditions that are met now. */
const testRow = (
	{ found, ...numbers }: Omit<QueueAnswer, 'result'>,
	conditions: QueueConditions,
	at: string,
) => ({
	...{ event: 'test', ...numbers },
	reasons: (found && reasonsOf({ found, ...numbers }, conditions)) || [],
	...{ since: null, at, found },
});

const numbersOf = (queues: readonly QueueAnswer[]) => queues.map((queue) => omit(queue, 'result'));

/** Tests whether n8n starts, or another main takes over. */
const isStart = (context: IPollFunctions): boolean =>
	['init', 'leadershipChange'].includes(context.getActivationMode());

/** The present statistics, or the reason why they are not known. Never throws. */
async function statisticsOf(
	context: IPollFunctions,
	fields: QueueTriggerFields,
): Promise<{ queues: QueueAnswer[]; settings: QueueTriggerSettings } | NodeError> {
	try {
		const settings = readQueueTrigger(context, fields);
		const session = await openPollSession(context);
		const args: QueuesToAsk = { agentId: session.agentId, skillIds: settings.skillIds };
		const { verdict, queues } = await askForStatistics(args, session.query);
		await session.settled();
		if (queues) return { queues, settings };
		const describing = { operation: STATISTICS, settings: session.settings, actsForOthers: false };
		const { message, description } = describeFailure(describing, args, session.redact(verdict));
		return nodeError(context.getNode(), message, { description }, verdict);
	} catch (error) {
		return triggerError(context.getNode(), error, 'The skill queues could not be watched');
	}
}
