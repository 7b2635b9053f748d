/**
 * The example workflows, run unchanged on n8n's engine with n8n's own nodes. The assistant needs a language model:
 * test/e2e/assistant.test.ts runs it.
 */
import type { IDataObject } from 'n8n-workflow';
import { type Desktop, serveDesktop } from '../../simulator';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute, type ExecuteOptions } from '../support/engine';
import { NEVER_FAKED } from '../support/fastClock';
import {
	AT_NOON,
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
	TITLES,
	WITHOUT_A_MODEL,
} from '../support/workflows';

/** The stricter gateway: a session acts only for its own agent. */
const gateway = useGateway({ switches: { guidScope: 'own' } });
let desktop: Desktop;
beforeAll(async () => {
	desktop = await serveDesktop(gateway(), 'key-of-the-tests');
});
afterAll(async () => await desktop?.close());

const run = async (
	name: Example,
	fields: IDataObject = {},
	options: ExecuteOptions & ExampleOptions = {},
) =>
	await execute(exampleWorkflow(name, { desktop, ...options }), {
		credentials: {
			[CREDENTIAL_ID]: credentialFor(gateway(), '31000', fields),
			[DESKTOP_CREDENTIAL_ID]: desktopCredential(desktop),
		},
		...options,
	});

/** Gateways where a session acts only for its own agent, or for its whole VDN. */
const SCOPES = ['own', 'vdn'] as const;

const at = (instant: string) =>
	jest.useFakeTimers({
		now: new Date(instant),
		doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
	});
afterEach(() => jest.useRealTimers());

describe.each(WITHOUT_A_MODEL)('%s', (name) => {
	it('has the name used in the documentation and in the list of npm start', () => {
		expect(exampleWorkflow(name)).toHaveProperty('name', TITLES[name]);
	});

	it('has a sticky note with instructions, and a node that fails the run', () => {
		const { nodes } = exampleWorkflow(name, { withNotes: true });
		const ofType = (type: string) => nodes.filter((node) => node.type === `n8n-nodes-base.${type}`);
		expect(ofType('stickyNote').length).toBeGreaterThan(0);
		expect(ofType('stopAndError')).toHaveLength(1);
		expect(ofType('splitOut')).toEqual([]);
		// A note that suggests a table in the place of rows names the Data Table's limit.
		const tells = /Return All/.test(JSON.stringify(ofType('stickyNote')));
		expect(tells).toBe(/takes the place of this node/.test(JSON.stringify(ofType('code'))));
	});
});

describe.each([
	['scheduled-note-broadcast', 'Roster', [{ agent: '31005', onDuty: 'true' }], 'Sent'],
	['team-busy-with-note', 'Team', [{ agent: '31005', name: 'Emil' }], 'Send Note'],
	[
		'session-limits-at-shift-change',
		'Shift Plan',
		[{ agent: '31001', mediaType: 'Social Chat', early: '7', late: '7', night: '7' }],
		'Changed',
	],
	['lunch-rota', 'Rota', [{ agent: '31003', from: '12:00', minutes: '30' }], 'Force Rest'],
] as const)('%s with a table of texts in place of its rows', (name, node, rows, last) => {
	it('has the same outcome as with its own rows', async () => {
		const perItem = name === 'session-limits-at-shift-change';
		const { error, json } = await run(
			name,
			perItem ? { authentication: 'guidPerItem', guid: '' } : {},
			{ pinData: { [node]: rows as unknown as IDataObject[] }, written: AT_NOON },
		);
		expect(error).toBeUndefined();
		expect(json(last)).toHaveLength(1);
	});
});

