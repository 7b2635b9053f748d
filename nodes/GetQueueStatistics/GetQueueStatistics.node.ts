import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import {
	askForStatistics,
	type QueuesToAsk,
	statisticsRequests,
} from '../../gateway/answer/queueStatistics';
import { listQueues } from '../../gateway/operations/listQueues';
import { askingAgentField, optionsField } from '../shared/fields/commonFields';
import {
	QUEUES,
	queuesField,
	simplifyField,
	skillIdsField,
	WHERE_CHOSEN,
} from '../shared/fields/queueFields';
import { loadQueues } from '../shared/listSearch/searchQueues';
import { runItems } from '../shared/runItems';
import { shownList, subtitle, where } from '../shared/fields/subtitle';

const agentId = askingAgentField();

const queues = queuesField('Which skill queues to ask for');

const skillIds = skillIdsField('The skill queues to ask for', {
	displayOptions: WHERE_CHOSEN,
	required: true,
});

const simplify: INodeProperties = simplifyField("the gateway's own record of each queue");

const NO_QUEUES = 'No skill queue was found: the VDN of the asking agent has none.';

export class GetQueueStatistics implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Get Queue Statistics',
		name: 'getQueueStatistics',
		icon: {
			light: 'file:../../icons/getQueueStatistics.svg',
			dark: 'file:../../icons/getQueueStatistics.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: subtitle`Queues: ${where('queues', 'all', 'all', `${shownList('skillIds', {})} || 'not chosen'`)}`,
		description:
			'Get the numbers of contact centre skill queues: callers who wait, the longest wait, agents who are signed in and available. Changes nothing.',
		defaults: { name: 'CC-Gateway Get Queue Statistics' },
		usableAsTool: {
			replacements: {
				description:
					'Get the numbers of contact centre skill queues as they are now: callers who wait, the longest wait in seconds, agents who are signed in and available. Changes nothing. The ID of a skill queue is a whole number of 1 or more: one, or several with commas between them. An agent ID is a number from 101 to 999999.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [queues, skillIds, simplify, agentId, optionsField()],
	};

	methods = { loadOptions: { loadQueues } };

	async execute(this: IExecuteFunctions) {
		return await runItems<QueuesToAsk & { simplify: boolean }>(this, {
			read: (item) => {
				const all = item.choice(queues, QUEUES) === 'all';
				return {
					...(all ? {} : { skillIds: item.skillIds(skillIds) }),
					agentId: item.actingAgent(agentId),
					simplify: item.flag(simplify),
				};
			},
			unreported: ['skillIds', 'simplify'],
			request: (args) => statisticsRequests(args)[0] ?? listQueues(args.agentId),
			requests: statisticsRequests,
			phrase: ({ skillIds: ids }) => ({
				subject: `The data of ${ids === undefined ? 'all skill queues' : ids.length === 1 ? `skill queue ${ids[0]}` : `${ids.length} skill queues`}`,
				done: 'read',
			}),
			steps: async (args, { query }) => {
				const { verdict, queues: found } = await askForStatistics(args, query);
				return {
					...verdict,
					result: found ? null : verdict.result,
					found: found?.map(({ result, ...queue }): IDataObject => {
						return args.simplify ? queue : { ...queue, result: result };
					}),
					hint: found?.length === 0 ? NO_QUEUES : undefined,
				};
			},
		});
	}
}
