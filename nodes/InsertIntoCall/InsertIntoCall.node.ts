import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { BARGING_IN } from '../../gateway/answer/rights';
import { insertIntoCall } from '../../gateway/operations/insertIntoCall';
import { optionsField } from '../shared/fields/commonFields';
import {
	inspectedField,
	inspectorField,
	readInspectionArguments,
} from '../shared/fields/inspector';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = inspectorField(
	'The inspector who joins the call: signed in, idle, and with the right to inspect',
);

const workNo = inspectedField(
	'Agent ID to Barge In On',
	'The agent whose call the inspector joins',
);

export class InsertIntoCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Insert Into Call',
		name: 'insertIntoCall',
		icon: {
			light: 'file:../../icons/insertIntoCall.svg',
			dark: 'file:../../icons/insertIntoCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitle`On agent: ${OTHER_AGENT}`,
		description:
			'Let an inspector barge in on a contact centre agent, who then talks with the inspector and, in a call, with the customer too',
		defaults: { name: 'CC-Gateway Insert Into Call' },
		// A language model must not barge into calls.
		usableAsTool: false as unknown as true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, agentId, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) =>
				readInspectionArguments(item, agentId, workNo, { cannot: 'barge in on itself' }),
			request: insertIntoCall,
			phrase: (args) => ({
				subject: `Inspector ${args.agentId}`,
				done: `inserted into the call of agent ${args.workNo}`,
			}),
			remedies: BARGING_IN,
		});
	}
}
