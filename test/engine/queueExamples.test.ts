/** The examples 'Announce to everybody' and 'Skills at shift change' on n8n's engine. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute, type ExecuteOptions } from '../support/engine';
import { useFastClock, fastClock, NEVER_FAKED } from '../support/fastClock';
import { type Example, exampleWorkflow } from '../support/workflows';

/** A session can act only for its own agent. */
const SWITCHES = { guidScope: 'own' } as const;

const credentials = (gateway: ReturnType<typeof useGateway>) => ({
	[CREDENTIAL_ID]: credentialFor(gateway()),
});

describe('announce to everybody', () => {
	// Shortens the waits of the query limit.
	useFastClock(20);
	const gateway = useGateway({ clock: fastClock, switches: SWITCHES });
	const run = async () =>
		await execute(exampleWorkflow('announce-to-everybody'), { credentials: credentials(gateway) });
	const inQueues = () =>
		gateway()
			.agents()
			.filter(({ signedIn, takesCalls, vdn, queues }) => {
				return signedIn && takesCalls && vdn === 1 && queues.length > 0;
			});

	it('sends one note to every agent of all queues, and lists the recipients', async () => {
		const { error, json } = await run();
		expect(error).toBeUndefined();
		const reached = inQueues().map(({ id }) => id);
		expect(reached).toHaveLength(10);
		expect(
			json('Who Got It')
				.map(({ agent }) => agent)
				.sort(),
		).toEqual(reached);
		expect(json('Who Got It')).toContainEqual({
			agent: '31006',
			name: 'Fatima Zahra',
			state: 'idle',
			queues: 'Service hotline, Orders',
		});
		for (const { id, inbox } of gateway().agents()) {
			expect([id, inbox.length]).toEqual([id, reached.includes(id) ? 1 : 0]);
		}
		const notes = gateway().requests.filter(({ operation }) => operation === 'sendNoteletEx');
		expect(notes).toHaveLength(1);
	});

	it('reports that no agent is signed in', async () => {
		for (const { id } of inQueues()) gateway().signOut(id);
		const { error, json } = await run();
		expect(error).toBeUndefined();
		expect(json('Nobody Was There')).toEqual([
			{ report: 'Nobody is signed in to a skill queue: no note was sent.' },
		]);
	});

	it('fails if the note is refused, and names the recipients', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001', operation: 'sendNoteletEx' });
		const { error, json } = await run();
		expect(json('Not Sent')).toHaveLength(10);
		expect(error?.message).toMatch(/^10 of 10 agents did not get the note: /);
	});

	it('fails and sends nothing if a queue cannot be searched', async () => {
		gateway().faults.add({
			kind: 'retcode',
			retcode: '300-001',
			operation: 'queryAgentInfoBySkillId',
		});
		const { error } = await run();
		expect(error?.message).toMatch(/^The VDN was not searched: in skill queue /);
		expect(
			gateway()
				.agents()
				.flatMap(({ inbox }) => inbox),
		).toEqual([]);
	});
});

describe('skills at shift change', () => {
	const gateway = useGateway({ switches: SWITCHES });
	afterEach(() => jest.useRealTimers());

	const NAME: Example = 'skills-at-shift-change';
	const run = async (instant: string, options: ExecuteOptions = {}) => {
		jest.useFakeTimers({
			now: new Date(instant),
			doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
		});
		return await execute(exampleWorkflow(NAME), { credentials: credentials(gateway), ...options });
	};
	const queuesOf = (...ids: string[]) =>
		ids.map((id) =>
			gateway()
				.agent(id)
				.activeQueues.map((queue) => queue.id),
		);
	const AGENTS = ['31001', '31002', '31008'] as const;

	it.each([
		['early, in summer', '2026-07-15T04:10:00Z', [[11, 21, 22], [11], [12]]],
		['late, in summer', '2026-07-15T12:10:00Z', [[11], [11, 12], [12, 23]]],
		['late, in winter', '2026-01-15T13:10:00Z', [[11], [11, 12], [12, 23]]],
		['night', '2026-07-15T20:10:00Z', [[11, 21, 22], [11, 12], []]],
	])('%s: every agent gets the queues of the shift', async (_name, instant, expected) => {
		const { error, json } = await run(instant);
		expect(error).toBeUndefined();
		expect(queuesOf(...AGENTS)).toEqual(expected);
		expect(json('Not Changed')).toEqual([]);
		expect(gateway().requests.every(({ agentId }) => agentId === '31000')).toBe(true);
	});

	it('reports the queues of every agent', async () => {
		const { json } = await run('2026-07-15T20:10:00Z');
		expect(json('Changed')).toEqual([
			{ agent: '31002', report: 'Agent 31002 takes 11, 12' },
			{ agent: '31008', report: 'Agent 31008 takes no queue' },
		]);
	});

	it('reports an agent who could not be changed after changing all others', async () => {
		const row = (agent: unknown, late: unknown) => ({ agent, late }) as IDataObject;
		const { error, json } = await run('2026-07-15T12:10:00Z', {
			pinData: {
				'Skill Plan': [
					row('31007', '11'),
					row(31001, 12),
					row('31002', 'Orders'),
					row(31008, '23'),
				],
			},
		});
		expect(queuesOf(...AGENTS)).toEqual([[12], [11, 21, 22], [23]]);
		expect(json('Not Changed')).toMatchObject([
			{ agent: '31007', report: expect.stringMatching(/^Agent 31007 was not given/) as string },
			{ agent: '31002', report: expect.stringMatching(/'Orders'|"Orders"/) as string },
		]);
		expect(error?.message).toMatch(/^2 of 4 agents did not get their skill queues: Agent 31007 /);
	});

	it('is scheduled in the time zone of its calculations', () => {
		const { settings, nodes } = exampleWorkflow(NAME);
		expect(settings?.timezone).toBe('Europe/Berlin');
		expect(JSON.stringify(nodes)).toContain("setZone('Europe/Berlin')");
	});
});
