/** The example 'Queue is long' on n8n's engine, with its Data Table: agents added, notified and put back. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { DataTable } from '../support/dataTables';
import { execute } from '../support/engine';
import { fastClock, useFastClock } from '../support/fastClock';
import { exampleWorkflow, RESERVE_TABLE } from '../support/workflows';

// Shortens the waits of the query limit.
useFastClock(20);
/** A session can act only for its own agent. */
const gateway = useGateway({ clock: fastClock, switches: { guidScope: 'own' } });

let reserve: DataTable;
beforeEach(() => {
	reserve = new DataTable(RESERVE_TABLE.columns);
	reserve.insert(
		...['31008', '31010', '31007'].map((agent) => ({ agent, queue: 11, name: null, before: null })),
	);
});

const event = (kind: string, queue: IDataObject = {}): IDataObject => ({
	event: kind,
	skillId: 11,
	name: 'Service hotline',
	waiting: 12,
	longestWait: 95,
	signedIn: 6,
	available: 0,
	reasons: ['waitingAtLeast'],
	since: '2026-01-05T08:00:00.000Z',
	at: '2026-01-05T08:00:00.000Z',
	...queue,
});
const LONG = event('queueIsLong');
const RECOVERED = event('queueRecovered', { waiting: 2, longestWait: 5, available: 1 });

const run = async (events: IDataObject[]) =>
	await execute(exampleWorkflow('queue-is-long'), {
		credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		pinData: { 'When a Queue Is Long': events },
		start: 'When a Queue Is Long',
		dataTables: { Reserve: reserve },
	});
const putEverybodyBack = async () =>
	await execute(exampleWorkflow('queue-is-long'), {
		credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		start: 'Put Everybody Back',
		dataTables: { Reserve: reserve },
	});

const queuesOf = (id: string) =>
	gateway()
		.agent(id)
		.activeQueues.map((queue) => queue.id);
const notesOf = (id: string) =>
	gateway()
		.agent(id)
		.inbox.map(({ content }) => content);
const away = () => reserve.rows.filter(({ before }) => before).map(({ agent }) => agent);
const changes = () => gateway().requests.filter(({ operation }) => operation === 'adjustSkill');

it('adds the signed-in agents of the reserve to a long queue, and notifies them and the supervisor', async () => {
	const { error } = await run([LONG]);
	expect(error).toBeUndefined();
	expect([queuesOf('31008'), queuesOf('31010')]).toEqual([
		[12, 23, 11],
		[12, 22, 11],
	]);
	for (const agent of ['31008', '31010']) {
		expect(notesOf(agent)).toEqual(['Please help out: you also get calls of Service hotline now.']);
	}
	expect(notesOf('31007')).toEqual([]);
	expect(notesOf('31000')).toEqual([
		'Service hotline is long: 12 wait, the first for 95 s. Added: Hana Sato (31008), Julia Weiss (31010). ' +
			'Not added: Gabriel Costa (31007): signed out.',
	]);
	expect(reserve.rows).toMatchObject([
		{ agent: '31008', before: '12, 23', name: 'Hana Sato' },
		{ agent: '31010', before: '12, 22', name: 'Julia Weiss' },
		{ agent: '31007', before: null },
	]);
});

it('puts the agents back when the queue has recovered', async () => {
	await run([LONG]);
	const { error } = await run([RECOVERED]);
	expect(error).toBeUndefined();
	expect([queuesOf('31008'), queuesOf('31010')]).toEqual([
		[12, 23],
		[12, 22],
	]);
	expect(away()).toEqual([]);
	expect(notesOf('31000')).toHaveLength(2);
	expect(notesOf('31000')[1]).toBe(
		'Service hotline has recovered: 2 wait. Put back: Hana Sato (31008), Julia Weiss (31010).',
	);
});

it('adds no agent twice to a queue that is long again, and leaves agents who were in it before', async () => {
	reserve.insert({ agent: '31001', queue: 11, name: null, before: null });
	await run([LONG]);
	await run([LONG]);
	expect(changes()).toHaveLength(2);
	expect(notesOf('31000')[1]).toMatch(/Added: nobody\. .*Amara Okafor \(31001\): in the queue/);
	await run([RECOVERED]);
	expect(queuesOf('31001')).toEqual([11, 21, 22]);
});

