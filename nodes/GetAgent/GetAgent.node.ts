import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { readAgent } from '../../gateway/answer/agents';
import { getAgent } from '../../gateway/operations/getAgent';
import { actingAgentField, optionsField } from '../shared/fields/commonFields';
import { AGENT_ID } from '../shared/fields/forms';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Asking Agent ID', 'The agent who asks: signed in');

const workNo: INodeProperties = {
	displayName: 'Agent ID to Look Up',
	name: 'workNo',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002',
	description: `The agent to look up: ${AGENT_ID}, of the same VDN`,
};

export class GetAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Get Agent',
		name: 'getAgent',
		icon: { light: 'file:../../icons/getAgent.svg', dark: 'file:../../icons/getAgent.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}`,
		description:
			'Look up a contact centre agent: name, state and since when, skill queues, sign-in time. Changes nothing.',
		defaults: { name: 'CC-Gateway Get Agent' },
		usableAsTool: {
			replacements: {
				description:
					'Look up a contact centre agent: name, state and since when, skill queues, sign-in time. Changes nothing. An agent ID is a number from 101 to 999999.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, workNo, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({ agentId: item.actingAgent(agentId), workNo: item.agent(workNo) }),
			request: getAgent,
			phrase: (args) => ({ subject: `Agent ${args.workNo}`, done: 'looked up' }),
			answers: (result, { workNo: lookedUp }) => {
				const agent = readAgent(result, lookedUp, Date.now());
				return 'meaning' in agent ? agent : [{ ...agent, workNo: lookedUp }];
			},
		});
	}
}
