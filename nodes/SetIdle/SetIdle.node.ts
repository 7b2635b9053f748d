import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { setIdle } from '../../gateway/operations/setIdle';
import { actingAgentField, ownAgentNotice, stateOptionsField } from '../shared/fields/commonFields';
import { runItems } from '../shared/runItems';
import { ACTING_AGENT, subtitle } from '../shared/fields/subtitle';
import { waitForState } from '../shared/waitForState';

const agentId = actingAgentField('Agent ID', 'The agent to set idle');

export class SetIdle implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Set Idle',
		name: 'setIdle',
		icon: { light: 'file:../../icons/setIdle.svg', dark: 'file:../../icons/setIdle.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`${ACTING_AGENT}`,
		description:
			'Set contact centre agents idle, so that they get calls again. Works mostly for the agent of the credential; for others use Guid per Item or Force Idle.',
		defaults: { name: 'CC-Gateway Set Idle' },
		usableAsTool: {
			replacements: {
				description:
					'Set a contact centre agent idle, who then gets calls again. An agent ID is a number from 101 to 999999.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, ownAgentNotice('Force Idle'), stateOptionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({ agentId: item.actingAgent(agentId) }),
			request: setIdle,
			forOthers: "the node Force Idle with an inspector's session",
			phrase: (args) => ({ subject: `Agent ${args.agentId}`, done: 'set idle' }),
			afterwards: waitForState('idle'),
			remedies: {
				'100-009':
					'An agent in a call cannot be set idle: try again when the call has ended. Otherwise the agent may not have the right.',
			},
		});
	}
}
