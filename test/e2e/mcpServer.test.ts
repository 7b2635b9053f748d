/** The example 'Look-ups for your own assistant' in the real n8n, called as an MCP client calls it. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, useGateway } from '../support/nodeRunner';
import { exampleWorkflow } from '../support/workflows';
import { N8n, type Server } from './support/n8n';
import { waitFor } from './support/waitFor';

const TOKEN = 'a-long-random-token';

const HOTLINE = { vdn: 1, id: 11 };

const gateway = useGateway({ switches: { guidScope: 'own' } });
let n8n: N8n;
let server: Server;

beforeAll(async () => {
	n8n = await N8n.install('mcpServer');
	server = await n8n.startServer();
	const { rest } = server;
	const { ccGatewayApi } = await rest.addCredential('Gateway', credentialFor(gateway()));
	const credentials = await rest.addCredential('Token', { token: TOKEN }, 'httpBearerAuth');
	const flow = exampleWorkflow('look-ups-for-your-assistant', { credential: ccGatewayApi });
	const nodes = flow.nodes.map((node) =>
		node.name === 'Assistants Connect Here' ? { ...node, credentials } : node,
	);
	await rest.addActive('Look-ups', { ...flow, nodes });
	await waitFor('the MCP server', async () => (await post(INITIALIZE)).ok);
});
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
});

const INITIALIZE = {
	method: 'initialize',
	params: {
		protocolVersion: '2025-03-26',
		capabilities: {},
		clientInfo: { name: 'test', version: '1' },
	},
};

/** Sends a message of the protocol (JSON-RPC 2.0 over HTTP). */
async function post(message: object, { token = TOKEN, session = '' } = {}): Promise<Response> {
	return await fetch(`${server.url}/mcp/cc-gateway`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			accept: 'application/json, text/event-stream',
			authorization: `Bearer ${token}`,
			...(session && { 'mcp-session-id': session }),
		},
		body: JSON.stringify({ jsonrpc: '2.0', ...message }),
	});
}

/** The result in an answer, which is a stream of events with one event. */
async function resultOf<T>(response: Response): Promise<T> {
	const text = await response.text();
	const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
	return (JSON.parse(json) as { result: T }).result;
}

async function connect() {
	const opened = await post({ id: 0, ...INITIALIZE });
	const session = opened.headers.get('mcp-session-id') ?? '';
	const { instructions } = await resultOf<{ instructions: string }>(opened);
	await post({ method: 'notifications/initialized' }, { session });
	const ask = async <T>(method: string, params: object = {}) =>
		await resultOf<T>(await post({ id: 1, method, params }, { session }));
	const call = async (name: string, args: object) => {
		const { content } = await ask<{ content: Array<{ text: string }> }>('tools/call', {
			name,
			arguments: args,
		});
		return content.map(({ text }) => text).join('\n');
	};
	return { instructions, ask, call };
}

it('refuses a client without the token', async () => {
	expect((await post({ id: 0, ...INITIALIZE }, { token: 'another' })).status).toBe(403);
});

it('offers the look-ups and nothing that sends or changes', async () => {
	const { instructions, ask } = await connect();
	const { tools } = await ask<{ tools: Array<{ name: string; inputSchema: IDataObject }> }>(
		'tools/list',
	);
	for (const { name } of tools) expect(instructions).toContain(name);
	const argumentsOf = tools.map(({ name, inputSchema }) => [
		name,
		Object.keys(inputSchema.properties as object),
	]);
	expect(Object.fromEntries(argumentsOf)).toEqual({
		Find_Agents: ['Skill_Queue_ID'],
		Get_Agent: ['Agent_ID'],
		Get_Queue_Statistics: ['Skill_Queue_IDs'],
	});
});

it('answers who is in a skill queue and what an agent is doing', async () => {
	const { call } = await connect();
	const found = JSON.parse(await call('Find_Agents', { Skill_Queue_ID: '11' })) as IDataObject[];
	expect(found.map(({ workNo }) => workNo)).toContain('31005');
	expect(await call('Get_Agent', { Agent_ID: '31005' })).toContain('"state":"talking"');
	expect(gateway().requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
});

it('answers how long several queues are, without the raw record', async () => {
	for (const _caller of [1, 2]) gateway().callerArrives(HOTLINE);
	const { call } = await connect();
	const answer = await call('Get_Queue_Statistics', { Skill_Queue_IDs: '11, 12' });
	const queues = JSON.parse(answer) as IDataObject[];
	expect(queues).toMatchObject([
		{ skillId: 11, waiting: 2 },
		{ skillId: 12, waiting: 0 },
	]);
	expect(queues[0]).not.toHaveProperty('result');
});

it('says in words that there is no such agent', async () => {
	const { call } = await connect();
	expect(await call('Get_Agent', { Agent_ID: '39999' })).toContain('300-002');
});
