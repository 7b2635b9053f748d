import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { FORCING } from '../../gateway/answer/rights';
import { forceBusy } from '../../gateway/operations/forceBusy';
import { stateOptionsField } from '../shared/fields/commonFields';
import {
	byInspector,
	inspectedField,
	inspectorField,
	readInspectionArguments,
	WITH_THE_RIGHT,
} from '../shared/fields/inspector';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';
import { waitForState } from '../shared/waitForState';

const agentId = inspectorField(`The inspector who sets the other agent busy: ${WITH_THE_RIGHT}`);

const workNo = inspectedField('Agent ID to Set Busy', 'The agent to set busy');

export class ForceBusy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Force Busy',
		name: 'forceBusy',
		icon: { light: 'file:../../icons/forceBusy.svg', dark: 'file:../../icons/forceBusy.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}`,
		description:
			'Set other contact centre agents busy, as an inspector, without a busy reason. An agent in a call becomes busy when the call ends.',
		defaults: { name: 'CC-Gateway Force Busy' },
		usableAsTool: {
			replacements: {
				description:
					'Set another contact centre agent busy, as an inspector, without a busy reason. An agent in a call becomes busy when the call ends. Agent IDs are numbers from 101 to 999999; inspector and agent are not the same.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, agentId, stateOptionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) =>
				readInspectionArguments(item, agentId, workNo, {
					cannot: 'force itself',
					instead: 'Set Busy',
				}),
			request: forceBusy,
			phrase: byInspector('set busy'),
			afterwards: waitForState('busy'),
			remedies: FORCING,
		});
	}
}
