import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { readAgents } from '../../gateway/answer/agents';
import { findAgents, MAX_AGENTS_PER_QUEUE } from '../../gateway/operations/findAgents';
import { actingAgentField, optionsField } from '../shared/fields/commonFields';
import { searchQueues } from '../shared/listSearch/searchQueues';
import { runItems } from '../shared/runItems';
import { shown, subtitle } from '../shared/fields/subtitle';

const agentId = actingAgentField('Asking Agent ID', 'The agent who asks: signed in');

const skillId: INodeProperties = {
	displayName: 'Skill Queue',
	name: 'skillId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
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
	description:
		'Find only agents who are in one of these states; leave empty for all. By expression or from a language model: busy, idle, preRest, rest, signedOut, talking, unknown, wrapUp, with commas between them.',
};

/** Why an answer may hold nobody, or not everybody. */
const hint = (result: unknown, found: number): string | undefined => {
	if (Array.isArray(result) && result.length >= MAX_AGENTS_PER_QUEUE) {
		return `The gateway tells at most ${MAX_AGENTS_PER_QUEUE} agents of a skill queue, and it did: there may be more.`;
	}
	return found === 0
		? 'No agent was found in a skill queue: nobody is signed in to it, nobody is in a state that was chosen, or there is no queue with this ID. Agents who take no incoming calls are left out by the gateway.'
		: undefined;
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
		version: 1,
		subtitle: subtitle`Queue: ${shown('skillId', { empty: 'not chosen' })}`,
		description:
			'Find the contact centre agents who are signed in to a skill queue, one item each, at most 500. Agents who take no incoming calls are left out. Changes nothing.',
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
		properties: [agentId, skillId, states, optionsField()],
	};

	methods = { listSearch: { searchQueues } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => ({
				agentId: item.actingAgent(agentId),
				skillId: item.skillId(skillId),
				states: item.states(states),
			}),
			request: findAgents,
			phrase: (args) => ({ subject: `Skill queue ${args.skillId}`, done: 'searched' }),
			answers: (result, args) =>
				readAgents(result, Date.now())
					.filter(({ state }) => args.states.length === 0 || args.states.includes(state))
					.map((agent) => ({ ...agent })),
			hint,
		});
	}
}
