import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { FORCING } from '../../gateway/answer/rights';
import { forceIdle } from '../../gateway/operations/forceIdle';
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

const agentId = inspectorField(`The inspector who sets the other agent idle: ${WITH_THE_RIGHT}`);

const workNo = inspectedField('Agent ID to Set Idle', 'The agent to set idle');

export class ForceIdle implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Force Idle',
		name: 'forceIdle',
		icon: { light: 'file:../../icons/forceIdle.svg', dark: 'file:../../icons/forceIdle.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}`,
		description:
			'Set other contact centre agents idle, as an inspector, so that they get calls again',
		defaults: { name: 'CC-Gateway Force Idle' },
		usableAsTool: {
			replacements: {
				description:
					'Set another contact centre agent idle, as an inspector; the agent then gets calls again. Agent IDs are numbers from 101 to 999999; inspector and agent are not the same.',
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
					instead: 'Set Idle',
				}),
			request: forceIdle,
			phrase: byInspector('set idle'),
			afterwards: waitForState('idle'),
			remedies: {
				...FORCING,
				'900-005':
					'An agent in a call cannot be set idle: try again when the call has ended. Otherwise look at the state of both agents.',
			},
		});
	}
}
