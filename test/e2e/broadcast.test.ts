/** The example 'Broadcast that survives a crash' in the real n8n, which is killed while it sends. */
import { startSimulator, type Simulator } from '../../simulator';
import { PASSWORD, signInCredential } from '../support/serviceAgents';
import { broadcastByWebhook, RecipientTable, type Row } from './support/broadcast';
import { N8n, type Server } from './support/n8n';
import type { Webhook } from './support/rest';
import { freePorts } from './support/processes';
import { waitFor } from './support/waitFor';

const SENDER = '31900';
const AGENTS = Array.from({ length: 330 }, (_, index) => String(50_001 + index));
const TEXT = 'The fire drill begins at eleven';

let simulator: Simulator;
let n8n: N8n;
let server: Server;
let table: RecipientTable;
let webhook: Webhook;

beforeAll(async () => {
	simulator = await startSimulator({
		switches: { guidScope: 'own' },
		answerDelay: 300,
		agents: [{ id: SENDER, signedIn: false, password: PASSWORD }, ...AGENTS.map((id) => ({ id }))],
	});
	n8n = await N8n.install('broadcast');
	const [port = 0] = await freePorts(1);
	server = await n8n.startServer({ port });
	const credential = await server.rest.addCredential(
		'Gateway',
		signInCredential(simulator, SENDER),
	);
	table = await RecipientTable.create(server.rest);
	const flow = broadcastByWebhook(credential.ccGatewayApi, { scheduled: false });
	webhook = await server.rest.addWebhook('broadcast', flow);
}, 400_000);

afterAll(async () => {
	await server?.process.stop();
	await simulator?.close();
	n8n?.remove();
});

const notesOf = (agent: string): number => simulator.agent(agent).inbox.length;
const statuses = (rows: readonly Row[]) => {
	const counts: Record<string, number> = {};
	for (const { status } of rows) counts[status ?? ''] = (counts[status ?? ''] ?? 0) + 1;
	return counts;
};

test('n8n killed while sending continues at the next start, and no agent gets the note twice', async () => {
	await table.add(server.rest, [...AGENTS, AGENTS[0]!, 'nobody'], TEXT);
	await webhook.call({});
	// The second block is in flight: in the table, the first one is "sent", the second one "sending".
	await waitFor('the second block', () => notesOf(AGENTS[150]!) > 0, {
		interval: 5,
		seconds: 150,
	});
	const { port } = new URL(server.url);
	await server.process.stop('SIGKILL');

	server = await n8n.startServer({ port: Number(port), log: 'broadcast-after' });
	const interrupted = statuses(await table.rows(server.rest));
	expect(interrupted.sent ?? 0).toBeGreaterThanOrEqual(100);
	expect(interrupted.sending).toBeGreaterThan(0);
	expect(interrupted.sending).toBeLessThanOrEqual(100);

	await webhook.call({});
	const { status, error } = await server.rest.lastExecution(webhook);
	const rows = await table.rows(server.rest);
	const found = statuses(rows);
	expect(found['look first']).toBe(interrupted.sending);
	expect(found).toMatchObject({ 'same agent': 1, rejected: 1 });
	expect(found.sending ?? found.open).toBeUndefined();
	expect(status).toBe('error');
	expect(error?.message).toContain(`${found.sent} of 331 agents have the note`);
	for (const { agent, status: outcome } of rows) {
		if (!AGENTS.includes(agent) || outcome === 'same agent') continue;
		if (outcome === 'sent') expect([agent, notesOf(agent)]).toEqual([agent, 1]);
		else expect(notesOf(agent)).toBeLessThanOrEqual(1);
	}
}, 400_000);
