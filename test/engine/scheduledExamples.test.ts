/** Scheduled examples on n8n's engine: 'Long breaks by schedule', 'Who forgot to sign out', 'State diary'. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { DataTable } from '../support/dataTables';
import { execute, type ExecuteOptions } from '../support/engine';
import { fastClock, useFastClock } from '../support/fastClock';
import { allowedBreak, DIARY_TABLE, exampleWorkflow } from '../support/workflows';

// Shortens the waits of the query limit.
useFastClock(20);
/** A session can act only for its own agent. */
const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'own' } });

const credentials = () => ({ [CREDENTIAL_ID]: credentialFor(gateway()) });
const notesOf = (id: string) =>
	gateway()
		.agent(id)
		.inbox.map(({ content }) => content);

describe('long breaks by schedule', () => {
	/** One run of the schedule, with the static data of the runs before. */
	const run = async (staticData: IDataObject, minutes = 15) =>
		await execute(
			exampleWorkflow('long-breaks-by-schedule', {
				written: allowedBreak(minutes, 'long-breaks-by-schedule'),
			}),
			{ credentials: credentials(), scheduled: true, staticData },
		);
	const rested = (minutes: number): ExecuteOptions['pinData'] => ({
		'Find Agents': [
			{
				workNo: '31003',
				name: 'Chen Yu',
				state: 'rest',
				stateSince: new Date(Date.now() - minutes * 60_000).toISOString(),
			},
		],
	});
	/** A run in which agent 31003 has been at rest for `minutes` in the output of Find Agents. */
	const runAfter = async (staticData: IDataObject, minutes: number) =>
		await execute(exampleWorkflow('long-breaks-by-schedule'), {
			credentials: credentials(),
			scheduled: true,
			staticData,
			pinData: rested(minutes),
		});

	it('reports an agent at rest for longer than allowed, once over all runs', async () => {
		gateway().rest('31003');
		const staticData = {};
		for (let tick = 0; tick < 3; tick++) {
			const { error } = await run(staticData, 0);
			expect(error).toBeUndefined();
		}
		expect(notesOf('31000')).toEqual([
			expect.stringMatching(/^Chen Yu \(agent 31003\) has been at rest for \d+ minutes\.$/),
		]);
	});

	it('reports no agent within the allowed time, and none who is not at rest', async () => {
		gateway().rest('31003');
		const { error, json } = await run({});
		expect([error, json('New Long Breaks'), notesOf('31000')]).toEqual([undefined, [], []]);
	});

	it('treats two answers that differ by seconds as one break, and reports a later break again', async () => {
		const staticData = {};
		await runAfter(staticData, 16);
		await runAfter(staticData, 16.2);
		expect(notesOf('31000')).toEqual(['Chen Yu (agent 31003) has been at rest for 16 minutes.']);
		await runAfter(staticData, 15);
		expect(notesOf('31000')).toHaveLength(2);
	});

	it('forgets an agent who is back', async () => {
		const staticData: { global?: { reported?: object } } = {};
		await runAfter(staticData, 16);
		expect(Object.keys(staticData.global?.reported ?? {})).toEqual(['31003']);
		await run(staticData);
		expect(staticData.global?.reported).toEqual({});
	});

	it('fails if the note is refused, and does not send it again', async () => {
		const staticData = {};
		gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation: 'sendNoteletEx' });
		const { error } = await runAfter(staticData, 16);
		expect(error?.message).toMatch(/^1 long break was not reported: /);
		gateway().faults.clear();
		expect((await runAfter(staticData, 16.1)).error).toBeUndefined();
		expect(notesOf('31000')).toEqual([]);
	});

	it('fails if the gateway does not give the start of the rest', async () => {
		const { error } = await execute(exampleWorkflow('long-breaks-by-schedule'), {
			credentials: credentials(),
			scheduled: true,
			pinData: { 'Find Agents': [{ workNo: '31003', state: 'rest', stateSince: null }] },
		});
		expect(error?.message).toMatch(/does not say since when agent 31003 is at rest/);
	});
});

