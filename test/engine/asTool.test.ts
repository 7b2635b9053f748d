/**
 * Nodes as tools of AI agents, in both ways in which n8n runs them: the text that the model receives, and one note per
 * recipient at most.
 */
import { type Call, CALL_MODES } from '../support/aiAgent';
import { credentialFor } from '../support/nodeRunner';
import { callTool, fromModel } from '../support/toolCall';
import { gateway, inboxes, crowd, sendNote, reportedIn, why } from './toolHarness';

describe.each(CALL_MODES)('a tool that is %s', (way) => {
	const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('counts each part of a split note toward the limit', async () => {
		const everybody = crowd(34);
		const content = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
		const options = { longNotes: 'split', maxRecipients: 1000 };
		const call = (ids: number[]) => ({ agentIds: ids.join(), content });
		const refused = await sendNote(way, call(everybody), { options });
		expect(refused.answers[0]).toContain('This run would send 102 notes, and at most 100');
		expect(gateway().requests).toHaveLength(0);

		const called = await sendNote(way, call(everybody.slice(1)), { options });
		expect(reportedIn(called)).toMatchObject({ outcome: 'accepted' });
		expect(inboxes(...everybody.slice(1))).toEqual(everybody.slice(1).map(() => 3));
	});

	it.each([
		[2, 3, /raise the option 'Maximum Recipients'/],
		[
			100,
			101,
			/A language model may send at most 100 notes per call\. Send the rest from a workflow\./,
		],
	])('names the remedy if a call exceeds the limit of %i', async (maxRecipients, count, remedy) => {
		const call = { agentIds: crowd(count).join(), content: 'Hello' };
		const { answers } = await sendNote(way, call, { options: { maxRecipients } });
		expect(answers[0]).toMatch(`at most ${maxRecipients} are allowed`);
		expect(answers[0]).toMatch(remedy);
		expect(gateway().requests).toHaveLength(0);
	});

	it('sends two notes for two calls of one turn, even if the first is retried', async () => {
		const calls = [
			{ agentIds: '31001, 31099', content: 'First' },
			{ agentIds: '31001, 31002', content: 'Second' },
		];
		const called = await sendNote(way, calls, { tool: retryOnFail });
		expect(called.answers[0]).toContain('"accepted":[31001],"rejected":[31099]');
		expect(called.answers[1]).toContain('"accepted":[31001,31002],"rejected":[]');
		expect(reportedIn(called, 1)).toMatchObject({ content: 'Second', outcome: 'accepted' });
		const contents = (id: string) =>
			gateway()
				.agent(id)
				.inbox.map(({ content }) => content)
				.sort();
		expect(contents('31001')).toEqual(['First', 'Second']);
		expect(contents('31002')).toEqual(['Second']);
	});

	it('reports each recipient with One Item per Recipient', async () => {
		const { answers } = await sendNote(
			way,
			{ agentIds: '31001, 31099', content: 'Hello' },
			{ options: { output: 'perRecipient' } },
		);
		expect(JSON.parse(answers[0] ?? '')).toMatchObject([
			{ recipient: 31001, outcome: 'accepted' },
			{ recipient: 31099, outcome: 'rejected', error: { message: expect.any(String) as string } },
		]);
	});

	it('reports the outcome of other operations to the model, too', async () => {
		const parameters = { agentId: fromModel('agent'), reason: 201 };
		const calls = [{ agent: '31001' }, { agent: '31007' }];
		const called = await callTool(way, ['setBusy', parameters], calls, {
			credential: credentialFor(gateway()),
			tool: retryOnFail,
		});
		expect(reportedIn(called, 0)).toMatchObject({ agentId: '31001', outcome: 'accepted' });
		expect(reportedIn(called, 1)).toMatchObject({ agentId: '31007', outcome: 'rejected' });
		expect(why(reportedIn(called, 1))).toMatch(/^Agent 31007 was not set busy: /);
	});

	it.each([
		['a code', '202', 202],
		['a word', 'team MEETING', 202],
		['none', '0', 0],
	])('lets the model give a busy reason: %s', async (_, given, reason) => {
		const parameters = {
			agentId: '31001',
			reason: { __rl: true, mode: 'code', value: fromModel('Busy_Reason') },
		};
		const called = await callTool(way, ['setBusy', parameters], [{ Busy_Reason: given }], {
			credential: credentialFor(gateway()),
		});
		expect(reportedIn(called)).toMatchObject({ outcome: 'accepted', reason });
		expect(gateway().agent('31001')).toMatchObject({ state: 'busy', busyReason: reason });
	});

	it('explains busy reasons to a model that gives an invalid one', async () => {
		const reason = { __rl: true, mode: 'code', value: fromModel('Busy_Reason') };
		const parameters = { agentId: '31001', reason };
		const called = await callTool(way, ['setBusy', parameters], [{ Busy_Reason: 'siesta' }], {
			credential: credentialFor(gateway()),
		});
		expect(why(reportedIn(called))).toMatch(/^Busy Reason: 'siesta' is not a busy reason/);
		expect(called.answers[0]).toContain('a code from 200 to 250');
		expect(gateway().requests).toHaveLength(0);
	});

	it('finds agents in the states that the model names', async () => {
		const parameters = {
			agentId: '31000',
			skillId: { __rl: true, mode: 'id', value: fromModel('Skill_Queue') },
			states: fromModel('Agent_States'),
		};
		const call = { Skill_Queue: '12', Agent_States: 'busy, talking' };
		const called = await callTool(way, ['findAgents', parameters], [call], {
			credential: credentialFor(gateway()),
		});
		expect(called.answers[0]).toContain('"states":["busy","talking"]');
		expect(called.answers[0]).toContain('"workNo":"31009"');
	});

	it('answers the model with a sentence if no agent was found', async () => {
		const parameters = { skillId: fromModel('queue'), states: [] };
		const credential = credentialFor(gateway());
		const call = { queue: '31' };
		const called = await callTool(way, ['findAgents', parameters], [call], { credential });
		expect(reportedIn(called)).toEqual({
			outcome: 'accepted',
			found: 0,
			hint: expect.stringMatching(/^No agent was found in a skill queue: /) as string,
		});
	});

	it("takes the Guid of an item only from the model's own arguments", async () => {
		const credential = credentialFor(gateway(), '31000', {
			authentication: 'guidPerItem',
			guid: '',
		});
		const called = await sendNote(way, { agentIds: '31001', content: 'Hello' }, { credential });
		expect(called.answers[0]).toContain('"outcome":"rejected"');
		expect(gateway().requests).toHaveLength(0);
	});
});

