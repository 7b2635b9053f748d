import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { readAgent } from '../../gateway/answer/agents';
import { getAgent, type GetAgentArguments } from '../../gateway/operations/getAgent';
import { askingAgentField, optionsField } from '../shared/fields/commonFields';
import { AGENT_ID } from '../shared/fields/forms';
import { readSimplify, simplifyField } from '../shared/fields/queueFields';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = askingAgentField();

const workNo: INodeProperties = {
	displayName: 'Agent ID to Look Up',
	name: 'workNo',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002',
	description: `The agent to look up: ${AGENT_ID}, of the same VDN`,
};

const simplify = simplifyField("the gateway's own record and the number of the state", {
	displayOptions: { hide: { '@version': [1] } },
});

export class GetAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Get Agent',
		name: 'getAgent',
		icon: { light: 'file:../../icons/getAgent.svg', dark: 'file:../../icons/getAgent.dark.svg' },
		group: ['input'],
		version: [1, 1.1],
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
		properties: [workNo, simplify, agentId, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		const { typeVersion } = this.getNode();
		return await runItems<GetAgentArguments & { simplify: boolean }>(this, {
			read: (item) => ({
				workNo: item.agent(workNo, agentId),
				agentId: item.actingAgent(agentId),
				simplify: readSimplify(item, simplify, typeVersion),
			}),
			unreported: ['simplify'],
			simplify: (args) => args.simplify,
			request: getAgent,
			phrase: (args) => ({ subject: `Agent ${args.workNo}`, done: 'looked up' }),
			answers: (result, args) => {
				const found = readAgent(result, args.workNo, Date.now());
				if ('meaning' in found) return found;
				const { stateCode, ...agent } = found;
				const fields = { ...agent, workNo: args.workNo };
				return [args.simplify ? fields : { ...fields, stateCode }];
			},
		});
	}
}
