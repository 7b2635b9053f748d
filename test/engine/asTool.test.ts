/**
 * Nodes as tools of AI agents, in both ways in which n8n runs them: the text that the model receives, and one note per
 * recipient at most.
 */
import { ExecuteContext, SupplyDataContext } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';
import { type Call, type CallMode, CALL_MODES } from '../support/aiAgent';
import { credentialFor, type OnError, useGateway } from '../support/nodeRunner';
import { callTool, type Called, fromModel, NOTE, type ToolOptions } from '../support/toolCall';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const inboxes = (...ids: number[]) => ids.map((id) => gateway().agent(String(id)).inbox.length);

/** Adds recipients and returns their IDs. */
const crowd = (count: number): number[] =>
	Array.from({ length: count }, (_, index) => {
		const id = 40_000 + index;
		gateway().addAgent({ id: String(id) });
		return id;
	});

const sendNote = async (
	way: CallMode,
	calls: Call | Call[],
	{ options = {}, ...rest }: Partial<ToolOptions> & { options?: IDataObject } = {},
): Promise<Called> =>
	await callTool(way, ['sendNote', { ...NOTE, options }], [calls].flat(), {
		credential: credentialFor(gateway()),
		...rest,
	});

/** The single item that the model received in answer to a call. */
function reportedIn({ answers, error }: Called, call = 0): IDataObject {
	expect(error).toBeUndefined();
	const items = JSON.parse(answers[call] ?? '') as IDataObject[];
	expect(items).toHaveLength(1);
	return items[0] ?? {};
}

const why = ({ error }: IDataObject) => (error as { message: string }).message;

/** All settings except the one in which n8n loses the answer, which has a test of its own. */
const SETTINGS = CALL_MODES.flatMap((way) =>
	[undefined, 'stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'].flatMap((onError) =>
		way === 'requested' && onError === 'continueErrorOutput'
			? []
			: [false, true].map((retryOnFail) => ({ way, onError: onError as OnError, retryOnFail })),
	),
);

