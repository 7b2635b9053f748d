/** Example workflows started by schedule, queue or webhook, published in the real n8n. */
import {
	type Desktop,
	SERVICE_AGENT,
	serveDesktop,
	type Simulator,
	startSimulator,
} from '../../simulator';
import { credentialFor } from '../support/nodeRunner';
import { signInCredential } from '../support/serviceAgents';
import {
	allowedBreak,
	CALLER_CREDENTIAL,
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	exampleWorkflow,
	DIARY_TABLE,
	longQueue,
	RESERVE_TABLE,
	TITLES,
} from '../support/workflows';
import { N8n, type Server } from './support/n8n';
import type { StoredExecution } from './support/rest';
import { DataTableOnServer } from './support/tables';
import { waitFor } from './support/waitFor';

const PER_ITEM = { id: 'per-item', name: 'Guid per item' };
const SIGN_IN = { id: 'service-agent', name: 'Service agent' };
const KEY = 'key-of-the-caller';

let gateway: Simulator;
let desktop: Desktop;
let n8n: N8n;
let server: Server;

beforeAll(async () => {
	gateway = await startSimulator({ switches: { guidScope: 'own' } });
	desktop = await serveDesktop(gateway, 'key-of-the-tests');
	n8n = await N8n.install('published-examples');
	await n8n.importCredentials([
		{
			...SIGN_IN,
			data: signInCredential(gateway, SERVICE_AGENT.id, { password: SERVICE_AGENT.password }),
		},
		{
			...PER_ITEM,
			data: credentialFor(gateway, '31000', { authentication: 'guidPerItem', guid: '' }),
		},
		{
			id: DESKTOP_CREDENTIAL_ID,
			name: 'Desktop',
			type: 'httpHeaderAuth',
			data: desktopCredential(desktop),
		},
		{ ...CALLER_CREDENTIAL, type: 'httpHeaderAuth', data: { name: 'X-API-Key', value: KEY } },
	]);
	server = await n8n.startServer();
});
afterAll(async () => {
	await server?.process.stop();
	await desktop?.close();
	await gateway?.close();
	n8n?.remove();
});

/** Waits until a number of executions of a workflow have ended; newest first. */
async function ended(id: string, count: number): Promise<StoredExecution[]> {
	const { rest } = server;
	const stored = await waitFor(`${count} executions`, async () => {
		const all = await rest.executions(id, ['success', 'error', 'crashed']);
		return all.length >= count && all;
	});
	return await Promise.all(stored.map(async (one) => await rest.execution(one)));
}

const publish = async (name: Example, written = {}) =>
	await server.rest.addActive(
		TITLES[name],
		exampleWorkflow(name, {
			withNotes: true,
			desktop,
			credential: name === 'busy-by-webhook' ? PER_ITEM : SIGN_IN,
			written,
		}),
	);

it('busy by webhook answers each call with its outcome and a matching HTTP status', async () => {
	const id = await publish('busy-by-webhook');
	const call = async (body: object, key = KEY) =>
		await fetch(`${server.url}/webhook/busy`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'X-API-Key': key },
			body: JSON.stringify(body),
		});
	await waitFor('the webhook', async () => (await call({}, 'wrong')).status === 403);
	expect(gateway.requests).toEqual([]);

	const well = await call({ agent: 31001, reason: 'Lunch' });
	expect([well.status, await well.json()]).toEqual([
		200,
		{ outcome: 'accepted', agent: '31001', reason: 201, message: 'Agent 31001 was set busy.' },
	]);
	expect(gateway.agent('31001')).toMatchObject({ state: 'busy', busyReason: 201 });

	for (const [status, body, message] of [
		[400, { agent: 31002, reason: 'Siesta' }, /Siesta/],
		[400, {}, /Agent ID/],
		[409, { agent: 31007 }, /Guid/],
	] as const) {
		const response = await call(body);
		expect([body, response.status]).toEqual([body, status]);
		expect(await response.json()).toMatchObject({
			outcome: 'rejected',
			message: expect.stringMatching(message) as string,
			whatToDo: expect.any(String) as string,
		});
	}
	const executions = await ended(id, 4);
	expect(executions.map(({ status }) => status)).toEqual(['error', 'error', 'error', 'success']);
});

