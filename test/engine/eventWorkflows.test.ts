/** The example workflows that start with an event, on n8n's engine: with pinned events, and with the trigger itself. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute, type ExecuteOptions, type Execution, resume } from '../support/engine';
import { NEVER_FAKED } from '../support/fastClock';
import { serviceAgentsOf } from '../support/serviceAgents';
import {
	allowedBreak,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
} from '../support/workflows';
import { openRawSender, type SendRaw } from '../support/rawRequests';

/** Used by the node Wait for forms only; jest cannot load its dependencies. */
jest.mock('sanitize-html', () => undefined);

/** The stricter gateway: a session acts only for its own agent. */
const gateway = useGateway({ switches: { guidScope: 'own', noteEvent: 'note' } });

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

const credentials = () => ({ [CREDENTIAL_ID]: credentialFor(gateway(), '31000') });

/** Sends a request in the agent's own session. */
const act = async (id: string, path: string) =>
	await send('POST', `/onlineagent/${id}/${path}`, { guid: gateway().agent(id).guid });
const writeNote = async (from: string, to: string, content: string) =>
	await send('POST', `/onlineagent/${from}/sendnoteletex`, {
		guid: gateway().agent(from).guid,
		body: { agentIds: [Number(to)], content },
	});

describe('note to the service agent', () => {
	/** Runs the workflow with a note as the trigger's output. */
	const reported = async (content: IDataObject, options: ExampleOptions & ExecuteOptions = {}) =>
		await execute(exampleWorkflow('note-to-the-service-agent', options), {
			credentials: credentials(),
			pinData: {
				'When a Note Comes': [
					{
						event: 'noteReceived',
						agentId: '31000',
						at: '2026-01-05T08:00:00.000Z',
						content,
						raw: {},
					},
				],
			},
			...options,
		});
	const note = (text: string | null, sender: string | null = '31001') => ({
		sender,
		senderName: 'Amara Okafor',
		text,
	});
	const stateOf = (id: string) => gateway().agent(id).state;

	it.each(['busy', ' Busy ', 'BUSY\n'])('%j sets the sender busy', async (text) => {
		const { error } = await reported(note(text));
		expect(error).toBeUndefined();
		expect(stateOf('31001')).toBe('busy');
		expect(gateway().requests).toHaveLength(1);
	});

	it.each(['free', 'Free '])('%j sets the sender idle', async (text) => {
		const { error } = await reported(note(text, '31009'));
		expect(error).toBeUndefined();
		expect(stateOf('31009')).toBe('idle');
		expect(gateway().requests).toHaveLength(1);
	});

	it.each(['help', 'HELP', 'lunch', 'busy please', ''])(
		'%j is answered with the list of commands',
		async (text) => {
			const { error } = await reported(note(text));
			expect(error).toBeUndefined();
			expect(gateway().requests).toHaveLength(1);
			const [answer] = gateway().agent('31001').inbox;
			expect(answer).toMatchObject({ from: '31000' });
			for (const word of ['busy', 'free', 'help']) expect(answer?.content).toContain(word);
		},
	);

	it.each([
		[
			'its own answer, so that two service agents do not answer each other forever',
			'I know these words: x',
			'31001',
		],
		['a note of the service agent to itself', 'busy', '31000'],
	])('ignores %s', async (_what, text, sender) => {
		const { error } = await reported(note(text, sender));
		expect(error).toBeUndefined();
		expect(gateway().requests).toEqual([]);
	});

	it.each([
		['text', note(null)],
		['sender', note('busy', null)],
		['content', {}],
	])('fails with the message that the gateway does not send the %s', async (_what, content) => {
		const { json, error } = await reported(content);
		expect(gateway().requests).toEqual([]);
		expect(json('Not Done')).toMatchObject([
			{ report: expect.stringMatching(/did not tell/) as string },
		]);
		expect(error?.message).toMatch(/^What a note asked for was not done: .*did not tell/);
	});

	it.each([
		['busy', '31007', /Agent 31007 was not set busy/],
		['free', '31005', /Agent 31005 was not set idle/],
		['help', '41001', /not sent/],
	])('fails if %s of agent %s is refused', async (text, sender, message) => {
		const { json, error } = await reported(note(text, sender));
		expect(json('Not Done')).toMatchObject([
			{
				sender,
				report: expect.stringMatching(message) as string,
				whatToDo: expect.any(String) as string,
			},
		]);
		expect(error?.message).toMatch(message);
	});
});