describe.each(SETTINGS)(
	'Send Note as a tool that is $way, On Error $onError, Retry On Fail $retryOnFail',
	({ way, onError, retryOnFail }) => {
		const tool = { onError, retryOnFail, maxTries: 3, waitBetweenTries: 1 };

		it('tells the model which recipients got a note', async () => {
			const called = await sendNote(way, { agentIds: '31001, 31002', content: 'Hello' }, { tool });
			expect(called.answers[0]).toContain('"outcome":"accepted"');
			expect(reportedIn(called)).toMatchObject({ recipients: { accepted: [31001, 31002] } });
			expect(reportedIn(called)).not.toHaveProperty('error');
			expect(inboxes(31001, 31002)).toEqual([1, 1]);
		});

		it.each([
			['reset after it was carried out', { kind: 'resetAfter' }, 1],
			['broken off after it was carried out', { kind: 'truncate' }, 1],
			['an error page', { kind: 'status' }, 0],
		] as const)(
			'reports unknown and sends nothing again if the answer is lost %s',
			async (_, fault, got) => {
				gateway().faults.add(fault);
				const called = await sendNote(
					way,
					{ agentIds: '31001, 31002', content: 'Hello' },
					{ tool },
				);
				expect(called.answers[0]).toContain('"outcome":"unknown"');
				expect(reportedIn(called)).toMatchObject({
					recipients: { accepted: [], unknown: [31001, 31002] },
				});
				expect(why(reportedIn(called))).toMatch(
					/^The note to 2 agents may or may not have been sent: /,
				);
				expect(inboxes(31001, 31002)).toEqual([got, got]);
				expect(gateway().requests).toHaveLength(1);
			},
		);

		it('names the recipients with and without the note if one is refused', async () => {
			const call = { agentIds: '31001, 31099, 31002', content: 'Hello' };
			const called = await sendNote(way, call, { tool });
			expect(called.answers[0]).toContain('"accepted":[31001,31002],"rejected":[31099]');
			expect(reportedIn(called)).toMatchObject({ outcome: 'rejected' });
			expect(why(reportedIn(called))).toMatch(/^The note to agent 31099 was not sent: /);
			expect(inboxes(31001, 31002)).toEqual([1, 1]);
		});

		it('reports unknown and sends nothing again if the node itself fails at an answer', async () => {
			const { parse } = JSON;
			jest.spyOn(JSON, 'parse').mockImplementation((text: string) => {
				const value: unknown = parse(text);
				if (!/^\s*\{[^{]*"retcode"/.test(text)) return value;
				return Object.defineProperty(value as object, 'message', {
					get: () => {
						throw new RangeError('Maximum call stack size exceeded');
					},
				});
			});
			const called = await sendNote(way, { agentIds: '31001', content: 'Hello' }, { tool });
			jest.restoreAllMocks();
			expect(reportedIn(called)).toMatchObject({
				outcome: 'unknown',
				recipients: { unknown: [31001] },
			});
			expect(inboxes(31001)).toEqual([1]);
		});

		it('reports unknown and sends nothing twice if the report itself fails', async () => {
			for (const { prototype } of [ExecuteContext, SupplyDataContext]) {
				jest.spyOn(prototype, 'addExecutionHints').mockImplementation(() => {
					throw new Error('It was not to be expected');
				});
			}
			const call = { agentIds: '31001, 31099', content: 'Hello' };
			const called = await sendNote(way, call, { tool });
			expect(reportedIn(called)).toMatchObject({ outcome: 'unknown' });
			expect(called.answers[0]).toContain('look at the agents before you send them again');
			expect(inboxes(31001)).toEqual([1]);
		});

		it.each([
			['an address that is none', { gatewayUrl: 'gateway' }, /gateway/i, 0],
			['a Guid that is not valid', { guid: 'x'.repeat(20) }, /./, 1],
		])('tells the model about an unusable credential: %s', async (_, fields, message, requests) => {
			const call = { agentIds: '31001', content: 'Hello' };
			const credential = credentialFor(gateway(), '31000', fields);
			const called = await sendNote(way, call, { tool, credential });
			expect(called.answers[0]).toContain('"outcome":"rejected"');
			expect(why(reportedIn(called))).toMatch(message);
			expect(inboxes(31001)).toEqual([0]);
			expect(gateway().requests.length).toBeGreaterThanOrEqual(requests);
		});

		it('tells the model that nothing was sent if the credential does not exist', async () => {
			const credentials = { ccGatewayApi: { id: 'gone', name: 'Gone' } };
			const call = { agentIds: '31001', content: 'Hello' };
			const called = await sendNote(way, call, { tool: { ...tool, credentials } });
			expect(reportedIn(called)).toMatchObject({ outcome: 'rejected' });
			expect(called.answers[0]).toContain('Nothing was sent');
		});

		it('describes the format of IDs to a model that gives an invalid one', async () => {
			const called = await sendNote(way, { agentIds: 'everybody', content: 'Hello' }, { tool });
			expect(why(reportedIn(called))).toMatch(/Recipient Agent IDs/);
			expect(gateway().requests).toHaveLength(0);
		});

		it('accepts 100 recipients and refuses 101', async () => {
			const everybody = crowd(101);
			const call = (ids: number[]) => ({ agentIds: ids.join(), content: 'Hello' });
			const options = { maxRecipients: 1000 };
			const refused = await sendNote(way, call(everybody), { tool, options });
			expect(why(reportedIn(refused))).toBe(
				'This run would send 101 notes, and at most 100 are allowed',
			);
			expect(refused.answers[0]).toContain('Nothing was sent');
			expect(gateway().requests).toHaveLength(0);

			const called = await sendNote(way, call(everybody.slice(1)), { tool, options });
			expect(reportedIn(called)).toMatchObject({ outcome: 'accepted' });
			expect(inboxes(...everybody)).toEqual(everybody.map((_, index) => (index === 0 ? 0 : 1)));
		});

		it('sends nothing more once the execution is cancelled', async () => {
			let cancel = () => {};
			// Called when a request arrives.
			const match = () => {
				cancel();
				return true;
			};
			gateway().faults.add({ kind: 'stall', match });
			const call = { agentIds: '31001', content: 'Hello' };
			const onStart = (stop: () => void) => (cancel = stop);
			const { run, runs } = await sendNote(way, call, { tool, onStart });
			expect(run.status).toBe('canceled');
			expect(inboxes(31001)).toEqual([1]);
			expect(JSON.stringify(runs('Node'))).toContain('"outcome":"unknown"');
		});
	},
);

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

	it('tells the model the outcome of other operations, too', async () => {
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

	it('tells the model in words that no agent was found', async () => {
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
