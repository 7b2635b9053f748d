/**
 * The credential that signs an agent in, as far as only the real n8n can prove it: n8n stores the session returned by
 * `preAuthentication`, executions share it, real seconds pass, and no log or stored execution holds a secret.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { type Simulator, startSimulator } from '../../simulator';
import { CREDENTIAL_ID, oneNode, useGateway } from '../support/nodeRunner';
import { PASSWORD, signInCredential } from '../support/serviceAgents';
import { rows, webhook } from './support/flows';
import { type CommandResult, N8n, type Server } from './support/n8n';

const SERVICE_AGENT_ID = { signedIn: false, password: PASSWORD };
const limits = (options: IDataObject = {}) =>
	oneNode('setSessionLimit', {
		agentId: '={{ $json.agent }}',
		mediaType: '1',
		callnums: 2,
		options,
	});
const agents = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ agent: String(34_001 + index) }));

describe('two commands in a row', () => {
	const gateway = useGateway({
		switches: { guidScope: 'vdn', cookiesRequired: true },
		agents: [
			{ id: '33000', ...SERVICE_AGENT_ID },
			...agents(3).map(({ agent }) => ({ id: agent })),
		],
	});
	let n8n: N8n;
	beforeAll(async () => {
		n8n = await N8n.install('sign-in-command');
		await n8n.importCredentials([
			{ id: CREDENTIAL_ID, name: 'Gateway', data: signInCredential(gateway(), '33000') },
		]);
		await n8n.importWorkflows([{ id: 'limits', ...rows(agents(3), limits()) }]);
	});
	afterAll(() => n8n?.remove());

	it('use one session, which the first one stores', async () => {
		for (const _ of [1, 2]) {
			const { code, run } = await n8n.execute('limits');
			expect(code).toBe(0);
			const items = run.data.resultData.runData.Node?.[0]?.data?.main?.[0] ?? [];
			expect(items.map(({ json }) => json.outcome)).toEqual(Array(3).fill('accepted'));
		}
		expect(gateway().sessions).toMatchObject([{ agentId: '33000' }]);
		const given = gateway().requests.map(({ operation }) => operation);
		expect(given.filter((operation) => operation === 'login')).toHaveLength(1);
		expect(given.filter((operation) => operation === 'setCallNums')).toHaveLength(6);
	});
});

describe('a run of 150 seconds, longer than the lifetime of a Guid', () => {
	const COUNT = 30;
	let gateway: Simulator;
	let n8n: N8n;
	let running: Promise<CommandResult>;
	beforeAll(async () => {
		gateway = await startSimulator({
			answerDelay: 5_000,
			switches: { guidScope: 'vdn', cookiesRequired: true },
			agents: [
				{ id: '33000', ...SERVICE_AGENT_ID },
				...agents(COUNT).map(({ agent }) => ({ id: agent })),
			],
		});
		n8n = await N8n.install('long-run');
		await n8n.importCredentials([
			{ id: CREDENTIAL_ID, name: 'Gateway', data: signInCredential(gateway, '33000') },
		]);
		await n8n.importWorkflows([
			{ id: 'long', ...rows(agents(COUNT), limits({ concurrency: 1, timeout: 30_000 })) },
		]);
		running = n8n.execute('long', 300);
	});
	afterAll(async () => {
		await gateway?.close();
		n8n?.remove();
	});

	it('stays in one session, and sends no expired Guid', async () => {
		const { code, run, wallMs } = await running;
		expect(code).toBe(0);
		expect(wallMs).toBeGreaterThan(150_000);
		const items = run.data.resultData.runData.Node?.[0]?.data?.main?.[0] ?? [];
		expect(items.filter(({ json }) => json.outcome === 'accepted')).toHaveLength(COUNT);
		expect(gateway.sessions).toHaveLength(1);
		const limitRequests = gateway.requests.filter(({ operation }) => operation === 'setCallNums');
		expect(limitRequests).toHaveLength(COUNT);
		expect(new Set(limitRequests.map(({ headers }) => headers.guid)).size).toBeGreaterThan(1);
		expect(limitRequests.filter(({ deadGuid }) => deadGuid)).toEqual([]);
	}, 300_000);
});

describe('the server', () => {
	const gateway = useGateway({
		switches: { guidScope: 'vdn', cookiesRequired: true },
		agents: [
			...['33000', '33001', '33002', '33003', '33004'].map((id) => ({ id, ...SERVICE_AGENT_ID })),
			...agents(3).map(({ agent }) => ({ id: agent })),
		],
	});
	let n8n: N8n;
	let server: Server;
	beforeAll(async () => {
		n8n = await N8n.install('sign-in-server');
		server = await n8n.startServer();
	});
	afterAll(async () => {
		await server?.process.stop();
		n8n?.remove();
	});
	const press = async (fields: IDataObject = {}, agentId = '33001') =>
		await server.rest.testCredential(signInCredential(gateway(), agentId, fields));

	it('reports success of the credential test if the agent could be signed in', async () => {
		expect(await press()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(gateway().agent('33001').signedIn).toBe(true);
	});

	it('reports success again if the credential is opened after the session has expired', async () => {
		const data = signInCredential(gateway(), '33004', { guidLifetime: 10 });
		gateway().switches.guidTimeout = 10_000;
		gateway().switches.idleTimeout = 10_000;
		const { id } = (await server.rest.addCredential('Later', data)).ccGatewayApi;
		for (const _ of [1, 2]) {
			expect((await server.rest.openCredential(id)).status).toBe('OK');
			expect((await server.rest.openCredential(id)).status).toBe('OK');
			await new Promise((resolve) => setTimeout(resolve, 11_000));
		}
		expect(gateway().sessions).toHaveLength(2);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'a wrong password',
			{ password: 'not-it' },
			/the agent ID or the password is wrong \(100-004\)/,
		],
		[
			'an unknown host',
			{ gatewayUrl: 'https://no-such-host.invalid' },
			/the host name of the gateway is not known/,
		],
		['a certificate that is not trusted', { trustedCa: '' }, /certificate of the gateway/],
		[
			'a phone number of blanks',
			{ phonenum: ' ' },
			/^Phone Number in the credential: no phone number/,
		],
	])('reports %s in a sentence', async (_name, fields, message) => {
		const answer = await press(fields, '33002');
		expect(answer.status).toBe('Error');
		expect(answer.message).toMatch(message);
		expect(answer.message).toMatch(/^[A-Z].*\.$/);
		expect(answer.message).not.toContain(PASSWORD);
	});

	it('reports a server that is not a CC-Gateway, and an agent who is already signed in', async () => {
		gateway().faults.add({ kind: 'html' });
		expect((await press({}, '33002')).message).toMatch(/not one of a CC-Gateway/);
		gateway().reset();
		gateway().addAgent({ id: '33009', password: PASSWORD });
		expect((await press({ takeOver: true }, '33009')).message).toMatch(/\(100-002\)/);
		expect(gateway().requests.some(({ operation }) => operation === 'forceLogin')).toBe(false);
	});

	it('keeps password, session and cookies out of its log, the executions and the data for the editor', async () => {
		const data: ICredentialDataDecryptedObject = signInCredential(gateway(), '33003');
		const credentials = await server.rest.addCredential('Gateway', data);
		const secrets = new Set([PASSWORD]);
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const flow = limits();
			const node = flow.nodes.at(-1)!;
			Object.assign(node, { credentials, onError });
			const hook = await server.rest.addWebhook(onError, webhook(onError, flow));
			gateway().faults.add({ kind: 'echoGuid', agentId: '34002' });
			await (await hook.call({ rows: agents(3) })).text();
			const { raw, status } = await server.rest.lastExecution(hook);
			expect(status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
			for (const { headers } of gateway().requests) {
				if (headers.guid) secrets.add(headers.guid.replace(/\.AgentGateway\d+$/, ''));
				for (const pair of headers.cookie?.split('; ') ?? []) {
					const value = pair.split('=')[1] ?? '';
					// The name of the gateway's node is in every Guid.
					if (!value.startsWith('AgentGateway')) secrets.add(value);
				}
			}
			expect(secrets.size).toBeGreaterThanOrEqual(3);
			for (const secret of secrets) expect(raw).not.toContain(secret);
		}
		const { id } = credentials.ccGatewayApi;
		const shown = JSON.stringify(
			await server.rest.ask('GET', `/credentials/${id}?includeData=true`),
		);
		await server.process.stop();
		const log = server.process.output();
		expect(log).toMatch(/Running node "Node" started/);
		const files = readdirSync(n8n.folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
		for (const secret of secrets) {
			expect(shown).not.toContain(secret);
			expect(log.includes(secret)).toBe(false);
			expect(files.some((file) => file.includes(secret))).toBe(false);
		}
	});
});
