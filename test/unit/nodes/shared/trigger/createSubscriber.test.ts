/** A workflow's trigger as the poller knows it: which events start it, and what it reports. */
import type { INode, ITriggerFunctions } from 'n8n-workflow';
import { sampleEvent } from '../../../../../gateway/answer/sampleEvents';
import type { AgentEvent } from '../../../../../gateway/answer/events';
import type { EventKind } from '../../../../../gateway/answer/eventKinds';
import type { EventConnection } from '../../../../../gateway/polling/subscribers';
import { readSettings } from '../../../../../gateway/values/settings';
import {
	createSubscriber,
	saveFailure,
} from '../../../../../nodes/shared/trigger/createSubscriber';

const NODE = {
	id: 'node',
	name: 'Trigger',
	credentials: { ccGatewayApi: { id: '7', name: 'Gateway' } },
} as unknown as INode;

const { busyReasons, restReasons } = readSettings({
	gatewayUrl: 'https://cc.example.com',
	agentId: '31000',
	guid: 'c0ffee',
});

const cache = { of: 'the account' };

interface Given {
	events?: EventKind[];
	watched?: number[];
	mode?: string;
	workflow?: object;
	node?: Partial<INode>;
	/** Members of the context. */
	more?: object;
}

function trigger(given: Given = {}) {
	const { events = ['noteReceived'], watched = [], mode = 'trigger', node, more } = given;
	const done: unknown[] = [];
	const context = {
		getNode: () => ({ ...NODE, ...node }),
		getWorkflow: () => given.workflow ?? { id: 'w' },
		getMode: () => mode,
		emit: (output: unknown) => done.push(output),
		logger: { warn: (...line: unknown[]) => done.push(line) },
		saveFailedExecution(this: unknown, error: Error & { description: string }) {
			expect(this).toBe(context);
			done.push({ message: error.message, description: error.description });
		},
		...more,
	} as unknown as ITriggerFunctions;
	const connection = { events: { cache } } as unknown as EventConnection;
	const settings = { events: new Set(events), watched, sampleInTest: false };
	const subscriber = createSubscriber(context, connection, settings, () => done.push('finished'));
	return { subscriber, done, context };
}

const eventOf = (kind: EventKind, agentId = '31000'): AgentEvent => ({
	...sampleEvent(new Set([kind]), {
		agentId: '31000',
		words: { busyReasons, restReasons },
		now: 0,
	}),
	agentId,
});

it('starts an execution with a copy of a chosen event', () => {
	const { subscriber, done } = trigger();
	const event = eventOf('noteReceived');
	subscriber.onEvent(event);
	expect(done).toEqual([[[{ json: event }]], 'finished']);
	const [[[item]]] = done as [[[{ json: AgentEvent }]]];
	expect(item.json).not.toBe(event);
	expect(item.json.content).not.toBe(event.content);
});

it('ignores an event that was not chosen', () => {
	const { subscriber, done } = trigger({ events: ['becameBusy', 'agentStateChanged'] });
	subscriber.onEvent(eventOf('noteReceived'));
	expect(done).toEqual([]);
});

it.each<[string, Given, string, boolean]>([
	['a watched agent', { watched: [31001, 31002] }, '31002', true],
	['another agent', { watched: [31001] }, '31002', false],
	['any agent where none is watched', { watched: [] }, '31002', true],
])('starts for the state of %s as chosen', (_who, given, agentId, starts) => {
	const { subscriber, done } = trigger({ events: ['agentStateChanged'], ...given });
	subscriber.onEvent(eventOf('agentStateChanged', agentId));
	expect(done.includes('finished')).toBe(starts);
	expect(subscriber.watched).toBe(given.watched);
});

it('starts for other events of an agent who is not watched', () => {
	const { subscriber, done } = trigger({ watched: [31001] });
	subscriber.onEvent(eventOf('noteReceived'));
	expect(done).toContain('finished');
});

it('shares events with triggers of the same account or credential', () => {
	expect(trigger().subscriber.accessKeys).toEqual([cache, '7']);
	const noId: Array<INode['credentials']> = [
		undefined,
		{},
		{ ccGatewayApi: { id: null, name: '' } },
	];
	for (const credentials of noId)
		expect(trigger({ node: { credentials } }).subscriber.accessKeys).toEqual([cache]);
});

it('is known by its place in a published workflow, unlike a test', () => {
	expect(trigger().subscriber.key).toBe('w:node');
	expect(trigger({ mode: 'manual' }).subscriber).not.toHaveProperty('key');
	expect(trigger({ workflow: {} }).subscriber).not.toHaveProperty('key');
});

it('names its workflow and node in the log', () => {
	const { subscriber, done } = trigger();
	subscriber.logWarning('lost');
	expect(done).toEqual([['lost', { workflowId: 'w', nodeName: 'Trigger' }]]);
});

it('ends a test before it records a failed execution', () => {
	const { subscriber, done } = trigger();
	subscriber.report?.({ message: 'It ended', description: 'Look at <it>.' });
	expect(done).toEqual(['finished', { message: 'It ended', description: 'Look at &lt;it&gt;.' }]);
});

it('records no failed execution where n8n cannot, or fails', () => {
	const report = { message: 'It ended', description: '' };
	const failing = (): never => {
		throw new Error('no database');
	};
	for (const saveFailedExecution of [undefined, null, failing]) {
		const { context, done } = trigger({ more: { saveFailedExecution } });
		expect(() => saveFailure(context, report)).not.toThrow();
		expect(done).toEqual([]);
	}
});

it('connects with the credential as it is by then', async () => {
	const getCredentials = async () => await Promise.reject(new Error('the vault is closed'));
	const { subscriber } = trigger({ more: { getCredentials } });
	expect(await subscriber.connect(new AbortController().signal)).toMatchObject({
		type: 'noSession',
		meaning: 'The credential could not be read',
	});
});
