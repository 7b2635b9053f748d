import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { NO_REASON } from '../../gateway/values/settings';
import { NO_BUSY_REASON } from '../../gateway/values/siteCodes';
import { setBusy } from '../../gateway/operations/setBusy';
import { BUSY_REASONS, busyReasonOf } from '../shared/fields/busyReason';
import { actingAgentField, ownAgentNotice, stateOptionsField } from '../shared/fields/commonFields';
import { SETTING_BUSY } from '../shared/report/busyAlready';
import { runItems } from '../shared/runItems';
import { loadBusyReasons, searchBusyReasons } from '../shared/listSearch/siteWordLists';
import { ACTING_AGENT, shown, subtitle } from '../shared/fields/subtitle';
import { waitForState } from '../shared/waitForState';

const agentId = actingAgentField('Agent ID', 'The agent to set busy');

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
		icon: { light: 'file:../../icons/setBusy.svg', dark: 'file:../../icons/setBusy.dark.svg' },
		group: ['output'],
		version: [1, 1.1],
		subtitle: subtitle`${ACTING_AGENT}${shown('reason', { before: ': ', code: 'reason', words: { '0': '', [NO_REASON]: '' } })}`,
		description:
			'Set contact centre agents busy, with or without a busy reason. An agent in a call becomes busy when the call ends. Works mostly for the agent of the credential; for others use Guid per Item or Force Busy.',
		defaults: { name: 'CC-Gateway Set Busy' },
		usableAsTool: {
			replacements: {
				description:
					'Set a contact centre agent busy, with or without a busy reason. An agent in a call becomes busy when the call ends. An agent ID is a number from 101 to 999999. A busy reason is 0 for none, a code from 200 to 250, or a word that this site uses. An agent who is busy already gets another reason only if the current one is to be replaced.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [
			agentId,
			ownAgentNotice('Force Busy (no reason)'),
			...BUSY_REASONS,
			prolong,
			stateOptionsField(),
		],
	};

	methods = { loadOptions: { loadBusyReasons }, listSearch: { searchBusyReasons } };

	async execute(this: IExecuteFunctions) {
		const reason = busyReasonOf(this.getNode().typeVersion);
		return await runItems(this, {
			read: (item) => {
				const args = {
					agentId: item.actingAgent(agentId),
					reason: item.busyReason(reason),
					prolong: item.flag(prolong),
				};
				if (args.prolong && args.reason === NO_BUSY_REASON) {
					item.refuse(
						prolong,
						'there is no busy reason to replace the current one with',
						'Choose a busy reason from 200 to 250, or switch this off.',
					);
				}
				return args;
			},
			request: setBusy,
			forOthers: "the node Force Busy with an inspector's session, where no reason can be given",
			phrase: (args) => ({ subject: `Agent ${args.agentId}`, done: 'set busy' }),
			followUp: waitForState('busy'),
			explanations: SETTING_BUSY,
		});
	}
}