it('queue is long adds the reserve, and puts it back after a restart of n8n', async () => {
	const table = await DataTableOnServer.create(server.rest, RESERVE_TABLE);
	await table.add(
		server.rest,
		['31008', '31007'].map((agent) => ({ agent, queue: 11 })),
	);
	const hotline = { vdn: 1, id: 11 };
	for (let count = 0; count < 10; count++) gateway.callerArrives(hotline);
	const thresholds = longQueue({ waitingAtLeast: 10, recoveredBelow: 3 });
	const id = await publish('queue-is-long', thresholds);
	const queuesOf = (agent: string) => gateway.agent(agent).activeQueues.map((queue) => queue.id);
	const [long] = await ended(id, 1);
	expect([long?.status, long?.error]).toEqual(['success', undefined]);
	expect(queuesOf('31008')).toEqual([12, 23, 11]);
	expect(gateway.agent('31008').inbox).toHaveLength(1);
	expect(gateway.agent('31000').inbox).toMatchObject([
		{ content: expect.stringContaining('Added: Hana Sato (31008).') as string },
	]);
	expect(await table.rows(server.rest)).toMatchObject([
		{ agent: '31008', before: '12, 23' },
		{ agent: '31007', before: null },
	]);

	await server.process.stop();
	while (gateway.callerLeaves(hotline));
	server = await n8n.startServer();
	const [recovered] = await ended(id, 2);
	expect([recovered?.status, recovered?.error]).toEqual(['success', undefined]);
	expect(queuesOf('31008')).toEqual([12, 23]);
	expect(await table.rows(server.rest)).toMatchObject([{ before: '' }, { before: null }]);
	expect(gateway.agent('31000').inbox).toHaveLength(2);
	await server.rest.deactivate(id);
});

/** Longer than a run, which takes some seconds because of the query limit. */
const EVERY_TEN_SECONDS = {
	'Every Five Minutes': { rule: { interval: [{ field: 'seconds', secondsInterval: 10 }] } },
};

it('long breaks by schedule reports a break once, even after a restart of n8n', async () => {
	gateway.rest('31003');
	const written = { ...EVERY_TEN_SECONDS, ...allowedBreak(0.05, 'long-breaks-by-schedule') };
	const notes = () =>
		gateway.agent('31000').inbox.filter(({ content }) => content.startsWith('Chen Yu'));
	const id = await publish('long-breaks-by-schedule', written);
	await waitFor('the note', () => notes().length > 0);
	const count = (await server.rest.executions(id, ['success'])).length;
	await ended(id, count + 2);
	await server.process.stop();
	server = await n8n.startServer();
	const now = (await server.rest.executions(id, ['success'])).length;
	const executions = await ended(id, now + 2);
	expect(notes()).toHaveLength(1);
	expect(executions.every(({ status }) => status === 'success')).toBe(true);
	await server.rest.deactivate(id);
});

it('state diary stores the numbers and creates a page of them', async () => {
	const table = await DataTableOnServer.create(server.rest, DIARY_TABLE);
	gateway.callerArrives({ vdn: 1, id: 11 });
	const id = await publish('state-diary', EVERY_TEN_SECONDS);
	const rows = await waitFor('the numbers', async () => {
		const all = await table.rows(server.rest);
		return all.length >= 12 && all;
	});
	await server.rest.deactivate(id);
	expect(rows).toContainEqual(
		expect.objectContaining({ queue: 11, name: 'Service hotline', waiting: 1 }),
	);
	const { executionId } = await server.rest.ask<{ executionId: string }>(
		'POST',
		`/workflows/${id}/run`,
		{ triggerToStartFrom: { name: 'At 18:00' } },
	);
	const execution = await server.rest.finished(executionId);
	expect(execution.status).toBe('success');
	const [chart] = execution.output('Chart of the Day');
	expect(chart?.binary?.page).toMatchObject({
		mimeType: 'text/html',
		fileName: expect.stringMatching(/^skill-queues-\d{4}-\d\d-\d\d\.html$/) as string,
	});
});
