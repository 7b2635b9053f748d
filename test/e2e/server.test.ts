/** The packed package in a running n8n server, used through the editor's requests and through webhooks. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, oneNode, useGateway } from '../support/nodeRunner';
import { TOOLS, TYPES } from '../support/nodeList';
import { exampleWorkflow } from '../support/workflows';
import { prepareTables, rowsOf, teamFromTable } from '../../tools/start/tables';
import { webhook } from './support/flows';
import { N8n, type Server } from './support/n8n';
import { freePorts } from './support/processes';
import { waitFor } from './support/waitFor';

const PACKAGE = 'n8n-nodes-cc-gateway';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
let n8n: N8n;
let server: Server;

type Credentials = Awaited<ReturnType<Server['rest']['addCredential']>>;
let credentials: Credentials;

beforeAll(async () => {
	n8n = await N8n.install('server');
	server = await n8n.startServer();
	credentials = await server.rest.addCredential('Gateway', credentialFor(gateway()));
});
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
});

describe('the nodes', () => {
	interface NodeType {
		name: string;
		displayName: string;
		description: string;
		outputs: unknown;
		properties: INodeProperties[];
		iconUrl: { light: string; dark: string };
	}
	let types: Map<string, NodeType>;

	beforeAll(async () => {
		const all = (await (await server.rest.file('/types/nodes.json')).json()) as NodeType[];
		types = new Map(
			all.flatMap((type): Array<[string, NodeType]> => {
				const [, name] = type.name.split(`${PACKAGE}.`);
				return name === undefined ? [] : [[name, type]];
			}),
		);
	});

	it('are loaded, those for language models also as tools for AI agents', () => {
		const tools = TOOLS.map((name) => `${name}Tool`);
		expect([...types.keys()].sort()).toEqual([...TYPES, ...tools].sort());
	});

	it.each(TOOLS)('%s has a description for AI agents', (name) => {
		const [node, tool] = [types.get(name), types.get(`${name}Tool`)];
		expect(tool?.description).not.toBe(node?.description);
		expect(tool?.description).toContain('101 to 999999');
		expect(tool?.outputs).toEqual(['ai_tool']);
		const names = tool?.properties.map((property) => property.name);
		expect(names).toContain('toolDescription');
		expect(names).toEqual(expect.arrayContaining(node?.properties.map((one) => one.name) ?? []));
	});

	it.each(['light', 'dark'] as const)('have an icon for the %s theme', async (theme) => {
		for (const name of TYPES) {
			const response = await server.rest.file(`/${types.get(name)?.iconUrl[theme]}`);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
			expect(await response.text()).toContain('<svg');
		}
	});
});

describe('the credential test', () => {
	const press = async (fields: IDataObject = {}) =>
		await server.rest.testCredential(credentialFor(gateway(), '31001', fields));

	it('succeeds with a valid Guid', async () => {
		expect(await press()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(gateway().requests).toMatchObject([
			{ method: 'GET', path: '/onlineagent/31001/agentstatus', retcode: '0' },
			{ method: 'GET', path: '/onlineagent/101/agentstatus' },
		]);
	});

	it('reports a wrong Guid', async () => {
		const { status, message } = await press({ guid: 'not-the-guid.AgentGateway1' });
		expect(status).toBe('Error');
		expect(message).toMatch(/^The gateway answered, but does not accept the Guid .*\(000-003\)/);
	});

	it("succeeds in the mode 'Guid per Item' if the gateway answers", async () => {
		for (const refusalStatus of [200, 401]) {
			gateway().switches.refusalStatus = refusalStatus;
			expect(await press({ authentication: 'guidPerItem', guid: '', agentId: '' })).toMatchObject({
				status: 'OK',
			});
		}
	});

	it('reports a server that is not a CC-Gateway', async () => {
		gateway().faults.add({ kind: 'html' });
		expect((await press()).message).toMatch(/^A server answered, but it is not a CC-Gateway/);
		gateway().faults.clear();
		const elsewhere = await press({ gatewayUrl: `${gateway().url}/elsewhere` });
		expect(elsewhere.message).toMatch(
			/^A server answered, but it is not a CC-Gateway at this address/,
		);
	});

	it('names an unusable field', async () => {
		const { message } = await press({ gatewayUrl: 'cc.example.com' });
		expect(message).toMatch(/^Gateway URL in the credential/);
	});

	it('explains in a sentence why no connection is possible', async () => {
		const untrusted = await press({ trustedCa: '' });
		expect(untrusted.status).toBe('Error');
		expect(untrusted.message).toMatch(/^The certificate of the gateway .*'Trusted CA'/);
		const [unused] = await freePorts(1);
		const refused = await press({ gatewayUrl: `https://localhost:${unused}` });
		expect(refused.message).toMatch(/^Nothing listens at the gateway address\. Check/);
		const unknownHost = await press({ gatewayUrl: 'https://gateway.invalid:8043' });
		expect(unknownHost.message).toMatch(/^The host name of the gateway (is not known|could not)/);
	});
});

describe('the lists of the editor', () => {
	const ask = async <T>(endpoint: string, type: string, request: IDataObject) =>
		await server.rest.ask<T>('POST', `/dynamic-node-parameters/${endpoint}`, {
			nodeTypeAndVersion: { name: `${PACKAGE}.${type}`, version: 1 },
			currentNodeParameters: {},
			credentials,
			...request,
		});

	it("contain the site's words for the busy reasons, then the other codes", async () => {
		const request = { path: 'parameters.reason', methodName: 'loadBusyReasons' };
		const options = await ask<Array<{ name: string }>>('options', 'setBusy', request);
		expect(options.slice(0, 4)).toEqual([
			{ name: 'No Reason', value: 0 },
			{ name: 'Lunch (201)', value: 201 },
			{ name: 'Team meeting (202)', value: 202 },
			{ name: 'Reason (200)', value: 200 },
		]);
		expect(options).toHaveLength(52);
	});

	it("filter the site's words for the custom statuses", async () => {
		const request = { path: 'parameters.customstate', methodName: 'searchCustomStatuses' };
		const search = async (filter?: string) =>
			await ask('resource-locator-results', 'setCustomStatus', { ...request, filter });
		expect(await search()).toEqual({
			results: [
				{ name: 'Back office (100)', value: 100 },
				{ name: 'Coaching (101)', value: 101 },
			],
		});
		expect(await search('coach')).toEqual({ results: [{ name: 'Coaching (101)', value: 101 }] });
	});
});

describe('an execution', () => {
	it('called by a webhook sends a note to every agent in the request', async () => {
		const flow = oneNode(
			'sendNote',
			{ agentIds: '={{ $json.agent }}', content: 'The queue is long.' },
			'stopWorkflow',
			{ credentials },
		);
		const hook = await server.rest.addWebhook('note', webhook('note', flow));
		const rows = [{ agent: 31001 }, { agent: 31002 }, { agent: 31001 }];
		const response = await hook.call({ rows });
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject(
			[[31001], [31002], [31001]].map((agentIds) => ({ outcome: 'accepted', agentIds })),
		);
		expect(gateway().requests.map(({ body }) => body)).toEqual([
			{ agentIds: [31001, 31002], content: 'The queue is long.' },
		]);
		expect(gateway().agent('31001').inbox).toHaveLength(1);
		expect((await server.rest.lastExecution(hook)).status).toBe('success');
	});

	it('of a scheduled workflow, started by hand, has the effect of a scheduled one', async () => {
		const flow = exampleWorkflow('scheduled-note-broadcast');
		for (const node of flow.nodes) {
			if (node.credentials?.ccGatewayApi?.id === CREDENTIAL_ID) node.credentials = credentials;
		}
		const id = await server.rest.addWorkflow('scheduled', flow);
		const { executionId } = await server.rest.ask<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: 'Every Weekday Morning' } },
		);
		const execution = await server.rest.finished(executionId);
		expect(execution.status).toBe('success');
		expect(execution.output('Sent').map(({ json }) => json)).toEqual([
			{ report: 'The note went to 3 agents.' },
		]);
		expect(gateway().agent('31004').inbox).toHaveLength(1);
	});

	it('reads a Data Table, and writes the outcome of every agent into another', async () => {
		gateway().switches.guidScope = 'own';
		const tables = await prepareTables(server.rest);
		expect(await prepareTables(server.rest)).toMatchObject({
			team: { id: tables.team.id },
			outcomes: { id: tables.outcomes.id },
		});
		const flow = teamFromTable(
			exampleWorkflow('team-busy-with-note', { credential: credentials.ccGatewayApi }),
			tables,
		);
		const id = await server.rest.addWorkflow('tables', flow);
		const { executionId } = await server.rest.ask<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: 'When Clicked' } },
		);
		const { status, error } = await server.rest.finished(executionId);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/^1 of 4 could not be set busy: Agent 31007 /);
		const rows = (await rowsOf(server.rest, tables.outcomes)).map(({ agent, name, outcome }) => [
			agent,
			name,
			outcome,
		]);
		expect(rows.sort()).toEqual([
			['31001', 'Amara Okafor', 'accepted'],
			['31002', 'Ben Larsen', 'accepted'],
			['31007', 'Gabriel Costa', 'rejected'],
			['31008', 'Hana Sato', 'accepted'],
		]);
		expect(gateway().agent('31008').inbox).toHaveLength(1);
	});

	// n8n stores a cancelled execution immediately, before the node can report, so its report is lost.
	it('that is cancelled aborts the request in flight and sends no other', async () => {
		const flow = oneNode(
			'setBusy',
			{ agentId: '={{ $json.agent }}', options: { concurrency: 1, timeout: 60_000 } },
			'continueRegularOutput',
			{ credentials },
		);
		const { call, workflowId } = await server.rest.addWebhook(
			'cancelled',
			webhook('cancelled', flow, 'onReceived'),
		);
		gateway().faults.add({ kind: 'stall', agentId: '31003' });
		await call({ rows: [31001, 31002, 31003, 31004, 31006].map((agent) => ({ agent })) });
		const stalled = await waitFor('the third request', () => gateway().requests[2]);
		const [id = ''] = await server.rest.executions(workflowId, ['running']);
		await server.rest.ask('POST', `/executions/${id}/stop`);
		await waitFor('the end of the third request', () => stalled.endedAt !== undefined);

		const execution = await server.rest.finished(id);
		expect(execution.status).toBe('canceled');
		await waitFor('the end of the node in the log', () =>
			server.process.output().includes('ManualExecutionCancelledError'),
		);
		expect(gateway().requests).toHaveLength(3);
		expect(gateway().agent('31004').state).toBe('idle');
	});
});
