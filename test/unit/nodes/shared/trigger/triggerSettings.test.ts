import type { INodeProperties, ITriggerFunctions } from 'n8n-workflow';
import {
	readTriggerSettings,
	type TriggerSettings,
} from '../../../../../nodes/shared/trigger/triggerSettings';

const field = (name: string, displayName: string): INodeProperties => ({
	name,
	displayName,
	type: 'string',
	default: '',
});

const FIELDS = {
	events: field('events', 'Trigger On'),
	watchedAgents: field('watchedAgents', 'Watched Agents'),
	testEvent: field('testEvent', 'Test With'),
};

const read = (values: Record<string, unknown>): TriggerSettings =>
	readTriggerSettings(
		{
			getNodeParameter: (name: string, otherwise: unknown) => values[name] ?? otherwise,
		} as unknown as ITriggerFunctions,
		FIELDS,
	);

const states = ['agentStateChanged'];

it('reads the events, the watched agents and the event of a test', () => {
	const events = [...states, 'noteReceived'];
	expect(read({ events, watchedAgents: '31001, 31002', testEvent: 'sample' })).toEqual({
		events: new Set(events),
		watched: [31001, 31002],
		sampleInTest: true,
	});
	expect(read({ events: 'noteReceived', testEvent: 'next' })).toEqual({
		events: new Set(['noteReceived']),
		watched: [],
		sampleInTest: false,
	});
});

it('waits for the next event in a workflow that was saved before samples were offered', () => {
	expect(read({ events: states, testEvent: null }).sampleInTest).toBe(false);
});

it.each([null, '', ' \n'])('watches all agents if none is given (%j)', (watchedAgents) => {
	expect(read({ events: states, watchedAgents }).watched).toEqual([]);
});

it('does not read the watched agents without the event that they are for', () => {
	expect(read({ events: ['noteReceived'], watchedAgents: 'nobody' }).watched).toEqual([]);
});

it.each<[Record<string, unknown>, string]>([
	[{ events: [] }, 'Trigger On: none is chosen'],
	[{ events: null }, 'Trigger On: none is chosen'],
	[{ events: ['lunch'] }, "Trigger On: 'lunch' is none of its values"],
	[{ events: states, watchedAgents: 99 }, "Watched Agents: '99' is outside 101 to 999999"],
	[{ events: states, watchedAgents: [] }, 'Watched Agents: '],
	[{ events: states, testEvent: 'last' }, "Test With: 'last' is none of its values"],
])('refuses %j', (values, message) => {
	expect(() => read(values)).toThrow(message);
});

it('says what to do if no event is chosen', () => {
	expect(() => read({ events: [] })).toThrow(
		expect.objectContaining({ remedy: 'Choose at least one kind of event.' }) as Error,
	);
});
