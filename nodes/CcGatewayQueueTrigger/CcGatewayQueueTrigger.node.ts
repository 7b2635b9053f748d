import type {
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { queuesField, skillIdsField, WHERE_CHOSEN } from '../shared/fields/queueFields';
import { loadQueues } from '../shared/listSearch/searchQueues';
import { pollQueues } from '../shared/queueTrigger/poll';
import { shownList, subtitle, where } from '../shared/fields/subtitle';

const queues = queuesField('Which skill queues to watch');

const skillIds = skillIdsField('The skill queues to watch', {
	displayOptions: WHERE_CHOSEN,
	required: true,
});

/** A number that may be left empty. */
const threshold = (
	displayName: string,
	name: string,
	{ min, max, description }: { min: number; max: number; description: string },
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: min, maxValue: max },
	// Empty: not looked at.
	default: '',
	description: `${description}, ${min} to ${max}; empty: not looked at`,
});

const waitingAtLeast: INodeProperties = {
	...threshold('Waiting at Least', 'waitingAtLeast', {
		min: 1,
		max: 100_000,
		description: 'A queue is long when at least so many callers wait',
	}),
	default: 10,
};

const longestWaitAtLeast = threshold('Longest Wait at Least (Seconds)', 'longestWaitAtLeast', {
	min: 1,
	max: 86_400,
	description: 'A queue is long when the first caller has waited at least so long',
});

const availableAtMost = threshold('Available Agents at Most', 'availableAtMost', {
	min: 0,
	max: 100_000,
	description: 'A queue is long when at most so many agents can take a call',
});

const forPolls: INodeProperties = {
	displayName: 'For at Least (Polls)',
	name: 'forPolls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 1,
	description:
		'In how many polls in a row one of the conditions must be met before the queue counts as long, 1 to 1000',
};

const alsoRecovered: INodeProperties = {
	displayName: 'Also When Recovered',
	name: 'alsoRecovered',
	type: 'boolean',
	default: false,
	description: 'Whether to start the workflow also when a queue that was long is no longer',
};

const recoveredBelow = threshold('Recovered Below (Waiting)', 'recoveredBelow', {
	min: 1,
	max: 100_000,
	description:
		"A queue that was long has recovered only when fewer callers wait than this, a number below 'Waiting at Least'",
});

const FIELDS = {
	queues,
	skillIds,
	waitingAtLeast,
	longestWaitAtLeast,
	availableAtMost,
	forPolls,
	alsoRecovered,
	recoveredBelow,
};

export class CcGatewayQueueTrigger implements INodeType {
	description: INodeTypeDescription = {
		// The panel of nodes leaves the word "Trigger" out.
		displayName: 'CC-Gateway Queue Alert Trigger',
		name: 'ccGatewayQueueTrigger',
		icon: {
			light: 'file:../../icons/ccGatewayQueueTrigger.svg',
			dark: 'file:../../icons/ccGatewayQueueTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: subtitle`Queues: ${where('queues', 'all', 'all', `${shownList('skillIds', {})} || 'not chosen'`)}`,
		description:
			'Start the workflow when a contact centre skill queue becomes long: many callers wait, one waits for long, or few agents are available',
		triggerPanel: {
			header: 'Fetch the current numbers of the queues',
			activationHint: {
				inactive:
					"A test outputs every queue that you have chosen, long or not; 'reasons' lists the conditions that are met now. Once published, the workflow starts only when a queue becomes long.",
				active:
					"A test outputs every queue that you have chosen, long or not; 'reasons' lists the conditions that are met now. The published workflow starts only when a queue becomes long.",
			},
		},
		defaults: { name: 'CC-Gateway Queue Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: Object.values(FIELDS),
	};

	methods = { loadOptions: { loadQueues } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollQueues(this, FIELDS);
	}
}
