import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { FORCING_REST } from '../../gateway/answer/rights';
import { forceRest } from '../../gateway/operations/forceRest';
import { stateOptionsField } from '../shared/fields/commonFields';
import { codeOrWord } from '../shared/fields/forms';
import {
	byInspector,
	inspectedField,
	inspectorField,
	readInspectionArguments,
	WITH_THE_RIGHT,
} from '../shared/fields/inspector';
import { minutesField, REST_REASON, restReasonField } from '../shared/fields/rest';
import { runItems } from '../shared/runItems';
import { searchRestReasons } from '../shared/listSearch/siteWordLists';
import { OTHER_AGENT, shown, subtitle } from '../shared/fields/subtitle';
import { waitForState } from '../shared/waitForState';

const agentId = inspectorField(
	`The inspector who sends the other agent to rest: ${WITH_THE_RIGHT}`,
);

const workNo = inspectedField('Agent ID to Send to Rest', 'The agent who is to rest');

const minutes = minutesField();

const restcause = restReasonField(
	{
		required: true,
		description: `Why the agent rests: ${codeOrWord('a code from 1 to 255')}. An inspector has to give one.`,
	},
	'A code from 1 to 255',
);

export class ForceRest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Force Rest',
		name: 'forceRest',
		icon: { light: 'file:../../icons/forceRest.svg', dark: 'file:../../icons/forceRest.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}, ${shown('minutes')} min${REST_REASON}`,
		description:
			'Send other contact centre agents to rest, as an inspector, for some minutes. An agent in a call rests when the call ends.',
		defaults: { name: 'CC-Gateway Force Rest' },
		usableAsTool: {
			replacements: {
				description:
					'Send another contact centre agent to rest, as an inspector, for some minutes. An agent in a call rests when the call ends. Agent IDs are numbers from 101 to 999999; inspector and agent are not the same. Minutes are a whole number from 1 to 1439, the rest reason is a code from 1 to 255 or a word that this site uses.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, minutes, restcause, agentId, stateOptionsField()],
	};

	methods = { listSearch: { searchRestReasons } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				...readInspectionArguments(item, agentId, workNo, {
					cannot: 'force itself',
					instead: 'Start Rest',
				}),
				time: 60 * item.restMinutes(minutes),
				restcause: item.forcedRestReason(restcause),
			}),
			request: forceRest,
			phrase: byInspector('sent to rest'),
			afterwards: waitForState('rest'),
			remedies: FORCING_REST,
		});
	}
}