describe('scheduled note broadcast', () => {
	it.each(SCOPES)('sends one note to every agent on duty (%s)', async (guidScope) => {
		gateway().switches.guidScope = guidScope;
		const { json, error } = await run('scheduled-note-broadcast');
		expect(error).toBeUndefined();
		expect(gateway().requests).toHaveLength(1);
		expect(gateway().requests[0]?.body).toMatchObject({ agentIds: [31001, 31002, 31004] });
		expect(json('Sent')).toMatchObject([{ report: 'The note went to 3 agents.' }]);
		expect(gateway().agent('31002').inbox).toHaveLength(1);
		expect(gateway().agent('31003').inbox).toHaveLength(0);
	});

	it('names the agents without the note, and fails', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const { json, error } = await run('scheduled-note-broadcast');
		expect(json('Sent')).toEqual([]);
		expect(json('Not Sent')).toEqual([
			expect.objectContaining({
				report: expect.stringMatching(/^The note to 3 agents was not sent: /) as string,
				whatToDo: expect.stringMatching(/every recipient exists/) as string,
				notReached: '31001, 31002, 31004',
			}),
		]);
		expect(error?.message).toBe(json('Not Sent')[0]?.report);
	});

	it.each([
		['yes', [true, 1, 'yes', ' YES ', 'Ja', 'x', 'TRUE', '1', 'oui', 'sí', '是'], [31001]],
		['no', [false, 0, 'no', 'No ', 'nein', 'Nein', 'FALSE', '0', 'non', '否', '-'], []],
	] as const)('reads the cell %s', async (_word, cells, reached) => {
		for (const onDuty of cells) {
			gateway().reset();
			const { error } = await run(
				'scheduled-note-broadcast',
				{},
				{ pinData: { Roster: [{ agent: 31001, onDuty }] } },
			);
			expect([onDuty, error]).toEqual([onDuty, undefined]);
			const sent = gateway().requests.flatMap(
				({ body }) => (body as { agentIds: number[] }).agentIds,
			);
			expect([onDuty, sent]).toEqual([onDuty, reached]);
		}
	});

	it('reports a cell that is neither yes nor no after sending to the others', async () => {
		const rows = [
			{ agent: 31001, onDuty: 'yes' },
			{ agent: 31002, onDuty: 'maybe' },
			{ agent: 31003, onDuty: '' },
			{ agent: 31004, onDuty: null },
			{ agent: 31005 },
			{ agent: 31006, onDuty: 'on leave' },
			{ agent: 31008, onDuty: 'no' },
		];
		const { json, error } = await run(
			'scheduled-note-broadcast',
			{},
			{ pinData: { Roster: rows as unknown as IDataObject[] } },
		);
		expect(gateway().requests.map(({ body }) => body)).toMatchObject([{ agentIds: [31001] }]);
		expect(json('Sent')).toHaveLength(1);
		expect(json('Cannot Be Read').map(({ report }) => report)).toEqual([
			'Agent 31002 got no note: \'onDuty\' is "maybe", neither yes nor no.',
			"Agent 31003 got no note: 'onDuty' is empty, neither yes nor no.",
			"Agent 31004 got no note: 'onDuty' is empty, neither yes nor no.",
			"Agent 31005 got no note: 'onDuty' is empty, neither yes nor no.",
			'Agent 31006 got no note: \'onDuty\' is "on leave", neither yes nor no.',
		]);
		expect(error?.message).toMatch(/^Agent 31002 got no note: .* \| Agent 31003 got no note: /);
	});

	it('reports a refusal and unreadable cells in one message', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const rows = [
			{ agent: 31001, onDuty: true },
			{ agent: 31002, onDuty: '?' },
		];
		const { error } = await run('scheduled-note-broadcast', {}, { pinData: { Roster: rows } });
		expect(error?.message).toMatch(/31001.* was not sent.* \| Agent 31002 got no note: /);
	});

	it('names the recipients of a note that was refused before it was sent', async () => {
		const rows = [
			{ agent: 31001, onDuty: true },
			{ agent: '31,002', onDuty: true },
		];
		const { json } = await run('scheduled-note-broadcast', {}, { pinData: { Roster: rows } });
		expect(gateway().requests).toEqual([]);
		expect(json('Not Sent')).toMatchObject([{ notReached: '31001, 31,002' }]);
	});

	it('fails with a broken credential', async () => {
		const { error } = await run('scheduled-note-broadcast', { guid: 'old.AgentGateway1' });
		expect(error?.message).toMatch(/^The note to 3 agents was not sent: /);
	});
});

