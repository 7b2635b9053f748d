/** What a check concludes from changes of the agent's own state. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { accepted, LOST, NO_RIGHT, REFUSED } from '../checkHarness';
import { ask, BUSY, check, codeOf, IDLE, REST, startAgain } from '../questionHarness';

describe('questions that change the state of the agent', () => {
	it('are not asked of an agent at rest', async () => {
		check.script.agentstatus = REST;
		for (const id of [
			...['busyAgain', 'prolongIdle', 'noCustomStatus', 'noteEvent', 'wrongRecipient'],
			...['limitCodes', 'keepAlive'],
		]) {
			expect([id, await codeOf(id)]).toEqual([id, 'notAsked']);
		}
		expect(new Set(check.paths.filter((path) => !path.startsWith('agentbyworkno')))).toEqual(
			new Set(['agentstatus']),
		);
	});

	it('busy again is accepted or refused, with what the event says', async () => {
		for (const [exchange, code] of [
			[accepted(), 'accepted'],
			[REFUSED, 'refused'],
			[LOST, 'noAnswer'],
		] as const) {
			startAgain();
			check.script = { agentstatus: IDLE, saybusy: [accepted(), exchange, accepted()] };
			check.events = [
				[{ eventType: 'AgentState_Ready' }],
				[],
				[{ eventType: 'AgentState_Busy', content: { reason: '7' } }],
				[{ eventType: 'AgentState_SetNotReady_Success', content: { reason: '200' } }],
			];
			expect(await ask('busyAgain')).toMatchObject({
				code,
				evidence: {
					withReason: { retcode: '0' },
					event: 'AgentState_SetNotReady_Success',
					eventReason: '200',
				},
			});
			expect(check.sent.filter(({ path }) => path.endsWith('saybusy'))).toHaveLength(3);
		}
	});

	it('busy again is sent twice to an agent that is busy from its sign-in', async () => {
		check.script = { agentstatus: BUSY };
		expect(await ask('busyAgain')).toMatchObject({
			code: 'accepted',
			evidence: { event: null, eventReason: null },
		});
		const queries = check.sent.flatMap(({ path, request }) =>
			path.endsWith('saybusy') ? [request.query] : [],
		);
		expect(queries).toEqual([
			{ reason: 0, prolong: false },
			{ reason: 200, prolong: true },
		]);
	});

	it('busy again is not known of an agent that cannot be set busy', async () => {
		check.script = { agentstatus: IDLE, saybusy: REFUSED };
		expect(await ask('busyAgain')).toMatchObject({
			code: 'noAnswer',
			evidence: { retcode: '100-009' },
		});
	});

	const own = (skilllist: unknown[]) => accepted({ workno: '31900', skilllist });

	it.each<[string, Exchange, Exchange[], string, unknown]>([
		['accepted', accepted(), [IDLE, IDLE, BUSY], 'yes', 'busy'],
		['accepted without effect', accepted(), [IDLE, IDLE, IDLE], 'other', 'idle'],
		['refused', REFUSED, [IDLE], 'refused', undefined],
		['lost', LOST, [IDLE], 'noAnswer', undefined],
		['accepted, and the state lost', accepted(), [IDLE, IDLE, LOST], 'noAnswer', undefined],
		['not possible: it did not become idle', accepted(), [IDLE, BUSY], 'noAnswer', undefined],
		['not possible: its state is lost', accepted(), [IDLE, LOST], 'noAnswer', undefined],
	])('a reason for an idle agent is %s', async (_what, exchange, states, code, state) => {
		check.script = {
			agentstatus: states,
			saybusy: exchange,
			'agentbyworkno/31900': own([{ id: 12 }]),
		};
		const answer = await ask('prolongIdle');
		expect([answer.code, answer.evidence?.state]).toEqual([code, state]);
	});

	it('no agent is set idle that was not, and is in a queue or cannot be looked up', async () => {
		await check.context.session();
		for (const exchange of [own([{ id: 12 }]), NO_RIGHT]) {
			const context = check.contextOf();
			check.script = { agentstatus: BUSY, 'agentbyworkno/31900': exchange };
			Object.defineProperty(context, 'signedIn', { value: true });
			expect(await codeOf('prolongIdle', context)).toBe('notAsked');
		}
		expect(check.paths).not.toContain('sayfree');
	});

	it('an agent without a queue is set idle for the question', async () => {
		check.script = { agentstatus: [BUSY, IDLE, BUSY], 'agentbyworkno/31900': own([]) };
		expect(await codeOf('prolongIdle')).toBe('yes');
		expect(check.paths).toContain('sayfree');
	});

	const custom = (agentcustomstate: unknown) => accepted({ agentcustomstate });

	it.each<[string, Exchange[], Exchange, string]>([
		['65535', [custom(7), custom(65_534), custom(65_535)], accepted(), '65535'],
		['0', [custom(7), custom(65_534), custom(0)], accepted(), '0'],
		['another number', [custom(7), custom(65_534), custom(9)], accepted(), 'other'],
		['not known: nothing could be read', [NO_RIGHT], accepted(), 'noAnswer'],
		['not known: it was not cleared', [custom(7), custom(7), custom(7)], REFUSED, 'noAnswer'],
		['not known: then nothing could be read', [custom(7), custom(7), LOST], accepted(), 'noAnswer'],
	])('no custom status reads as %s', async (_what, readings, cleared, code) => {
		check.script = {
			agentstatus: IDLE,
			querycustomstate: readings,
			cancelsetcustomstate: cleared,
		};
		expect(await codeOf('noCustomStatus')).toBe(code);
	});
});

it('a custom status is set and cleared, and not touched where it cannot be read', async () => {
	const changes = () =>
		check.sent.flatMap(({ path, request: { query } }) =>
			/customstate$/.test(path) && !path.endsWith('querycustomstate') ? [[path, query]] : [],
		);
	check.script = { agentstatus: IDLE, querycustomstate: NO_RIGHT };
	await ask('noCustomStatus');
	expect(changes()).toEqual([]);
	check.script.querycustomstate = accepted({ agentcustomstate: 65_535 });
	expect((await ask('noCustomStatus')).evidence).toMatchObject({ before: 65_535, none: 65_535 });
	expect(changes()).toEqual([
		['/onlineagent/31900/setcustomstate', { customstate: 65_534 }],
		['/onlineagent/31900/cancelsetcustomstate', undefined],
	]);
});
