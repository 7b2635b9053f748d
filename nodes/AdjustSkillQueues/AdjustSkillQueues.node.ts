import type {
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { ADJUSTING_QUEUES } from '../../gateway/answer/rights';
import { MAX_QUEUES_OF_AN_AGENT } from '../../gateway/operations/adjustSkillQueues';
import { adjustQueues, adjustRequests, CHANGES, replacement } from '../shared/adjustQueues';
import { queueOptionsField } from '../shared/fields/commonFields';
import {
	inspectedField,
	inspectorField,
	readInspectionArguments,
	byInspector,
} from '../shared/fields/inspector';
import { skillIdsField } from '../shared/fields/queueFields';
import { loadQueues } from '../shared/listSearch/searchQueues';
import { runItems } from '../shared/runItems';
import { OTHER_AGENT, shown, subtitle } from '../shared/fields/subtitle';

const agentId = inspectorField(
	'The inspector who changes the queues: signed in, and with the right to inspect',
);

const workNo = inspectedField(
	'Agent ID to Change',
	'The agent whose skill queues to change, signed in',
);

const change: INodeProperties = {
	displayName: 'Change',
	name: 'change',
	type: 'options',
	options: [
		{
			name: 'Add',
			value: 'add',
			description: 'Keep the present queues and add these. The present ones are read first.',
		},
		{
			name: 'Remove',
			value: 'remove',
			description: 'Keep the present queues without these. The present ones are read first.',
		},
		{ name: 'Replace', value: 'replace', description: 'Have these queues and no others' },
	],
	default: 'replace',
	description: 'What to do with the skill queues that the agent is signed in to',
};

const skillIds = skillIdsField(
	"The skill queues, at most 1000, or a list such as 'before' in an output of this node, which puts an agent back",
);

const allowNone: INodeProperties = {
	displayName: 'Allow No Queues',
	name: 'allowNone',
	type: 'boolean',
	default: false,
	description:
		'Whether the agent may end up in no skill queue at all, and so get no calls. While this is off, such a change is refused.',
};

export class AdjustSkillQueues implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CC-Gateway Adjust Skill Queues',
		name: 'adjustSkillQueues',
		icon: {
			light: 'file:../../icons/adjustSkillQueues.svg',
			dark: 'file:../../icons/adjustSkillQueues.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitle`${shown('change', { words: { add: 'Add', remove: 'Remove', replace: 'Replace' } })}: ${OTHER_AGENT}`,
		description:
			'Change the skill queues of other contact centre agents, as an inspector: replace them, add some or remove some',
		defaults: { name: 'CC-Gateway Adjust Skill Queues' },
		// A language model must not move people: a word that was misunderstood could empty a queue.
		usableAsTool: false as unknown as true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [workNo, change, skillIds, allowNone, agentId, queueOptionsField()],
	};

	methods = { loadOptions: { loadQueues } };

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			read: (item) => {
				const args = {
					...readInspectionArguments(item, agentId, workNo, {
						cannot: 'change its own skill queues',
					}),
					change: item.choice(change, CHANGES),
					allowNone: item.flag(allowNone),
				};
				// A list with nobody in it is meant where it is allowed; "add nothing" never is.
				if (args.change === 'replace' && args.allowNone) {
					return { ...args, skillIds: item.anySkillIds(skillIds, MAX_QUEUES_OF_AN_AGENT) };
				}
				return { ...args, skillIds: item.skillIds(skillIds, MAX_QUEUES_OF_AN_AGENT) };
			},
			unreported: ['allowNone'],
			request: replacement,
			requests: adjustRequests,
			phrase: byInspector('given other skill queues'),
			steps: adjustQueues,
			remedies: ADJUSTING_QUEUES,
		});
	}
}
