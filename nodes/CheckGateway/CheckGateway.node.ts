import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { checkGateway } from '../shared/check/checkGateway';
import { AGENT_ID } from '../shared/fields/forms';
import { shown, subtitle } from '../shared/fields/subtitle';

const depth: INodeProperties = {
	displayName: 'Depth',
	name: 'depth',
	type: 'options',
	options: [
		{
			name: 'Questions Only',
			value: 'questions',
			description: 'Changes nothing at the gateway. Takes about 30 seconds.',
		},
		{
			name: 'Also My Own State',
			value: 'ownState',
			description:
				"Also sets the credential's agent busy, gives it a custom status, sends it notes, and puts all back. Takes about two minutes.",
		},
		{
			name: 'Also Wait',
			value: 'wait',
			description:
				'Also waits to see how long Guids and sessions last. The session may end meanwhile. Takes up to eight minutes.',
		},
	],
	default: 'questions',
	description: 'How far the check goes. Each depth includes the one before.',
};

const colleagueId: INodeProperties = {
	displayName: 'Colleague Agent ID',
	name: 'colleagueId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 31002',
	description: `A colleague of the same VDN who is signed in now: ${AGENT_ID}. The check asks about this agent and changes nothing for it. Without it, some questions stay open.`,
};

const unusedId: INodeProperties = {
	displayName: 'Unused Agent ID',
	name: 'unusedId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 58888',
	displayOptions: { hide: { depth: ['questions'] } },
	description: `An ID that nobody has: ${AGENT_ID}. The check sends a note to the credential's agent and to this ID. Without it, the question whether a refused note reached anybody stays open.`,
};

export class CheckGateway implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Check Gateway',
		name: 'checkGateway',
		icon: {
			light: 'file:../../icons/checkGateway.svg',
			dark: 'file:../../icons/checkGateway.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: subtitle`${shown('depth', {
			words: {
				questions: 'Questions Only',
				ownState: 'Also My Own State',
				wait: 'Also Wait',
			},
		})}`,
		description:
			'Find out how your gateway behaves where its documents are silent, and which settings fit. For administrators, to run once.',
		defaults: { name: 'CC-Gateway Check Gateway' },
		usableAsTool: false as unknown as true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [depth, colleagueId, unusedId],
	};

	async execute(this: IExecuteFunctions) {
		return await checkGateway(this, { depth, colleagueId, unusedId });
	}
}
