import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { endRest } from '../../gateway/operations/endRest';
import { actingAgentField, ownAgentNotice, optionsField } from '../shared/fields/commonFields';
import { runItems } from '../shared/runItems';
import { ACTING_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose rest is to end');

export class EndRest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway End Rest',
		name: 'endRest',
		icon: { light: 'file:../../icons/endRest.svg', dark: 'file:../../icons/endRest.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`${ACTING_AGENT}`,
		description:
			'End the rest of contact centre agents, so that they get calls again. Works mostly for the agent of the credential; for others use Guid per Item.',
		defaults: { name: 'CC-Gateway End Rest' },
		usableAsTool: {
			replacements: {
				description:
					'End the rest of a contact centre agent, who then gets calls again. An agent ID is a number from 101 to 999999.',
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
			request: endRest,
			phrase: (args) => ({ subject: `The rest of agent ${args.agentId}`, done: 'ended' }),
			remedies: {
				'100-009':
					'The agent is probably not at rest. A rest that begins only when a call ends cannot be ended yet: set the agent idle later.',
			},
		});
	}
}
