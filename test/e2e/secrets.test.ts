/** Searches all data that n8n stores for a marked Guid: executions, its log at debug level, every file of its folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialFor, oneNode, type OnError, useGateway } from '../support/nodeRunner';
import { makeReady, NODE_SAMPLES, pathFor } from '../support/samples';
import { webhook } from './support/flows';
import { N8n, type Server } from './support/n8n';

const CANARY = 'c0ffee00-cafe-4bad-8bad-c0ffee00cafe';

/** The skill queues of the VDN, for samples with queues. */
const QUEUES = [11, 12].map((id) => ({ id, name: `Queue ${id}`, mediaType: 5 }));

const gateway = useGateway({
	switches: { guidScope: 'vdn' },
	agents: [
		{ id: '31000', guid: `${CANARY}.AgentGateway1`, inspector: true },
		...['31001', '31002', '31003', '31004', '31006'].map((id) => ({ id })),
		{ id: '31005', queues: QUEUES },
		{ id: '31007', signedIn: false },
	],
});
let n8n: N8n;
let server: Server;

beforeAll(async () => {
	n8n = await N8n.install('secrets');
	server = await n8n.startServer();
});
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
});

describe.each(NODE_SAMPLES)('the Guid of the credential, in an execution of $type,', (sample) => {
	const { type, parameters } = sample;
	// None of them is the target of another one's sample, because agents may not force themselves.
	const agents = [parameters.agentId, '31008', '31003', '31004', '31006', '31007'];
	const rows = agents.map((agent) => ({ agent }));
	const ways: Array<[OnError, string]> = [
		['stopWorkflow', 'error'],
		['continueRegularOutput', 'success'],
		['continueErrorOutput', 'success'],
	];

	it.each(ways)('does not show with %s', async (onError, status) => {
		await makeReady(gateway(), sample, parameters.agentId);
		const credentials = await server.rest.addCredential('Gateway', credentialFor(gateway()));
		const options = { timeout: 1500, maxTries: 1, concurrency: 1 };
		const given = { ...parameters, agentId: '={{ $json.agent }}', options };
		const flow = oneNode(type, given, onError, { credentials });
		const faults = gateway().faults;
		faults.add({ kind: 'echoGuid', agentId: '31008' });
		if (onError !== 'stopWorkflow') {
			faults.add({ kind: 'resetAfter', agentId: '31003' });
			faults.add({ kind: 'html', agentId: '31004' });
			faults.add({ kind: 'stall', agentId: '31006' });
		}
		const path = `${type}-${onError}`;
		const hook = await server.rest.addWebhook(path, webhook(path, flow));
		await (await hook.call({ rows })).text();
		const execution = await server.rest.lastExecution(hook);
		expect(execution.status).toBe(status);
		expect(gateway().requests.length).toBeGreaterThan(1);
		expect(gateway().requests[0]).toMatchObject({
			path: pathFor(parameters.agentId, sample),
			carriedOut: true,
		});
		expect(execution.raw).toContain('31008');
		expect(execution.raw).not.toContain(CANARY);
	});
});

describe('a Guid', () => {
	it('in an item is stored as data of the user, and found by this search', async () => {
		const perItem = credentialFor(gateway(), '31000', { authentication: 'guidPerItem', guid: '' });
		const credentials = await server.rest.addCredential('Guid per item', perItem);
		const flow = oneNode('setBusy', { agentId: '={{ $json.agent }}' }, 'stopWorkflow', {
			credentials,
		});
		const hook = await server.rest.addWebhook('per-item', webhook('per-item', flow));
		const { guid } = gateway().agent('31001');
		await (await hook.call({ rows: [{ agent: '31001', guid }] })).text();
		const execution = await server.rest.lastExecution(hook);
		expect(execution.status).toBe('success');
		expect(execution.raw).toContain(guid);
		expect(JSON.stringify(execution.output('Node'))).not.toContain(guid);
	});

	it('of the credential is not in the log of the server, nor in a file of its folder', async () => {
		const { message } = await server.rest.testCredential(
			credentialFor(gateway(), '31000', { agentId: '31007' }),
		);
		expect(message).not.toContain(CANARY);
		await server.process.stop();
		const log = server.process.output();
		// Proves that this is the log of these executions, at debug level.
		expect(log).toMatch(/debug/);
		expect(log).toMatch(/Running node "Node" started/);
		expect(log.includes(CANARY)).toBe(false);

		const files = readdirSync(n8n.folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
		const holding = (text: string) => files.filter((file) => readFileSync(file).includes(text));
		expect(holding(gateway().agent('31001').guid)).toEqual([
			expect.stringMatching(/database\.sqlite(-wal)?$/),
		]);
		expect(holding(CANARY)).toEqual([]);
	});
});
