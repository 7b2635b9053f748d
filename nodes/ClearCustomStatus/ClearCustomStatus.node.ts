import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { clearCustomStatus } from '../../gateway/operations/clearCustomStatus';
import { actingAgentField, ownAgentNotice, optionsField } from '../shared/fields/commonFields';
import { runItems } from '../shared/runItems';
import { ACTING_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose custom status to clear');

export class ClearCustomStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Clear Custom Status',
		name: 'clearCustomStatus',
		icon: {
			light: 'file:../../icons/clearCustomStatus.svg',
			dark: 'file:../../icons/clearCustomStatus.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitle`${ACTING_AGENT}`,
		description:
			'Clear the custom status of contact centre agents, so that they have none. Works mostly for the agent of the credential; for others use Guid per Item.',
		defaults: { name: 'CC-Gateway Clear Custom Status' },
		usableAsTool: {
			replacements: {
				description:
					'Clear the custom status of a contact centre agent, who then has none. An agent ID is a number from 101 to 999999.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, ownAgentNotice(), optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({ agentId: item.actingAgent(agentId) }),
			request: clearCustomStatus,
			phrase: (args) => ({
				subject: `The custom status of agent ${args.agentId}`,
				done: 'cleared',
			}),
			remedies: { '100-009': 'The agent probably has no custom status.' },
		});
	}
}
