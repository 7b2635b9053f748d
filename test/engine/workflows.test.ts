/** The example workflows, run as they are on n8n's engine with n8n's own nodes. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/bench';
import { execute, type ExecuteOptions } from '../support/engine';
import { NEVER_FAKED } from '../support/fastClock';
import { exampleWorkflow, type WORKFLOWS } from '../support/workflows';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const run = async (
	name: (typeof WORKFLOWS)[number],
	fields: IDataObject = {},
	options: ExecuteOptions = {},
) =>
	await execute(exampleWorkflow(name), {
		credentials: { [CREDENTIAL_ID]: credentialFor(gateway(), '31000', fields) },
		...options,
	});

describe('scheduled note broadcast', () => {
	it('sends one note to everybody on duty, nobody twice', async () => {
		const { json, error } = await run('scheduled-note-broadcast');
		expect(error).toBeUndefined();
		expect(gateway().requests).toHaveLength(1);
		expect(gateway().requests[0]?.body).toMatchObject({ agentIds: [31001, 31002, 31004] });
		expect(json('Sent')).toMatchObject([{ report: 'The note went to 3 agents.' }]);
		expect(gateway().agent('31002').inbox).toHaveLength(1);
		expect(gateway().agent('31003').inbox).toHaveLength(0);
	});

	it('says who did not get it', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const { json } = await run('scheduled-note-broadcast');
		expect(json('Sent')).toEqual([]);
		expect(json('Not Sent')).toEqual([
			expect.objectContaining({
				report: expect.stringMatching(/^The note to 3 agents was not sent: /) as string,
				whatToDo: expect.stringMatching(/every recipient exists/) as string,
				notReached: '31001, 31002, 31004',
			}),
		]);
	});
});

describe('session limits at shift change', () => {
	const at = (instant: string) =>
		jest.useFakeTimers({
			now: new Date(instant),
			doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
		});
	afterEach(() => jest.useRealTimers());

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
		const { error, json } = await run('session-limits-at-shift-change');
		expect(error).toBeUndefined();
		expect(json('Not Changed')).toEqual([]);
		expect(limits()).toEqual(expected);
	});

	it('works with a Guid per row where a session may act for its own agent only', async () => {
		gateway().switches.guidScope = 'own';
		at('2026-07-15T12:00:00Z');
		const row = (agent: string, mediaType: unknown) => ({
			agent,
			mediaType,
			early: 5,
			late: 3,
			night: 1,
			guid: gateway().agent(agent).guid,
		});
		const rows = [row('31001', 'Social Chat'), row('31002', 53), row('31007', 'text chat')];
		const { json } = await run(
			'session-limits-at-shift-change',
			{ authentication: 'guidPerItem', guid: '' },
			{ pinData: { 'Shift Plan': [{ rows }] } },
		);
		expect(gateway().agent('31001').sessionLimits['53']).toBe(3);
		expect(gateway().agent('31002').sessionLimits['53']).toBe(3);
		expect(json('Changed').map(({ report }) => report)).toEqual([
			'Agent 31001: at most 3 sessions of Social Chat',
			'Agent 31002: at most 3 sessions of 53',
		]);
		expect(json('Not Changed')).toMatchObject([
			{
				agent: '31007',
				report:
					'The Text Chat limit of agent 31007 was not set to 3: the agent is not signed in [item 2]',
			},
		]);
	});

	it('with one Guid for all, such a gateway refuses all others, and the report says so', async () => {
		gateway().switches.guidScope = 'own';
		const { json } = await run('session-limits-at-shift-change');
		expect(json('Changed')).toEqual([]);
		expect(json('Not Changed')).toHaveLength(4);
		expect(json('Not Changed')[0]?.whatToDo).toMatch(/Guid per Item/);
	});

	it('starts in the time zone that it computes with', () => {
		const { settings, nodes } = exampleWorkflow('session-limits-at-shift-change');
		expect(settings?.timezone).toBe('Europe/Berlin');
		expect(JSON.stringify(nodes)).toContain("setZone('Europe/Berlin')");
	});
});

describe('set a team busy and tell them', () => {
	it('tells those who were set and reports who could not be', async () => {
		const { json, error } = await run('team-busy-with-note');
		expect(error).toBeUndefined();
		for (const agent of ['31001', '31002', '31008']) {
			expect(gateway().agent(agent)).toMatchObject({ state: 'busy', busyReason: 202 });
			expect(gateway().agent(agent).inbox).toHaveLength(1);
		}
		expect(gateway().agent('31007').inbox).toHaveLength(0);
		expect(json('Could Not Be Set')).toEqual([
			expect.objectContaining({
				agent: '31007',
				name: 'Gil',
				report: expect.stringMatching(/^Agent 31007 was not set busy: /) as string,
				whatToDo: expect.stringMatching(/^Check that agent 31007 is signed in/) as string,
			}),
		]);
		expect(json('Send Note')).toMatchObject([
			{ outcome: 'accepted', agentIds: [31001, 31002, 31008] },
		]);
	});

	it('reports everybody if the word for the reason is missing in the credential', async () => {
		const { json } = await run('team-busy-with-note', { busyReasons: '' });
		expect(gateway().requests).toHaveLength(0);
		expect(json('Could Not Be Set')).toHaveLength(4);
		expect(json('Could Not Be Set')[0]?.report).toMatch(/'Team meeting' is not a busy reason/);
	});
});