describe('session limits at shift change', () => {
	const PER_ITEM = { authentication: 'guidPerItem', guid: '' };

	const limits = () => ({
		a: gateway().agent('31001').sessionLimits['53'],
		b: gateway().agent('31001').sessionLimits['1'],
		c: gateway().agent('31002').sessionLimits['53'],
	});
	const EARLY = { a: 5, b: 4, c: 6 };
	const LATE = { a: 3, b: 2, c: 6 };
	const NIGHT = { a: 1, b: 1, c: 2 };

	it.each([
		['winter, 6:00', '2026-01-15T05:00:00Z', EARLY],
		['winter, 5:59', '2026-01-15T04:59:00Z', NIGHT],
		['summer, 6:00', '2026-07-15T04:00:00Z', EARLY],
		['summer, 14:00', '2026-07-15T12:00:00Z', LATE],
		['summer, 22:00', '2026-07-15T20:00:00Z', NIGHT],
		['the day clocks go forward, 6:00 (4 hours after 1:00)', '2026-03-29T04:00:00Z', EARLY],
		['the day clocks go forward, 5:59', '2026-03-29T03:59:00Z', NIGHT],
		['the day clocks go back, 6:00', '2026-10-25T05:00:00Z', EARLY],
		['the day clocks go back, 5:00', '2026-10-25T04:00:00Z', NIGHT],
		['the day clocks go back, 22:00', '2026-10-25T21:00:00Z', NIGHT],
	])('%s Berlin time', async (_name, instant, expected) => {
		at(instant);
		const { error, json } = await run('session-limits-at-shift-change', PER_ITEM);
		expect(error).toBeUndefined();
		expect(json('Not Changed')).toEqual([]);
		expect(limits()).toEqual(expected);
	});

	it('reports an agent without a Guid after setting all others', async () => {
		at('2026-07-15T12:00:00Z');
		const row = (agent: string, mediaType: string | number) => ({ agent, mediaType, late: 3 });
		const { json, error } = await run('session-limits-at-shift-change', PER_ITEM, {
			pinData: { 'Shift Plan': [row('31007', 'text chat'), row('31001', 53), row('31002', 53)] },
		});
		expect(json('Changed').map(({ report }) => report)).toEqual([
			'Agent 31001: at most 3 sessions of 53',
			'Agent 31002: at most 3 sessions of 53',
		]);
		expect(json('Not Changed')).toMatchObject([
			{ agent: '31007', report: expect.stringMatching(/Guid/) as string },
		]);
		expect(error?.message).toMatch(/^1 of 3 limits were not set: /);
	});

	it('fails and sets nothing if the current Guids are unavailable', async () => {
		const { error } = await run('session-limits-at-shift-change', PER_ITEM, {
			desktop: { ...desktop, apiKey: 'wrong' },
			credentials: {
				[CREDENTIAL_ID]: credentialFor(gateway(), '31000', PER_ITEM),
				[DESKTOP_CREDENTIAL_ID]: { name: 'X-API-Key', value: 'wrong' },
			},
		});
		expect(error?.message).toMatch(/Authorization failed|401/);
		expect(gateway().requests).toHaveLength(0);
	});

	describe('changed for a lax gateway, as its note describes', () => {
		const changed = () => {
			const flow = exampleWorkflow('session-limits-at-shift-change');
			const [start = ''] = Object.keys(flow.connections);
			const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
			const nodes = flow.nodes.filter(
				({ name }) => name !== 'Current Guids' && name !== 'Guid of Each Agent',
			);
			const { 'Shift Now': shiftNow, 'Set Session Limit': set, ...others } = flow.connections;
			const connections = { ...others, [start]: to('Shift Plan'), 'Shift Plan': to('Shift Now') };
			return {
				...flow,
				nodes,
				connections: { ...connections, 'Shift Now': shiftNow!, 'Set Session Limit': set! },
			};
		};
		const runChanged = async () =>
			await execute(changed(), { credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) } });

		it('sets all limits in one session', async () => {
			gateway().switches.guidScope = 'vdn';
			at('2026-07-15T12:00:00Z');
			const { error } = await runChanged();
			expect(error).toBeUndefined();
			expect(limits()).toEqual(LATE);
		});

		it('reports the refusal if a session acts only for its own agent', async () => {
			const { json, error } = await runChanged();
			expect(json('Changed')).toEqual([]);
			expect(json('Not Changed')).toHaveLength(4);
			expect(json('Not Changed')[0]?.whatToDo).toMatch(/Guid per Item/);
			expect(error?.message).toMatch(/^4 of 4 limits were not set: /);
		});
	});

	it('is scheduled in the time zone of its calculations', () => {
		const { settings, nodes } = exampleWorkflow('session-limits-at-shift-change');
		expect(settings?.timezone).toBe('Europe/Berlin');
		expect(JSON.stringify(nodes)).toContain("setZone('Europe/Berlin')");
	});
});