it('takes an agent who helps in two queues out of the recovered one first, and out of the other later', async () => {
	reserve.insert({ agent: '31008', queue: 31, name: null, before: null });
	const callbacks = { skillId: 31, name: 'Callbacks' };
	await run([LONG, event('queueIsLong', callbacks)]);
	expect(queuesOf('31008')).toEqual([12, 23, 11, 31]);
	await run([RECOVERED]);
	expect(queuesOf('31008')).toEqual([12, 23, 31]);
	await run([event('queueRecovered', callbacks)]);
	expect(queuesOf('31008')).toEqual([12, 23]);
});

it('reports both queues if one becomes long while another recovers', async () => {
	await run([LONG]);
	const { error } = await run([
		event('queueIsLong', { skillId: 31, name: 'Callbacks' }),
		RECOVERED,
	]);
	expect(error).toBeUndefined();
	expect(notesOf('31000').slice(1).sort()).toEqual([
		'Callbacks is long: 12 wait, the first for 95 s. Added: nobody.',
		expect.stringMatching(/^Service hotline has recovered: .*Hana Sato/),
	]);
	expect(away()).toEqual([]);
});

it('puts an agent who was in no queue back into none', async () => {
	gateway().addAgent({ id: '31050', name: 'Noor Aziz', queues: [] });
	reserve.insert({ agent: '31050', queue: 11, name: null, before: null });
	await run([LONG]);
	expect(queuesOf('31050')).toEqual([11]);
	expect(reserve.rows.at(-1)).toMatchObject({ before: 'none' });
	const { error } = await run([RECOVERED]);
	expect([error, queuesOf('31050')]).toEqual([undefined, []]);
});

it('puts all agents back if started by hand', async () => {
	await run([LONG]);
	const { error } = await putEverybodyBack();
	expect(error).toBeUndefined();
	expect(queuesOf('31008')).toEqual([12, 23]);
	expect(away()).toEqual([]);
	expect(notesOf('31000')[1]).toBe('Put back: Hana Sato (31008), Julia Weiss (31010).');
});

it('puts an agent back at the next recovery after a crash between the table and the gateway', async () => {
	Object.assign(reserve.rows[0]!, { before: '12, 23' });
	const { error } = await run([RECOVERED]);
	expect([error, queuesOf('31008'), away()]).toEqual([undefined, [12, 23], []]);
});

it('fails and moves no agent who cannot be looked up', async () => {
	reserve.insert({ agent: '39999', queue: 11, name: null, before: null });
	const { error } = await run([LONG]);
	expect(queuesOf('31008')).toContain(11);
	expect(away()).toEqual(['31008', '31010']);
	expect(error?.message).toMatch(/^Agent 39999 was not looked up/);
	expect(notesOf('31000')).toHaveLength(1);
});

it('fails and moves no agent if the session may not inspect', async () => {
	gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation: 'adjustSkill' });
	const { error, json } = await run([LONG]);
	expect(json('Report')).toMatchObject([
		{ report: expect.stringMatching(/Added: nobody\. Not added: Hana Sato/) as string },
	]);
	expect(error?.message).toMatch(
		/^Agent 31008 was not given other skill queues .* \| Agent 31010 /,
	);
});

it('keeps agents who may have been added in the table, and puts them back later', async () => {
	gateway().faults.add({ kind: 'resetAfter', operation: 'adjustSkill' });
	const { error } = await run([LONG]);
	expect(error?.message).toMatch(/may or may not have been given other skill queues/);
	expect(away()).toEqual(['31008', '31010']);
	gateway().faults.clear();
	await run([RECOVERED]);
	expect([queuesOf('31008'), away()]).toEqual([[12, 23], []]);
});

it('fails and keeps an agent in the table who could not be put back', async () => {
	await run([LONG]);
	gateway().signOut('31008');
	const { error } = await run([RECOVERED]);
	expect(away()).toEqual(['31008']);
	expect(queuesOf('31010')).toEqual([12, 22]);
	expect(error?.message).toMatch(/^Agent 31008 .*not signed in/);
});

it('fails if an agent could not be notified, who stays in the queue', async () => {
	gateway().faults.add({ kind: 'retcode', retcode: '900-002', operation: 'sendNoteletEx' });
	const { error } = await run([LONG]);
	expect(queuesOf('31008')).toContain(11);
	expect(away()).toEqual(['31008', '31010']);
	expect(error?.message).toMatch(/note/);
});

it("does nothing with the output of the trigger's test, in which no queue crosses a threshold", async () => {
	await run([LONG]);
	const before = gateway().requests.length;
	const { error } = await run([{ ...LONG, event: 'test', since: null, found: true }]);
	expect([error, gateway().requests.length]).toEqual([undefined, before]);
	expect(away()).toEqual(['31008', '31010']);
});
