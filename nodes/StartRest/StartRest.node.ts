import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { startRest } from '../../gateway/operations/startRest';
import { actingAgentField, ownAgentNotice, stateOptionsField } from '../shared/fields/commonFields';
import { codeOrWord } from '../shared/fields/forms';
import { minutesField, REST_REASON, restReasonField } from '../shared/fields/rest';
import { runItems } from '../shared/runItems';
import { searchRestReasons } from '../shared/listSearch/siteWordLists';
import { ACTING_AGENT, shown, subtitle } from '../shared/fields/subtitle';
import { waitForState } from '../shared/waitForState';

const agentId = actingAgentField('Agent ID', 'The agent who is to rest');

const minutes = minutesField();

const restcause = restReasonField(
	{
		description: `Why the agent rests: ${codeOrWord('a code from 0 to 255')}. Leave empty for no reason (0).`,
	},
	'A code from 0 to 255, 0 for no reason',
);

const prolong: INodeProperties = {
	displayName: 'Replace Current Rest',
	name: 'prolong',
	type: 'boolean',
	default: false,
	description:
		'Whether to give an agent who is at rest already the new time and reason. The gateway refuses such agents without it.',
};

export class StartRest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Start Rest',
		name: 'startRest',
		icon: { light: 'file:../../icons/startRest.svg', dark: 'file:../../icons/startRest.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`${ACTING_AGENT}: ${shown('minutes')} min${REST_REASON}`,
		description:
			'Let contact centre agents rest, such as for a break or lunch, for some minutes. An agent in a call rests when the call ends. Works mostly for the agent of the credential; for others use Guid per Item or Force Rest.',
		defaults: { name: 'CC-Gateway Start Rest' },
		usableAsTool: {
			replacements: {
				description:
					'Let a contact centre agent rest, such as for a break or lunch, for some minutes. An agent in a call rests when the call ends. An agent ID is a number from 101 to 999999. Minutes are a whole number from 1 to 1439, the rest reason is 0 for none, a code up to 255, or a word that this site uses.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [
			agentId,
			ownAgentNotice('Force Rest'),
			minutes,
			restcause,
			prolong,
			stateOptionsField(),
		],
	};

	methods = { listSearch: { searchRestReasons } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				time: 60 * item.restMinutes(minutes),
				restcause: item.restReason(restcause),
				prolong: item.flag(prolong),
			}),
			request: startRest,
			forOthers: "the node Force Rest with an inspector's session",
			phrase: (args) => ({ subject: `Agent ${args.agentId}`, done: 'sent to rest' }),
			afterwards: waitForState('rest'),
			remedies: {
				'100-009':
					"An agent who is at rest already needs the switch 'Replace Current Rest'. Otherwise look at the agent's state and rights.",
			},
		});
	}
}
