/**
 * n8n's AI Agent node with Send Note as its tool, in two versions that run tools differently; the model is a small
 * server. Checks the tool's answers to the model, and that no recipient gets a note twice.
 */
import type { IDataObject, INode } from 'n8n-workflow';
import { credentialFor, useGateway } from '../support/nodeRunner';
import type { Flow } from '../support/n8n';
import { agentWithTool, NOTE } from '../support/toolCall';
import { webhook } from './support/flows';
import { type Model, startModel } from './support/model';
import { N8n, type Server } from './support/n8n';
import type { Webhook } from './support/rest';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
let n8n: N8n;
let server: Server;
let model: Model;

/** Versions of AI Agent and OpenAI Chat Model: from before the Responses interface, and current ones. */
const VERSIONS = [
	[2.2, 1.2],
	[3.1, 1.3],
] as const;

const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** An agent whose prompt is a column `calls`: see support/model.ts. */
async function agent(
	[typeVersion, modelVersion]: readonly [number, number],
	tool: Partial<INode> = {},
	options: IDataObject = {},
): Promise<Flow> {
	const parameters = { promptType: 'define', text: '={{ JSON.stringify($json.calls) }}', options };
	const flow = agentWithTool(
		{
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion,
			parameters: parameters as INode['parameters'],
		},
		'sendNote',
		{ ...NOTE, options: { maxRecipients: 1000 } },
		{
			...tool,
			credentials: await server.rest.addCredential('Gateway', credentialFor(gateway())),
		},
	);
	const openAi = { apiKey: 'none', url: model.url };
	const chatModel: INode = {
		id: 'model',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: modelVersion,
		position: [0, 200],
		parameters: { model: { __rl: true, mode: 'id', value: 'obedient' }, options: {} },
		credentials: await server.rest.addCredential('Model', openAi, 'openAiApi'),
	};
	return {
		...flow,
		// In execution order v0, n8n resumes an agent of version 3 before its tools have run, with empty answers.
		settings: { executionOrder: 'v1' },
		nodes: [...flow.nodes, chatModel],
		connections: {
			...flow.connections,
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
		},
	};
}

/** Lets the agent make calls, one turn per row. @returns its final messages */
async function ask({ call }: Webhook, ...turns: IDataObject[][]): Promise<string[]> {
	const response = await call({ rows: turns.map((calls) => ({ calls })) });
	const text = await response.text();
	if (!response.ok) throw new Error(text);
	return (JSON.parse(text) as Array<{ output: string }>).map(({ output }) => output);
}

beforeAll(async () => {
	model = await startModel();
	n8n = await N8n.install('agent');
	server = await n8n.startServer();
});
beforeEach(() => model.toolAnswers.splice(0));
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
	await model?.close();
});

const inboxes = (...ids: string[]) => ids.map((id) => gateway().agent(id).inbox.length);

