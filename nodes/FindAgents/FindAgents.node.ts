import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { askingAgentField, optionsField } from '../shared/fields/commonFields';
import { searchAgents, searchRequest } from '../shared/findAgents';
import { readSimplify, simplifyField } from '../shared/fields/queueFields';
import { searchQueues } from '../shared/listSearch/searchQueues';
import { runItems } from '../shared/runItems';
import { shown, subtitle, where } from '../shared/fields/subtitle';

const agentId = askingAgentField();

const queues: INodeProperties = {
	displayName: 'Queues',
	name: 'queues',
	type: 'options',
	options: [
		{
			name: 'All Queues',
			value: 'all',
			description: 'The agents of all skill queues of the VDN, each once. Takes a query per queue.',
		},
		{ name: 'One Queue', value: 'one', description: 'The agents of one skill queue' },
	],
	default: 'one',
	description: 'Whose agents to find',
};

const simplify = simplifyField(
	"the gateway's own record, the number of the state, 'skills' and 'signedInAt'",
	{
		displayOptions: { hide: { '@version': [1] } },
	},
);

const skillId: INodeProperties = {
	displayName: 'Skill Queue',
	name: 'skillId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	displayOptions: { show: { queues: ['one'] } },
	description:
		'The skill queue whose agents to find. Its ID is a whole number of 1 or more, in plain digits.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a skill queue',
			hint: "The gateway is asked in the session of the credential; in the mode 'Guid per Item' there is none",
			typeOptions: { searchListMethod: 'searchQueues', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 6',
			hint: 'The ID of the skill queue, 1 or more',
		},
	],
};

const states: INodeProperties = {
	displayName: 'Agent States',
	name: 'states',
	type: 'multiOptions',
	options: [
		{ name: 'At Rest', value: 'rest' },
		{ name: 'Busy', value: 'busy' },
		{ name: 'Idle', value: 'idle' },
		{ name: 'Rest Booked', value: 'preRest' },
		{ name: 'Signed Out', value: 'signedOut' },
		{ name: 'Talking', value: 'talking' },
		{ name: 'Unknown', value: 'unknown' },
		{ name: 'Wrapping Up', value: 'wrapUp' },
	],
	default: [],
	// The editor shows "Select" in an empty list, whatever its placeholder is.
	hint: 'Empty: all states',
	description:
		'Find only agents who are in one of these states; leave empty for all. By expression: busy, idle, preRest, rest, signedOut, talking, unknown, wrapUp, with commas between them.',
};

export class FindAgents implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Find Agents',
		name: 'findAgents',
		icon: {
			light: 'file:../../icons/findAgents.svg',
			dark: 'file:../../icons/findAgents.dark.svg',
		},
		group: ['input'],
		version: [1, 1.1],
		subtitle: subtitle`Queue: ${where('queues', 'all', 'all', shown('skillId', { empty: 'not chosen' }))}`,
		description:
			'Find the contact centre agents who are signed in to a skill queue, at most 500, or to any queue, one item each. Agents who take no incoming calls are left out. Changes nothing.',
		defaults: { name: 'CC-Gateway Find Agents' },
		builderHint: {
			searchHint:
				'Outputs one item per agent found; workNo is the ID of that agent, and agentId is the agent who asks. Use workNo in the nodes that follow.',
		},
		usableAsTool: {
			replacements: {
				description:
					'Find the contact centre agents who are signed in to a skill queue, at most 500. Agents who take no incoming calls are left out. Changes nothing. The ID of a skill queue is a whole number of 1 or more, agent IDs are numbers from 101 to 999999. Agent states are busy, idle, preRest, rest, signedOut, talking, unknown and wrapUp: one, or several with commas between them.',
			},
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [queues, skillId, states, simplify, agentId, optionsField()],
	};

	methods = { listSearch: { searchQueues } };

	async execute(this: IExecuteFunctions) {
		const { typeVersion } = this.getNode();
		return await runItems(this, {
			read: (item) => {
				const all = item.choice(queues, ['all', 'one']) === 'all';
				return {
					...(all ? {} : { skillId: item.skillId(skillId) }),
					states: item.states(states),
					agentId: item.actingAgent(agentId),
					simplify: readSimplify(item, simplify, typeVersion),
				};
			},
			unreported: ['simplify'],
			request: searchRequest,
			phrase: (args) => ({
				subject: args.skillId === undefined ? 'The VDN' : `Skill queue ${args.skillId}`,
				done: 'searched',
			}),
			steps: searchAgents,
		});
	}
}
