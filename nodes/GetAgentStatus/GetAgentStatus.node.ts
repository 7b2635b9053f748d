import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { readAgentStatus, readCustomStatus, unusableStatus } from '../../gateway/answer/agents';
import { agentStatus } from '../../gateway/operations/agentStatus';
import { queryCustomStatus } from '../../gateway/operations/queryCustomStatus';
import { wordOf } from '../../gateway/values/siteWords';
import { actingAgentField, optionsField } from '../shared/fields/commonFields';
import { runItems } from '../shared/runItems';
import { ACTING_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose status to get');

const includeCustomStatus: INodeProperties = {
	displayName: 'Include Custom Status',
	name: 'includeCustomStatus',
	type: 'boolean',
	default: false,
	description:
		"Whether to ask for the agent's custom status too. That is a second question, and the gateway takes five in two seconds.",
};

export class GetAgentStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Get Agent Status',
		name: 'getAgentStatus',
		icon: {
			light: 'file:../../icons/getAgentStatus.svg',
			dark: 'file:../../icons/getAgentStatus.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: subtitle`${ACTING_AGENT}`,
		description:
			'Get what contact centre agents are doing: signed out, busy, idle, wrapping up, talking or at rest. Changes nothing.',
		defaults: { name: 'CC-Gateway Get Agent Status' },
		usableAsTool: {
			replacements: {
				description:
					'Get what a contact centre agent is doing: signed out, busy, idle, wrapping up, talking or at rest. Changes nothing. An agent ID is a number from 101 to 999999.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, includeCustomStatus, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				includeCustomStatus: item.flag(includeCustomStatus),
			}),
			request: (args) => agentStatus(args.agentId),
			forOthers: 'the node Get Agent, which asks in any session',
			phrase: (args) => ({ subject: `The status of agent ${args.agentId}`, done: 'read' }),
			answers: (result) => {
				const status = readAgentStatus(result);
				return unusableStatus(status) ?? [{ ...status }];
			},
			afterwards: async (args, { settings, ask }) => {
				if (!args.includeCustomStatus) return {};
				const verdict = await ask(queryCustomStatus(args.agentId));
				if (verdict.outcome !== 'accepted') return verdict;
				const customStatus = readCustomStatus(verdict.result);
				return { customStatus, customStatusWord: wordOf(settings.customStatuses, customStatus) };
			},
		});
	}
}