describe('long breaks', () => {
	let hour = 0;
	beforeEach(() =>
		jest.useFakeTimers({
			// An hour apart, so that queries of the test before do not count toward the query limit.
			now: new Date(Date.UTC(2026, 0, 5, ++hour)),
			doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
		}),
	);
	afterEach(() => jest.useRealTimers());

	const later = (minutes: number) => jest.setSystemTime(Date.now() + minutes * 60_000);
	const flow = (options?: ExampleOptions) => exampleWorkflow('long-breaks', options);

	/** Runs the workflow up to its pause, with a change of state as the trigger's output. */
	const reported = async (state: string, agentId = '31001') =>
		await execute(flow(), {
			credentials: credentials(),
			pinData: {
				'When a State Changes': [
					{
						event: 'agentStateChanged',
						agentId,
						at: new Date().toISOString(),
						content: { state },
						raw: {},
					},
				],
			},
		});
	const goOn = async (waiting: Execution) =>
		await resume(waiting, flow(), { credentials: credentials() });
	const notes = () =>
		gateway()
			.agent('31000')
			.inbox.map(({ content }) => content);

	/** Sends an agent to rest, and runs the workflow with that event up to its pause. */
	async function rest(reportedAfterMinutes = 0): Promise<Execution> {
		await act('31001', 'rest/600/1');
		later(reportedAfterMinutes);
		const waiting = await reported('rest');
		expect(waiting.run).toMatchObject({ status: 'waiting' });
		expect(waiting.run.waitTill).toEqual(new Date(Date.now() + 15 * 60_000));
		return waiting;
	}

	it.each(['busy', 'idle', 'wrapUp', 'talking', 'signedIn', 'signedOut', 'unknown'])(
		'ends without a pause for an agent who is %s',
		async (state) => {
			const { error, run, json } = await reported(state);
			expect([error, run.status, json('Allowed Break')]).toEqual([undefined, 'success', []]);
			expect(gateway().requests).toEqual([]);
		},
	);

	it.each([0, 1.5])(
		'notifies the supervisor once of an agent still at rest (event %p min late)',
		async (late) => {
			const waiting = await rest(late);
			later(15);
			const { error, run } = await goOn(waiting);
			expect([error, run.status]).toEqual([undefined, 'success']);
			expect(notes()).toEqual(['Amara Okafor (agent 31001) has been at rest for 15 minutes.']);
		},
	);

	it.each([
		['is back', async () => await act('31001', 'cancelrest')],
		['is busy', async () => await act('31001', 'saybusy')],
		['has signed out', async () => await Promise.resolve(gateway().signOut('31001'))],
	])('sends no note about an agent who %s in time', async (_what, end) => {
		const waiting = await rest();
		later(10);
		await end();
		later(5);
		const { error, run } = await goOn(waiting);
		expect([error, run.status, notes()]).toEqual([undefined, 'success', []]);
	});

	it('reports only the second of two rests if only that is long', async () => {
		const first = await rest();
		later(10);
		await act('31001', 'cancelrest');
		later(1);
		const second = await rest();
		later(4);
		await goOn(first);
		expect(notes()).toEqual([]);
		later(11);
		await goOn(second);
		expect(notes()).toHaveLength(1);
	});

	it('reports a rest once if the gateway repeats its event', async () => {
		const first = await rest();
		later(5);
		const again = await reported('rest');
		later(10);
		await goOn(first);
		later(5);
		await goOn(again);
		expect(notes()).toHaveLength(1);
	});

	it.each([
		['the agent cannot be looked up', 'queryAgentInfoByWorkNo'],
		['the note is refused', 'sendNoteletEx'],
	])('fails if %s', async (_what, operation) => {
		const waiting = await rest();
		later(15);
		gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation });
		const { error, json } = await goOn(waiting);
		expect(notes()).toEqual([]);
		expect(json('Not Told')).toMatchObject([
			{ agent: '31001', supervisor: '31000', report: expect.any(String) as string },
		]);
		expect(error?.message).toMatch(/^The break of agent 31001 was not checked, or not reported: /);
	});
});

describe('with the trigger itself, in the session of a service agent,', () => {
	const { serviceAgent: newServiceAgent } = serviceAgentsOf(gateway);

	/** Runs a workflow in the editor's test mode, and calls `happen` while its trigger waits. */
	async function listening(
		name: Example,
		happen: (serviceAgent: string) => Promise<unknown>,
		options: ExampleOptions = {},
	): Promise<Execution> {
		const { id, credential } = newServiceAgent({ inspector: true });
		const running = execute(exampleWorkflow(name, options), {
			credentials: { [CREDENTIAL_ID]: credential },
		});
		const polls = () =>
			gateway().requests.filter(
				({ operation, endedAt }) => operation === 'getAgentEvent' && endedAt === undefined,
			);
		while (polls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		await happen(id);
		return await running;
	}

	it('sets the sender of a note busy', async () => {
		const { error, json } = await listening(
			'note-to-the-service-agent',
			async (id) => await writeNote('31001', id, 'Busy'),
		);
		expect(error).toBeUndefined();
		expect(json('What Is Asked')).toMatchObject([
			{ sender: '31001', name: 'Amara Okafor', text: 'Busy', asked: 'busy' },
		]);
		expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason: 3 });
		expect(gateway().sessions).toHaveLength(1);
	});

	it('fails on a note whose text the gateway leaves out, as documented', async () => {
		gateway().switches.noteEvent = 'null';
		const { error } = await listening(
			'note-to-the-service-agent',
			async (id) => await writeNote('31001', id, 'Busy'),
		);
		expect(error?.message).toMatch(/did not tell who sent it, or not its text/);
		expect(gateway().agent('31001').state).toBe('idle');
	});

	it('reports a break that is too long', async () => {
		const { error, json } = await listening(
			'long-breaks',
			async () => await act('31001', 'rest/600/1'),
			{ written: allowedBreak(0.01) },
		);
		expect(error).toBeUndefined();
		expect(json('When a State Changes')).toMatchObject([
			{ event: 'agentStateChanged', agentId: '31001', content: { state: 'rest' } },
		]);
		expect(
			gateway()
				.agent('31000')
				.inbox.map(({ content }) => content),
		).toEqual(['Amara Okafor (agent 31001) has been at rest for 0.01 minutes.']);
	});
});
