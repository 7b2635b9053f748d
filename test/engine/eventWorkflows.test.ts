/** The example 'Note to the service agent' with pinned events, and both event examples with the trigger itself. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID } from '../support/nodeRunner';
import { execute, type ExecuteOptions, type Execution } from '../support/engine';
import { serviceAgentsOf } from '../support/serviceAgents';
import {
	allowedBreak,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
} from '../support/workflows';
import { gateway, credentials, act, writeNote } from './eventWorkflowHarness';

/** Used by the node Wait for forms only; jest cannot load its dependencies. */
jest.mock('sanitize-html', () => undefined);

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
