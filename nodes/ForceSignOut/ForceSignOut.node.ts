import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { FORCING } from '../../gateway/answer/rights';
import { forceSignOut } from '../../gateway/operations/forceSignOut';
import { optionsField } from '../shared/fields/commonFields';
import {
	byInspector,
	inspectedField,
	inspectorField,
	readInspectionArguments,
	WITH_THE_RIGHT,
} from '../shared/fields/inspector';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, subtitle } from '../shared/fields/subtitle';

const agentId = inspectorField(`The inspector who signs the other agent out: ${WITH_THE_RIGHT}`);

const workNo = inspectedField('Agent ID to Sign Out', 'The agent to sign out');

const confirm: INodeProperties = {
	displayName: 'Confirm',
	name: 'confirm',
	type: 'boolean',
	default: false,
	required: true,
	description:
		'Whether you are sure. An agent who is signed out loses the call, and cannot work until signing in again. Nothing is sent while this is off.',
};

export class ForceSignOut implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Force Sign Out',
		name: 'forceSignOut',
		icon: {
			light: 'file:../../icons/forceSignOut.svg',
			dark: 'file:../../icons/forceSignOut.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitle`Agent: ${OTHER_AGENT}`,
		description:
			'Sign other contact centre agents out, as an inspector, also in the middle of a call',
		defaults: { name: 'CC-Gateway Force Sign Out' },
		// A language model must not sign people out.
		usableAsTool: false as unknown as true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, confirm, agentId, optionsField()],
	};

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => {
				const args = readInspectionArguments(item, agentId, workNo, {
					cannot: 'sign itself out',
				});
				if (!item.flag(confirm)) {
					item.refuse(
						confirm,
						'it is not switched on',
						'Signing out ends the work of an agent, a call included. Switch it on if that is meant.',
					);
				}
				return args;
			},
			request: forceSignOut,
			phrase: byInspector('signed out'),
			remedies: FORCING,
		});
	}
}
