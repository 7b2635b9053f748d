import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { BARGING_IN } from '../../gateway/answer/rights';
import { endInsert } from '../../gateway/operations/endInsert';
import { optionsField } from '../shared/fields/commonFields';
import {
	inspectedField,
	inspectorField,
	readInspectionArguments,
} from '../shared/fields/inspector';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = inspectorField(
	'The inspector who leaves the call: signed in, and with the right to inspect',
);

const workNo = inspectedField('Agent ID to Leave', 'The agent whose call the inspector has joined');

export class EndInsert implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway End Insert',
		name: 'endInsert',
		icon: { light: 'file:../../icons/endInsert.svg', dark: 'file:../../icons/endInsert.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}`,
		description:
			"End an inspector's barging in on a contact centre agent. The agent and the customer go on talking.",
		defaults: { name: 'CC-Gateway End Insert' },
		usableAsTool: {
			replacements: {
				description:
					"End an inspector's barging in on a contact centre agent. The agent and the customer go on talking. Agent IDs are numbers from 101 to 999999; inspector and agent are not the same.",
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, agentId, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) =>
				readInspectionArguments(item, agentId, workNo, { cannot: 'barge in on itself' }),
			request: endInsert,
			phrase: (args) => ({
				subject: `The part of inspector ${args.agentId} in the call of agent ${args.workNo}`,
				done: 'ended',
			}),
			remedies: {
				...BARGING_IN,
				'900-005': 'The inspector is probably not in the call of this agent.',
			},
		});
	}
}
