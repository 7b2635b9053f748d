import type {
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { startTrigger } from '../shared/trigger/startTrigger';
import { shownList, subtitle, optionLabels } from '../shared/fields/subtitle';

const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: [
		{
			name: 'Any Other',
			value: 'other',
			description: "All that is not in this list, such as phone and call events: 'raw' tells which",
		},
		{ name: 'Became Busy', value: 'becameBusy', description: 'The agent was set busy' },
		{ name: 'Became Idle', value: 'becameIdle', description: 'The agent takes calls again' },
		{
			name: 'Inspection Began',
			value: 'inspectionBegan',
			description: "Somebody listens to the agent's call or barged in on it",
		},
		{ name: 'Note Received', value: 'noteReceived', description: 'Somebody sent the agent a note' },
		{ name: 'Rest Began', value: 'restBegan', description: 'The agent went to rest' },
		{ name: 'Rest Ended', value: 'restEnded', description: 'The agent is back from rest' },
		{
			name: 'Rest Time Is Up',
			value: 'restTimeUp',
			description: "The rest's time is used up, and the agent still rests",
		},
		{ name: 'Signed In', value: 'signedIn', description: 'The agent was signed in' },
		{ name: 'Signed Out', value: 'signedOut', description: 'The agent was signed out' },
		{
			name: "Watched Agent's State Changed",
			value: 'agentStateChanged',
			description: "One of the 'Watched Agents' is in another state, came or went",
		},
		{ name: 'Wrapping Up', value: 'wrapUp', description: 'The agent writes up a call' },
	],
	default: ['noteReceived'],
};

const watchedAgents: INodeProperties = {
	displayName: 'Watched Agents',
	name: 'watchedAgents',
	type: 'string',
	default: '',
	placeholder: 'e.g. 31001, 31002',
	displayOptions: { show: { events: ['agentStateChanged'] } },
	description:
		"The agents whose changes start the workflow: agent IDs from 101 to 999999, with commas between them, or a list. The credential's agent must be an inspector of the same VDN. This call may not exist on your gateway: n8n's log says so once, and all other events are heard.",
};

const testEvent: INodeProperties = {
	displayName: 'Test Event',
	name: 'testEvent',
	type: 'options',
	options: [
		{
			name: 'Next Event',
			value: 'next',
			description: "The agent's next event that starts the workflow",
		},
		{
			name: 'Sample',
			value: 'sample',
			description:
				"At once, a made-up event of the first kind chosen, about the credential's own agent. The gateway is not asked.",
		},
	],
	default: 'next',
	description:
		'What a test outputs. A sample shows the fields of an event, so that the following nodes can be built before the first one. Published workflows start with real events only.',
};

const guidNotice: INodeProperties = {
	displayName:
		"Choose a credential in the mode 'Sign In as an Agent': its session lasts. In the mode 'Guid' the Guids by which the gateway replaces yours are kept in memory only, and n8n needs a fresh one after every restart.",
	name: 'guidNotice',
	type: 'notice',
	default: '',
};

export class CcGatewayTrigger implements INodeType {
	description: INodeTypeDescription = {
		// The panel of nodes leaves the word "Trigger" out.
		displayName: 'CC-Gateway Agent Event Trigger',
		name: 'ccGatewayTrigger',
		icon: {
			light: 'file:../../icons/ccGatewayTrigger.svg',
			dark: 'file:../../icons/ccGatewayTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: subtitle`${shownList('events', optionLabels(events))}`,
		description:
			"Start the workflow when something happens to the credential's agent, such as a note that is received, or to agents whom it watches",
		eventTriggerDescription: 'Waiting for the next event of the agent',
		triggerPanel: {
			header: 'Wait for the next event, or use a sample',
			executionsHelp: {
				inactive:
					"<b>While you build the workflow</b>, a test waits for one event: write the agent a note, for example. With 'Sample' as its 'Test Event', it shows the fields of an event at once.<br /><br /><b>Once published</b>, the workflow runs once for every event. The runs are in the <a data-key='executions'>executions list</a>, not in the editor.",
				active:
					"<b>While you build the workflow</b>, a test waits for one event: write the agent a note, for example. With 'Sample' as its 'Test Event', it shows the fields of an event at once.<br /><br /><b>The published workflow</b> runs once for every event. The runs are in the <a data-key='executions'>executions list</a>, not in the editor.",
			},
			activationHint: {
				inactive:
					"To see the fields of an event without waiting, set 'Test Event' to 'Sample'. Once published, the workflow runs once for every event.",
				active:
					"To see the fields of an event without waiting, set 'Test Event' to 'Sample'. The published workflow runs once for every event.",
			},
		},
		activationMessage: 'The workflow now runs once for every event that you have chosen.',
		defaults: { name: 'CC-Gateway Trigger' },
		builderHint: {
			searchHint:
				"Starts on events of the credential's own agent, and needs a credential in the mode 'Sign In as an Agent' or 'Guid'. One event is one execution with one item. To watch other agents, choose agentStateChanged and fill in watchedAgents.",
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ccGatewayApi', required: true }],
		properties: [guidNotice, events, watchedAgents, testEvent],
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startTrigger(this, { events, watchedAgents, testEvent });
	}
}
