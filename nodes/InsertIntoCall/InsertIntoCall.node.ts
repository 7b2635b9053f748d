import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { insertIntoCall } from '../../gateway/operations/insertIntoCall';
import { actingAgentField, optionsField } from '../shared/fields';
import { runItems } from '../shared/runItems';

const agentId = actingAgentField(
	'Inspector Agent ID',
	'The inspector who joins the call: signed in, idle, and with the right to inspect',
);

const workNo: INodeProperties = {
	displayName: 'Agent ID to Barge In On',
	name: 'workNo',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002',
	description: 'The agent whose call the inspector joins. Must belong to the same VDN.',
};

export class InsertIntoCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Insert Into Call',
		name: 'insertIntoCall',
		icon: { light: 'file:../../icons/ccGateway.svg', dark: 'file:../../icons/ccGateway.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ "On agent: " + ($parameter["workNo"] || "not given") }}',
		description:
			'Let an inspector barge in on a contact centre agent, who then talks with the inspector and, in a call, with the customer too',
		defaults: { name: 'CC-Gateway Insert Into Call' },
		// A language model must not barge into calls.
		usableAsTool: false as unknown as true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, workNo, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => {
				const asked = { agentId: item.actingAgent(agentId), workNo: item.agent(workNo) };
				if (asked.agentId === asked.workNo) {
					item.refuse(
						workNo,
						`'${asked.workNo}' is the inspector`,
						'Nobody can barge in on themselves: give another agent.',
					);
				}
				return asked;
			},
			request: insertIntoCall,
			phrase: (asked) => ({
				subject: `Inspector ${asked.agentId}`,
				done: `inserted into the call of agent ${asked.workNo}`,
			}),
		});
	}
}