describe('who forgot to sign out', () => {
	const run = async (signOut: boolean, mayStay = '31000, 31900; 31001') =>
		await execute(
			exampleWorkflow('who-forgot-to-sign-out', {
				written: {
					Settings: {
						assignments: {
							assignments: [
								{ id: 'm', name: 'mayStay', type: 'string', value: mayStay },
								{ id: 's', name: 'signOut', type: 'boolean', value: signOut },
							],
						},
					},
				},
			}),
			{ credentials: credentials() },
		);
	const signedIn = (...ids: string[]) => ids.map((id) => gateway().agent(id).signedIn);

	it('lists the agents still signed in, and signs none of them out', async () => {
		const { error, json } = await run(false);
		expect(error).toBeUndefined();
		const [report] = json('Report');
		expect(report?.stillSignedIn).toHaveLength(9);
		expect(report?.stillSignedIn).not.toContain('31001');
		expect(report?.report).toMatch(/^Still signed in:\n.*Ben Larsen \(31002\): idle since /);
		expect(signedIn('31001', '31002')).toEqual([true, true]);
		expect(json('Force Sign Out')).toEqual([]);
	});

	it('signs them out with the switch, except agents in a call and agents who may stay', async () => {
		const { error, json } = await run(true);
		expect(error).toBeUndefined();
		// 31005 is in a call.
		expect(signedIn('31001', '31002', '31005', '31008')).toEqual([true, false, true, false]);
		const [report] = json('Report');
		expect(report?.stillSignedIn).toEqual(['31005']);
		expect(report?.signedOut).toHaveLength(8);
		expect(report?.report).toMatch(
			/Emil Novak \(31005\): talking.*\n\nSigned out by this workflow:/s,
		);
	});

	it('fails and reports the agents who could not be signed out', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation: 'forceLogOutAgent' });
		const { error, json } = await run(true);
		expect(json('Report')).toMatchObject([{ signedOut: [], stillSignedIn: ['31005'] }]);
		expect(error?.message).toMatch(/^8 agents were not signed out: Agent 31002 was not /);
	});

	it('reports that all agents have signed out', async () => {
		for (const { id, queues } of gateway().agents()) if (queues.length > 0) gateway().signOut(id);
		const { error, json } = await run(true);
		expect(error).toBeUndefined();
		expect(json('Report')).toMatchObject([{ report: 'Everybody has signed out.' }]);
	});
});

describe('state diary', () => {
	let diary: DataTable;
	beforeEach(() => {
		diary = new DataTable(DIARY_TABLE.columns);
	});
	const run = async (start: string) =>
		await execute(exampleWorkflow('state-diary'), {
			credentials: credentials(),
			start,
			dataTables: { 'State Diary': diary },
		});
	const page = async () => {
		const { error, output } = await run('At 18:00');
		expect(error).toBeUndefined();
		const [item] = output('Chart of the Day');
		const { data = '', mimeType } = item?.binary?.page ?? {};
		expect(mimeType).toBe('text/html');
		return { json: item?.json, html: Buffer.from(data, 'base64').toString() };
	};

	it('stores the numbers of each queue', async () => {
		gateway().callerArrives({ vdn: 1, id: 11 });
		const { error } = await run('Every Five Minutes');
		expect(error).toBeUndefined();
		expect(diary.rows).toHaveLength(6);
		expect(diary.rows[0]).toMatchObject({
			at: expect.any(Date) as Date,
			queue: 11,
			name: 'Service hotline',
			waiting: 1,
			signedIn: 6,
			available: 5,
		});
	});

	it('creates a page with a chart per queue', async () => {
		await run('Every Five Minutes');
		for (let callers = 0; callers < 3; callers++) gateway().callerArrives({ vdn: 1, id: 11 });
		await run('Every Five Minutes');
		const { json, html } = await page();
		expect(json?.queues).toHaveLength(6);
		expect(json?.queues).toContainEqual(
			expect.objectContaining({ queue: 11, samples: 2, mostWaiting: 3 }),
		);
		expect(html.match(/<svg/g)).toHaveLength(6);
		expect(html).toContain('<h2>Service hotline</h2><p>Most waiting: 3.');
		expect(html).not.toMatch(/NaN|undefined|null/);
	});

	it('shows only the numbers of the day, and names of queues as text', async () => {
		const row = { queue: 11, waiting: 1, longestWait: 5, signedIn: 1, available: 0 };
		diary.insert(
			{ ...row, name: 'Yesterday', at: new Date(Date.now() - 86_400_000) },
			{ ...row, name: '<script>', at: new Date() },
		);
		const { json, html } = await page();
		expect(json?.queues).toMatchObject([{ samples: 1 }]);
		expect(html).toContain('<h2>&#60;script&#62;</h2>');
	});

	it('creates a page even without stored numbers', async () => {
		expect((await page()).html).toContain('Nothing was written down on this day.');
	});

	it('fails if the numbers cannot be read', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '300-001', operation: 'queryStatInfoOfAcd' });
		const { error } = await run('Every Five Minutes');
		expect(error?.message).toMatch(/^The data of all skill queues was not read/);
		expect(diary.rows).toEqual([]);
	});
});
