import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { SETTING_BUSY } from '../../gateway/answer/busyAlready';
import { NO_BUSY_REASON } from '../../gateway/values/siteCodes';
import { setBusy } from '../../gateway/operations/setBusy';
import { actingAgentField, stateOptionsField } from '../shared/fields';
import { runItems } from '../shared/runItems';
import { loadBusyReasons } from '../shared/siteWordLists';
import { waitForState } from '../shared/waitForState';

const agentId = actingAgentField('Agent ID', 'The agent to set busy');

const reason: INodeProperties = {
	displayName: 'Busy Reason Name or ID',
	name: 'reason',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'loadBusyReasons' },
	// An expression may yield a word; the editor must not call that an unknown value.
	allowArbitraryValues: true,
	default: NO_BUSY_REASON,
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: "Your site's words come from the credential; an expression may give a word instead of its code",
};

const prolong: INodeProperties = {
	displayName: 'Replace Current Reason',
	name: 'prolong',
	type: 'boolean',
	default: false,
	description:
		'Whether to give an agent who is busy already the new reason. The gateway refuses busy agents without it. Other agents are set busy as well. Needs a busy reason.',
};

export class SetBusy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Set Busy',
		name: 'setBusy',
		icon: { light: 'file:../../icons/ccGateway.svg', dark: 'file:../../icons/ccGateway.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["agentId"] || "Agent of the credential") + ($parameter["reason"] ? ": reason " + $parameter["reason"] : "") }}',
		description:
			'Set contact centre agents busy, with or without a busy reason. An agent in a call becomes busy when the call ends.',
		defaults: { name: 'CC-Gateway Set Busy' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [agentId, reason, prolong, stateOptionsField()],
	};

	methods = { loadOptions: { loadBusyReasons } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => {
				const asked = {
					agentId: item.actingAgent(agentId),
					reason: item.busyReason(reason),
					prolong: item.flag(prolong),
				};
				if (asked.prolong && asked.reason === NO_BUSY_REASON) {
					item.refuse(
						prolong,
						'there is no busy reason to replace the current one with',
						'Choose a busy reason from 200 to 250, or switch this off.',
					);
				}
				return asked;
			},
			request: setBusy,
			phrase: (asked) => ({ subject: `Agent ${asked.agentId}`, done: 'set busy' }),
			afterwards: waitForState('busy'),
			explanations: SETTING_BUSY,
		});
	}
}
