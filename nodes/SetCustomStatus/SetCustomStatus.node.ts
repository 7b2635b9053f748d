import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { setCustomStatus } from '../../gateway/operations/setCustomStatus';
import { actingAgentField, ownAgentNotice, optionsField } from '../shared/fields/commonFields';
import { codeOrWord } from '../shared/fields/forms';
import { runItems } from '../shared/runItems';
import { siteCodeField } from '../shared/fields/siteCodeField';
import { searchCustomStatuses } from '../shared/listSearch/siteWordLists';
import { shown, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose custom status to set');

const customstate = siteCodeField(
	{
		displayName: 'Custom Status',
		name: 'customstate',
		required: true,
		description: `The status to set: ${codeOrWord('a code from 0 to 65534')}. The gateway itself knows codes only.`,
	},
	{
		list: 'searchCustomStatuses',
		choose: 'Choose a status',
		example: 100,
		range: 'A code from 0 to 65534',
	},
);

export class SetCustomStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Set Custom Status',
		name: 'setCustomStatus',
		icon: {
			light: 'file:../../icons/setCustomStatus.svg',
			dark: 'file:../../icons/setCustomStatus.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitle`Status: ${shown('customstate', { empty: 'not chosen' })}`,
		description:
			"Set the custom status of contact centre agents to one of the site's own codes, such as back office or coaching. Works mostly for the agent of the credential; for others use Guid per Item.",
		defaults: { name: 'CC-Gateway Set Custom Status' },
		usableAsTool: {
			replacements: {
				description:
					"Set the custom status of a contact centre agent to one of the site's own, such as back office or coaching. An agent ID is a number from 101 to 999999. A custom status is a code from 0 to 65534 or a word that this site uses.",
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, ownAgentNotice(), customstate, optionsField()],
	};

	methods = { listSearch: { searchCustomStatuses } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				customstate: item.customStatus(customstate),
			}),
			request: setCustomStatus,
			phrase: (args) => ({
				subject: `The custom status of agent ${args.agentId}`,
				done: `set to ${args.customstate}`,
			}),
		});
	}
}