describe('set a team busy and tell them', () => {
	it.each(SCOPES)(
		'sends the note to the agents who were set busy, and reports the others (%s)',
		async (guidScope) => {
			gateway().switches.guidScope = guidScope;
			const { json, error } = await run('team-busy-with-note');
			for (const agent of ['31001', '31002', '31008']) {
				expect(gateway().agent(agent).state).toBe('busy');
				expect(gateway().agent(agent).inbox).toHaveLength(1);
			}
			expect(gateway().agent('31007').inbox).toHaveLength(0);
			expect(json('Send Note')).toMatchObject(
				[31001, 31002, 31008].map((agent) => ({ outcome: 'accepted', agentIds: [agent] })),
			);
			expect(json('Could Not Be Set')).toEqual([
				expect.objectContaining({
					agent: '31007',
					name: 'Gabriel Costa',
					report: expect.stringMatching(
						/^Agent 31007 was not set busy by inspector 31000: /,
					) as string,
				}),
			]);
			expect(error?.message).toMatch(/^1 of 4 could not be set busy: Agent 31007 /);
		},
	);

	it("reports every agent if the session is not an inspector's", async () => {
		const { json, error } = await run('team-busy-with-note', {
			agentId: '31003',
			guid: gateway().agent('31003').guid,
		});
		expect(json('Could Not Be Set')).toHaveLength(4);
		expect(json('Could Not Be Set')[0]?.whatToDo).toMatch(/the right/);
		expect(error?.message).toMatch(/^4 of 4 could not be set busy: /);
	});
});

describe('announce to a skill queue', () => {
	it.each(SCOPES)(
		'sends the note to every agent of the queue, and lists the recipients (%s)',
		async (guidScope) => {
			gateway().switches.guidScope = guidScope;
			const { json, error } = await run('announce-to-a-skill-queue');
			expect(error).toBeUndefined();
			const inQueue = gateway()
				.agents()
				.filter(({ signedIn, queues }) => signedIn && queues.some(({ id }) => id === 11));
			expect(inQueue.length).toBeGreaterThan(2);
			expect(json('Who Got It').map(({ agent, name }) => [agent, name])).toEqual(
				inQueue.map(({ id, name }) => [id, name]),
			);
			for (const { inbox } of gateway().agents()) {
				expect(inbox).toHaveLength(inQueue.some((agent) => agent.inbox === inbox) ? 1 : 0);
			}
			// One query and one note for all.
			expect(gateway().requests).toHaveLength(2);
		},
	);

	it('reports a queue without agents', async () => {
		for (const { id, queues } of gateway().agents()) {
			if (queues.some((queue) => queue.id === 11)) gateway().signOut(id);
		}
		const { json, error } = await run('announce-to-a-skill-queue');
		expect(error).toBeUndefined();
		expect(json('Nobody Was There')).toEqual([
			{ report: 'Nobody is signed in to the skill queue: no note was sent.' },
		]);
		expect(gateway().requests).toHaveLength(1);
	});

	it('fails if the note is refused, and names the recipients', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001', operation: 'sendNoteletEx' });
		const { json, error } = await run('announce-to-a-skill-queue');
		expect(json('Who Got It')).toEqual([]);
		expect(json('Not Sent').map(({ agent }) => agent)).toContain('31001');
		expect(error?.message).toMatch(/agents did not get the note: /);
	});
});

