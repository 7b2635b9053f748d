/** The example workflows that start with an event, published together in the real n8n. */
import { SERVICE_AGENT, type Simulator, startSimulator } from '../../simulator';
import { signInCredential } from '../support/serviceAgents';
import { allowedBreak, type Example, exampleWorkflow, TITLES } from '../support/workflows';
import { N8n, type Server } from './support/n8n';
import type { StoredExecution } from './support/rest';
import { waitFor } from './support/waitFor';

/** A wait of more than 65 seconds, for which n8n stores the execution. */
const ALLOWED_MINUTES = 1.1;

let gateway: Simulator;
let n8n: N8n;
let server: Server;
const ids = new Map<Example, string>();

beforeAll(async () => {
	gateway = await startSimulator({ switches: { guidScope: 'own', noteEvent: 'note' } });
	n8n = await N8n.install('event-examples');
	server = await n8n.startServer();
	const { ccGatewayApi: credential } = await server.rest.addCredential(
		'Service agent',
		signInCredential(gateway, SERVICE_AGENT.id, { password: SERVICE_AGENT.password }),
	);
	const written = allowedBreak(ALLOWED_MINUTES);
	for (const name of ['note-to-the-service-agent', 'long-breaks'] as const) {
		const flow = exampleWorkflow(name, { withNotes: true, credential, written });
		ids.set(name, await server.rest.addActive(TITLES[name], flow));
	}
	const given = (operation: string) =>
		gateway.requests.some((request) => request.operation === operation);
	await waitFor('both triggers', () => given('getAgentEvent') && given('beginMonitor'));
});
afterAll(async () => {
	await server?.process.stop();
	await gateway?.close();
	n8n?.remove();
});

/** All executions of an example that have ended, newest first. */
async function ended(name: Example, count: number): Promise<StoredExecution[]> {
	const { rest } = server;
	const stored = await waitFor(`${count} executions of ${name}`, async () => {
		const all = await rest.executions(ids.get(name) ?? '', ['success', 'error', 'crashed']);
		return all.length >= count && all;
	});
	return await Promise.all(stored.map(async (id) => await rest.execution(id)));
}

it('a note sets its sender busy and another one is answered, all in one session', async () => {
	gateway.writeNote('31001', SERVICE_AGENT.id, ' BUSY');
	await waitFor('the agent to be busy', () => gateway.agent('31001').state === 'busy');
	gateway.writeNote('31002', SERVICE_AGENT.id, 'What can you do?');
	await waitFor('an answer', () => gateway.agent('31002').inbox.length > 0);
	const executions = await ended('note-to-the-service-agent', 2);
	expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	expect(gateway.agent('31002').inbox).toMatchObject([
		{ from: SERVICE_AGENT.id, content: expect.stringContaining('busy') as string },
	]);
	expect(gateway.sessions).toHaveLength(1);
});

it('a long break is reported once, even if n8n is restarted during the wait', async () => {
	gateway.rest('31003');
	gateway.rest('31004');
	const { rest } = server;
	const waiting = async () =>
		(await rest.executions(ids.get('long-breaks') ?? '', ['waiting'])).length === 2;
	await waitFor('two executions that wait', waiting);
	await server.process.stop();
	server = await n8n.startServer();
	gateway.idle('31004');
	// n8n looks for due executions once a minute.
	const notes = () => gateway.agent('31000').inbox.map(({ content }) => content);
	await waitFor('the note', () => notes().length > 0, { seconds: 180 });
	expect(notes()).toEqual([
		`Chen Yu (agent 31003) has been at rest for ${ALLOWED_MINUTES} minutes.`,
	]);
	const waitingStill = async () =>
		(await server.rest.executions(ids.get('long-breaks') ?? '', ['waiting'])).length === 0;
	await waitFor('the end of both', waitingStill, { seconds: 60 });
	expect(notes()).toHaveLength(1);
});
