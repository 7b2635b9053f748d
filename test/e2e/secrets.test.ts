/** A marked Guid is looked for in whatever n8n keeps: its log at debug level, and its executions. */
import { credentialFor, oneNode, type OnError, useGateway } from '../support/bench';
import { webhook } from './support/flows';
import { N8n, type Server } from './support/n8n';

const CANARY = 'c0ffee00-cafe-4bad-8bad-c0ffee00cafe';

const gateway = useGateway({
	switches: { guidScope: 'vdn' },
	agents: [
		{ id: '31000', guid: `${CANARY}.AgentGateway1` },
		...['31001', '31002', '31003', '31004', '31005', '31006'].map((id) => ({ id })),
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

describe('the Guid of the credential', () => {
	const rows = ['31001', '31002', '31003', '31004', '31006', '31007'].map((agent) => ({ agent }));
	const ways: Array<[OnError, string]> = [
		['stopWorkflow', 'error'],
		['continueRegularOutput', 'success'],
		['continueErrorOutput', 'success'],
	];

	it.each(ways)('is not in the execution with %s', async (onError, status) => {
		const credentials = await server.rest.addCredential('Gateway', credentialFor(gateway()));
		const flow = oneNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', options: { timeout: 1500, maxTries: 1, concurrency: 1 } },
			onError,
			{ credentials },
		);
		const faults = gateway().faults;
		faults.add({ kind: 'echoGuid', agentId: '31002' });
		if (onError !== 'stopWorkflow') {
			faults.add({ kind: 'resetAfter', agentId: '31003' });
			faults.add({ kind: 'html', agentId: '31004' });
			faults.add({ kind: 'stall', agentId: '31006' });
		}
		const hook = await server.rest.addWebhook(onError, webhook(onError, flow));
		await (await hook.call({ rows })).text();
		const [id = ''] = await server.rest.executions(hook.workflowId, ['success', 'error']);
		const execution = await server.rest.finished(id);
		expect(execution.status).toBe(status);
		expect(gateway().requests.length).toBeGreaterThan(1);
		expect(execution.raw).toContain('31002');
		expect(execution.raw).not.toContain(CANARY);
	});

	it('is not in the log of the server', async () => {
		const { message } = await server.rest.testCredential(
			credentialFor(gateway(), '31000', { agentId: '31007' }),
		);
		expect(message).not.toContain(CANARY);
		await server.process.stop();
		const log = server.process.output();
		// That this is the log of these executions, at debug level.
		expect(log).toMatch(/debug/);
		expect(log).toMatch(/Running node "Node" started/);
		expect(log.includes(CANARY)).toBe(false);
	});
});