describe('lunch rota', () => {
	it.each(SCOPES)('at noon: a note, a rest, an end of rest (%s)', async (guidScope) => {
		gateway().switches.guidScope = guidScope;
		gateway().rest('31003');
		const { json, error } = await run('lunch-rota', {}, { written: AT_NOON });
		expect(error).toBeUndefined();
		expect(gateway().agent('31002').inbox).toMatchObject([
			{ content: 'Your lunch begins at 12:05: 30 minutes.' },
		]);
		expect(json('Force Rest')).toMatchObject([{ workNo: '31001', outcome: 'accepted' }]);
		expect(gateway().agent('31001')).toMatchObject({ state: 'rest', restCause: 1 });
		expect(json('Force Idle')).toMatchObject([{ workNo: '31003', outcome: 'accepted' }]);
		expect(gateway().requests).toHaveLength(4);
	});

	it.each([
		['11:54', '2026-07-15T09:54:59Z', ['sendnoteletex', 'forcerest'], 0],
		['11:55', '2026-07-15T09:55:00Z', ['sendnoteletex'], 1],
		['11:59', '2026-07-15T09:59:59Z', ['sendnoteletex'], 1],
		['12:00', '2026-07-15T10:00:00Z', ['forcerest'], 1],
		['12:04, in winter', '2026-01-15T11:04:59Z', ['forcerest'], 1],
		['12:05', '2026-07-15T10:05:00Z', ['sendnoteletex', 'forcerest'], 0],
		['12:30', '2026-07-15T10:30:00Z', ['forceidle'], 1],
		['12:35', '2026-07-15T10:35:00Z', ['forceidle'], 0],
	])('%s Berlin time', async (_name, instant, calls, times) => {
		at(instant);
		gateway().rest('31001');
		const rota = [{ agent: 31001, from: '12:00', minutes: 30 }];
		const { error } = await run('lunch-rota', {}, { pinData: { Rota: rota } });
		expect(error).toBeUndefined();
		const sent = gateway().requests.filter(({ path }) => calls.some((call) => path.includes(call)));
		expect(sent).toHaveLength(times);
	});

	it('carries out all other steps, then reports the failures', async () => {
		gateway().rest('31004');
		const rota = [
			{ agent: 31007, name: 'Gabriel Costa', from: '12:00', minutes: 30 },
			{ agent: 31001, from: '12:00', minutes: 30 },
			{ agent: 31002, from: 'noon', minutes: 30 },
			{ agent: 31003, from: '12:00', minutes: 0 },
			{ agent: 31004, from: '11:00', minutes: 60 },
		];
		const { json, error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: rota } },
		);
		expect(gateway().agent('31001').state).toBe('rest');
		expect(json('Force Idle')).toMatchObject([{ workNo: '31004', outcome: 'accepted' }]);
		expect(json('Not Done')).toMatchObject([
			{
				agent: '31007',
				report: expect.stringMatching(/^Agent 31007 was not sent to rest/) as string,
			},
			{
				agent: '31002',
				report:
					'The row of agent 31002 cannot be read: \'from\' is "noon", it must be a time such as 12:05',
			},
			{
				agent: '31003',
				report:
					'The row of agent 31003 cannot be read: \'minutes\' is "0", it must be a number from 5 to 600',
			},
		]);
		expect(error?.message).toMatch(/^3 steps of the rota were not done: /);
	});

	const row = (from: unknown, minutes: unknown = 30) =>
		({ agent: 31001, from, minutes }) as IDataObject;
	/** The gateway's calls of a run, without the look-up. */
	const calls = () =>
		gateway()
			.requests.map(({ path }) => /sendnoteletex|forcerest|forceidle/.exec(path)?.[0])
			.filter((call) => call !== undefined);

	it.each([
		['12:00', 30],
		['12:00:00', 30],
		['12.00', '30'],
		['12:00 PM', 30],
		['12:00pm', ' 30 '],
		[' 12:00 ', 30],
		['12:00 p.m.', 30],
	])('reads %j for %j minutes as noon', async (from, minutes) => {
		const { error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: [row(from, minutes)] } },
		);
		expect(error).toBeUndefined();
		expect(calls()).toEqual(['forcerest']);
	});

	it.each([
		['', 30, "'from' is empty"],
		[null, 30, "'from' is empty"],
		['24:00', 30, '\'from\' is "24:00"'],
		['12:60', 30, '\'from\' is "12:60"'],
		['13:00 PM', 30, '\'from\' is "13:00 PM"'],
		['0.5', 30, '\'from\' is "0.5"'],
		[12, 30, '\'from\' is "12"'],
		['12:00', '', "'minutes' is empty"],
		['12:00', null, "'minutes' is empty"],
		['12:00', '30 min', '\'minutes\' is "30 min"'],
		['12:00', 4, '\'minutes\' is "4"'],
		['12:00', 601, '\'minutes\' is "601"'],
		['12:00', 30.5, '\'minutes\' is "30.5"'],
	])('reports %j for %j minutes, and names the value', async (from, minutes, named) => {
		const { error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: [row(from, minutes)] } },
		);
		expect(calls()).toEqual([]);
		expect(error?.message).toContain(named);
	});

	it('ends no rest of an agent who is already back', async () => {
		const rota = [row('11:30')];
		const { error } = await run('lunch-rota', {}, { written: AT_NOON, pinData: { Rota: rota } });
		expect(error).toBeUndefined();
		expect(calls()).toEqual([]);
		expect(gateway().requests).toHaveLength(1);
	});

	describe('by its schedule', () => {
		/** Runs the rota at these times of a day in Berlin, and returns all calls and the first error. */
		async function ticks(rota: IDataObject[], ...times: string[]) {
			const staticData: IDataObject = {};
			const done: string[] = [];
			let error: Error | undefined;
			for (const time of times) {
				const day = time < '12' && times[0]! > '12' ? 16 : 15;
				at(new Date(`2026-07-${day}T${time}+02:00`).toISOString());
				const before = calls().length;
				const result = await run(
					'lunch-rota',
					{},
					{ pinData: { Rota: rota }, scheduled: true, staticData },
				);
				error ??= result.error;
				done.push(
					...calls()
						.slice(before)
						.map((call) => `${time.slice(0, 5)} ${call}`),
				);
			}
			return { done, error };
		}

		it.each([
			[
				'on time',
				['11:50:00', '11:55:00', '12:00:00', '12:05:00', '12:25:00', '12:30:00', '12:35:00'],
				['11:55 sendnoteletex', '12:00 forcerest', '12:30 forceidle'],
			],
			[
				'late',
				['11:50:00', '11:57:40', '12:06:10', '12:31:59', '12:35:00'],
				['11:57 sendnoteletex', '12:06 forcerest', '12:31 forceidle'],
			],
			[
				'missing',
				['11:50:00', '12:20:00', '13:40:00', '13:45:00'],
				['12:20 forcerest', '13:40 forceidle'],
			],
			[
				'twice in a minute',
				['11:55:00', '12:00:00', '12:00:30', '12:30:00', '12:30:01'],
				['11:55 sendnoteletex', '12:00 forcerest', '12:30 forceidle'],
			],
		])('when runs are %s: each step once', async (_how, times, expected) => {
			expect(await ticks([row('12:00')], ...times)).toEqual({ done: expected, error: undefined });
		});

		it('begins an overdue rest for the remaining minutes', async () => {
			await ticks([row('12:00')], '11:50:00', '12:20:00');
			const [request] = gateway().requests.filter(({ path }) => path.includes('forcerest'));
			expect(request?.path).toContain('/forcerest/31001/600/');
		});

		it('reports a completely missed lunch once', async () => {
			const { done, error } = await ticks([row('12:00')], '11:50:00', '12:45:00');
			expect(done).toEqual([]);
			expect(error?.message).toBe(
				'1 step of the rota was not done: Agent 31001 was not sent to rest at 12:00 for 30 minutes: ' +
					'the workflow did not run in that time',
			);
			expect(await ticks([row('12:00')], '12:45:00', '12:50:00')).toEqual({
				done: [],
				error: undefined,
			});
		});

		it('handles a rest across midnight', async () => {
			const times = ['23:35:00', '23:40:00', '23:45:00', '00:10:00', '00:15:00', '00:20:00'];
			expect(await ticks([row('23:45')], ...times)).toEqual({
				done: ['23:40 sendnoteletex', '23:45 forcerest', '00:15 forceidle'],
				error: undefined,
			});
		});
	});
});