describe('a tool that the engine runs', () => {
	it('sends again with Retry On Fail only to recipients refused for the moment', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', times: 1 });
		const called = await sendNote(
			'requested',
			{ agentIds: '31001, 31002', content: 'Hello' },
			{
				options: { maxTries: 1 },
				tool: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
			},
		);
		expect(reportedIn(called)).toMatchObject({ recipients: { accepted: [31001, 31002] } });
		expect(inboxes(31001, 31002)).toEqual([1, 1]);
	});

	it.each([false, true])(
		"refuses 'Continue (using error output)', which hides the answer from the model (Retry On Fail: %s)",
		async (retryOnFail) => {
			const tool = { onError: 'continueErrorOutput' as const, retryOnFail, waitBetweenTries: 1 };
			const call = { agentIds: '31001', content: 'Hello' };
			const { answers, error } = await sendNote('requested', call, { tool });
			expect(error).toBeUndefined();
			expect(answers[0]).toMatch(
				/^\[\{"error":"n8n does not tell the model .* Nothing was sent\. /,
			);
			expect(answers[0]).toContain('Choose another setting');
			expect(gateway().requests).toHaveLength(0);
		},
	);
});

describe('a tool that an AI agent calls', () => {
	const calls = [
		{ agentIds: '31001, 31099', content: 'First' },
		{ agentIds: '31001, 31002', content: 'Second' },
	];

	it('refuses a call that carries the values of another call', async () => {
		const called = await sendNote('invoked', calls, { batch: true });
		expect(called.answers[0]).toContain('"accepted":[31001],"rejected":[31099]');
		expect(reportedIn(called, 1)).toMatchObject({ outcome: 'rejected' });
		expect(why(reportedIn(called, 1))).toMatch(
			/^n8n mixed up this call of the tool with another one/,
		);
		expect(called.answers[1]).toContain("set 'Batch Size' to 1");
		expect(inboxes(31001, 31002)).toEqual([1, 0]);
	});

	it('carries out each of several equal calls of a batch', async () => {
		const [call] = calls;
		const called = await sendNote('invoked', [call, call] as Call[], { batch: true });
		for (const index of [0, 1]) {
			expect(called.answers[index]).toContain('"accepted":[31001],"rejected":[31099]');
		}
		expect(inboxes(31001)).toEqual([2]);
	});

	it('keeps no ledger in the execution', async () => {
		const { run } = await sendNote('invoked', calls);
		expect(JSON.stringify(run.data.executionData?.contextData ?? {})).not.toContain('Ledger');
	});
});