describe.each(VERSIONS)('AI Agent %d', (...version) => {
	let hook: Webhook;

	beforeAll(async () => {
		const flow = await agent(version, retryOnFail);
		hook = await server.rest.addWebhook(
			`agent-${version[0]}`,
			webhook(`agent-${version[0]}`, flow),
		);
	});

	it('sends a note once, and gets the list of recipients', async () => {
		const [said] = await ask(hook, [{ agentIds: '31001, 31002', content: 'Hello' }]);
		expect(said).toMatch(/^My tool said: \[\{/);
		expect(model.toolAnswers).toHaveLength(1);
		expect(model.toolAnswers[0]).toContain('"outcome":"accepted"');
		expect(model.toolAnswers[0]).toContain('"accepted":[31001,31002]');
		expect(inboxes('31001', '31002')).toEqual([1, 1]);
	});

	it('gets the refused recipient and the recipients with the note', async () => {
		await ask(hook, [{ agentIds: '31001, 31099, 31002', content: 'Hello' }]);
		expect(model.toolAnswers[0]).toContain('"accepted":[31001,31002],"rejected":[31099]');
		expect(model.toolAnswers[0]).toContain('The note to agent 31099 was not sent');
		expect(inboxes('31001', '31002')).toEqual([1, 1]);
	});

	it('is refused a note to 101 recipients', async () => {
		const everybody = Array.from({ length: 101 }, (_, index) => 40_000 + index);
		await ask(hook, [{ agentIds: everybody.join(), content: 'Hello' }]);
		expect(model.toolAnswers[0]).toContain(
			'This run would send 101 notes, and at most 100 are allowed',
		);
		expect(gateway().requests).toHaveLength(0);
	});

	it('does not repeat a note with a lost answer, and gets the outcome unknown', async () => {
		gateway().faults.add({ kind: 'resetAfter' });
		await ask(hook, [{ agentIds: '31001, 31002', content: 'Hello' }]);
		expect(model.toolAnswers[0]).toContain('"outcome":"unknown"');
		expect(model.toolAnswers[0]).toContain('"unknown":[31001,31002]');
		expect(inboxes('31001', '31002')).toEqual([1, 1]);
		expect(gateway().requests).toHaveLength(1);
	});

	it('makes two calls in one turn', async () => {
		await ask(hook, [
			{ agentIds: '31001, 31099', content: 'First' },
			{ agentIds: '31002', content: 'Second' },
		]);
		expect(model.toolAnswers[0]).toContain('"accepted":[31001],"rejected":[31099]');
		expect(model.toolAnswers[1]).toContain('"accepted":[31002],"rejected":[]');
		expect(inboxes('31001', '31002')).toEqual([1, 1]);
	});
});

describe("a tool whose setting 'On Error' is 'Continue (using error output)'", () => {
	const tool = { ...retryOnFail, onError: 'continueErrorOutput' } as const;
	const calls = [{ agentIds: '31001, 31099', content: 'Hello' }];

	it('answers AI Agent 2.2', async () => {
		const flow = await agent(VERSIONS[0], tool);
		await ask(
			await server.rest.addWebhook('error-output-2', webhook('error-output-2', flow)),
			calls,
		);
		expect(model.toolAnswers[0]).toContain('"accepted":[31001],"rejected":[31099]');
		expect(inboxes('31001')).toEqual([1]);
	});

	it('sends nothing for AI Agent 3.1, from which n8n hides the answer', async () => {
		const flow = await agent(VERSIONS[1], tool);
		await ask(
			await server.rest.addWebhook('error-output-3', webhook('error-output-3', flow)),
			calls,
		);
		expect(model.toolAnswers[0]).toMatch(
			/^\[\{"error":"n8n does not tell the model .* Nothing was sent\. /,
		);
		expect(gateway().requests).toHaveLength(0);
	});
});

describe('calls for two items of one batch', () => {
	const turns = [
		[{ agentIds: '31001', content: 'First' }],
		[{ agentIds: '31002', content: 'Second' }],
	];
	const options = { batching: { batchSize: 2 } };

	it('are carried out only once in AI Agent 2.2, where n8n mixes them up', async () => {
		const flow = await agent(VERSIONS[0], {}, options);
		await ask(await server.rest.addWebhook('batch-2', webhook('batch-2', flow)), ...turns);
		const [accepted, refused] = [...model.toolAnswers].sort();
		expect(accepted).toContain('"accepted":[31001]');
		expect(refused).toContain('n8n mixed up this call of the tool with another one');
		expect(inboxes('31001', '31002')).toEqual([1, 0]);
	});

	it('are both carried out in AI Agent 3.1', async () => {
		const flow = await agent(VERSIONS[1], {}, options);
		await ask(await server.rest.addWebhook('batch-3', webhook('batch-3', flow)), ...turns);
		expect([...model.toolAnswers].sort()).toEqual([
			expect.stringContaining('"accepted":[31001]') as string,
			expect.stringContaining('"accepted":[31002]') as string,
		]);
		expect(inboxes('31001', '31002')).toEqual([1, 1]);
	});
});