describe('assistant for a supervisor', () => {
	const { nodes, connections, settings } = exampleWorkflow('assistant-for-a-supervisor', {
		withNotes: true,
	});
	const tools = nodes.filter(({ name }) => connections[name]?.ai_tool !== undefined);

	it('can look up and send notes, and nothing else', () => {
		expect(tools.map(({ type }) => type)).toEqual(
			['findAgents', 'getAgent', 'getQueueStatistics', 'sendNote'].map(
				(name) => `n8n-nodes-cc-gateway.${name}Tool`,
			),
		);
	});

	it('lets the model choose agents and texts, but never the acting agent', () => {
		for (const { parameters } of tools) {
			expect(parameters.agentId).toBe('');
			expect(JSON.stringify(parameters)).toContain('$fromAI(');
		}
	});

	it('has no retries of its own', () => {
		// In execution order v0, n8n resumes the agent before its tools have run.
		expect(settings?.executionOrder).toBe('v1');
		for (const { retryOnFail, onError } of nodes) {
			expect([retryOnFail, onError]).toEqual([undefined, undefined]);
		}
	});

	it('instructs the model to ask before a broadcast, and not to repeat unknown notes', () => {
		const { options } = nodes.find(({ name }) => name === 'Assistant')?.parameters ?? {};
		const { systemMessage } = options as { systemMessage: string };
		expect(systemMessage).toMatch(/more than 5 agents, do not send it yet/);
		expect(systemMessage).toMatch(/unknown: .* Never send it to them again by yourself/);
		for (const { name } of tools) {
			expect(systemMessage).toContain(name.replaceAll(' ', '_'));
		}
	});

	it('has sticky notes with the set-up and the allowed actions', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ name }) => name)).toEqual(['How to Use This', 'What It May Do']);
	});
});

it.each([
	['assistant-with-approval', []],
	['look-ups-for-your-assistant', ['Send Note']],
] as const)('%s has the tools of the assistant for a supervisor, except %j', (name, without) => {
	const toolsOf = (example: Example) =>
		exampleWorkflow(example)
			.nodes.filter(({ type }) => /^n8n-nodes-cc-gateway\..*Tool$/.test(type))
			.map(({ name: called, type, typeVersion, parameters }) => ({
				...{ called, type, typeVersion, parameters },
			}));
	expect(toolsOf(name)).toEqual(
		toolsOf('assistant-for-a-supervisor').filter(
			({ called }) => !(without as readonly string[]).includes(called),
		),
	);
});
