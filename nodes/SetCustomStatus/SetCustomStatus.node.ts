import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { setCustomStatus } from '../../gateway/operations/setCustomStatus';
import { actingAgentField, optionsField } from '../shared/fields';
import { runItems } from '../shared/runItems';
import { searchCustomStatuses } from '../shared/siteWordLists';
import { shown, subtitle } from '../shared/subtitle';

const agentId = actingAgentField('Agent ID', 'The agent whose custom status to set');

const customstate: INodeProperties = {
	displayName: 'Custom Status',
	name: 'customstate',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description:
		"The status to set. Your site's words come from the credential; the gateway itself knows codes only.",
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a status',
			typeOptions: { searchListMethod: 'searchCustomStatuses', searchable: true },
		},
		{
			displayName: 'By Code',
			name: 'code',
			type: 'string',
			placeholder: 'e.g. 100',
			hint: 'A code from 0 to 65534, or the word that the credential gives it',
		},
	],
};

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
			"Set the custom status of contact centre agents to one of the site's own codes, such as back office or coaching",
		defaults: { name: 'CC-Gateway Set Custom Status' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, customstate, optionsField()],
	};

	methods = { listSearch: { searchCustomStatuses } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				customstate: item.customStatus(customstate),
			}),
			request: setCustomStatus,
			phrase: (asked) => ({
				subject: `The custom status of agent ${asked.agentId}`,
				done: `set to ${asked.customstate}`,
			}),
		});
	}
}
