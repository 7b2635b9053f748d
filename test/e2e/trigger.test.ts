/** The trigger in the real n8n: published, restarted, in queue mode, unpublished. */
import type { INode } from 'n8n-workflow';
import { type Simulator, startSimulator } from '../../simulator';
import type { Flow } from '../support/n8n';
import { PASSWORD, signInCredential } from '../support/serviceAgents';
import { NEXT, TRIGGER, triggerFlow } from '../support/triggerFlow';
import { describeWith } from './support/debian';
import { N8n, type Server } from './support/n8n';
import type { StoredExecution } from './support/rest';
import { QueueMode } from './support/queueMode';
import { waitFor } from './support/waitFor';

const SERVICE_AGENT_ID = '31900';
const OTHER = '31901';

/** Without TLS, because a restarted gateway would have another authority. */
const startGateway = async (port = 0): Promise<Simulator> =>
	await startSimulator({
		port,
		tls: false,
		agents: [
			{ id: '31001' },
			...[SERVICE_AGENT_ID, OTHER].map((id) => ({ id, signedIn: false, password: PASSWORD })),
		],
	});

/** A workflow of the trigger and the node after it. */
const flowOf = (credentials: INode['credentials'], next = NEXT): Flow =>
	triggerFlow({ events: ['noteReceived'] }, [next], credentials);

let gateway: Simulator;

const note = (text: string): void =>
	gateway.pushEvent(SERVICE_AGENT_ID, 'AgentOther_Note', { sender: '31001', context: text });

const polls = () => gateway.requests.filter(({ operation }) => operation === 'getAgentEvent');

const signIns = () =>
	gateway.requests.filter(({ operation }) => operation === 'login').map(({ retcode }) => retcode);

/** Waits until a poll is in flight. */
const polling = async (): Promise<void> => {
	await waitFor(
		'a poll',
		() =>
			gateway.agent(SERVICE_AGENT_ID).signedIn &&
			polls().some(({ endedAt, deadGuid }) => endedAt === undefined && !deadGuid),
	);
};

interface Publication {
	status: string;
	triggers: Array<{ errorMessage: string | null }>;
}

/** Publishes or unpublishes, which ends after n8n's answer, and waits for the effect. */
const published = async (
	{ rest }: Server,
	workflowId: string,
	wanted: 'failed' | 'not_published' | 'published',
): Promise<Publication> =>
	await waitFor(`the status ${wanted}`, async () => {
		const path = `/workflows/${workflowId}/publication-status`;
		const publication = await rest.ask<Publication>('GET', path);
		return publication.status === wanted && publication;
	});

/** The ended executions of a workflow. */
async function ended({ rest }: Server, workflowId: string): Promise<StoredExecution[]> {
	const ids = await rest.executions(workflowId, ['success', 'error', 'crashed']);
	return await Promise.all(ids.map(async (id) => await rest.execution(id)));
}

/** The texts of the notes that started a workflow. */
async function executed(server: Server, workflowId: string): Promise<string[]> {
	return (await ended(server, workflowId))
		.flatMap(({ output }) => output(TRIGGER))
		.map(({ json }) => (json.content as { text: string }).text)
		.sort();
}

/** The messages of the failed executions with which the trigger reported an outage. */
async function reports(server: Server, workflowId: string): Promise<string[]> {
	return (await ended(server, workflowId)).flatMap(({ output, error }) =>
		error && output(TRIGGER).length === 0 ? [error.message] : [],
	);
}

/** Sends notes, and waits until the workflow was started once for each. */
async function expectExecuted(server: Server, workflowId: string, texts: string[]): Promise<void> {
	await waitFor(
		`executions for ${texts.join(', ')}`,
		async () => (await executed(server, workflowId)).length >= texts.length,
	);
	expect(await executed(server, workflowId)).toEqual([...texts].sort());
}

beforeAll(async () => {
	gateway = await startGateway();
});
afterAll(async () => await gateway.close());

describe('a published workflow', () => {
	let n8n: N8n;
	let server: Server;
	let credentials: { ccGatewayApi: { id: string; name: string } };
	const workflows: string[] = [];

	beforeAll(async () => {
		n8n = await N8n.install('trigger');
		server = await n8n.startServer();
		credentials = await server.rest.addCredential(
			'Robot',
			signInCredential(gateway, SERVICE_AGENT_ID),
		);
	});
	afterAll(async () => {
		await server?.process.stop();
		n8n?.remove();
	});

	it('is refused with a sentence if the sign-in is refused, and the password is sent once', async () => {
		const wrong = await server.rest.addCredential(
			'Wrong',
			signInCredential(gateway, OTHER, { password: 'wrong' }),
		);
		const id = await server.rest.addActive('Refused', flowOf(wrong));
		const { triggers } = await published(server, id, 'failed');
		expect(triggers).toMatchObject([
			{
				errorMessage: expect.stringContaining(
					`The events of agent ${OTHER} cannot be received: agent ${OTHER} could not be signed in: the agent ID or the password is wrong (100-004)`,
				) as string,
			},
		]);
		expect(signIns()).toEqual(['100-004']);
		await server.rest.deactivate(id);
	});

	it('is executed once per event, beside another workflow', async () => {
		for (const name of ['one', 'two']) {
			const id = await server.rest.addActive(name, flowOf(credentials));
			await published(server, id, 'published');
			workflows.push(id);
		}
		await polling();
		for (const text of ['a', 'b', 'c']) note(text);
		for (const id of workflows) await expectExecuted(server, id, ['a', 'b', 'c']);
		expect(signIns()).toEqual(['100-004', '0']);
	});

	it('continues in the same session after a restart of n8n', async () => {
		await server.process.stop();
		note('while n8n was away');
		server = await n8n.startServer({ log: 'trigger-restarted' });
		await polling();
		note('d');
		for (const id of workflows) {
			await expectExecuted(server, id, ['a', 'b', 'c', 'd', 'while n8n was away']);
		}
		expect(signIns()).toEqual(['100-004', '0']);
	});

	it('continues after an outage of the gateway, with one line in the log and one failed execution per workflow', async () => {
		const { port } = gateway;
		await gateway.close();
		const lines = (): string[] =>
			server.process.output().match(/CC-Gateway Trigger: no events of agent.*/g) ?? [];
		await waitFor('a line in the log', () => lines().length > 0);
		gateway = await startGateway(port);
		await polling();
		note('e');
		for (const id of workflows) {
			await expectExecuted(server, id, ['a', 'b', 'c', 'd', 'e', 'while n8n was away']);
		}
		expect(lines()).toHaveLength(1);
		for (const id of workflows) {
			expect(await reports(server, id)).toEqual([
				expect.stringContaining(`The events of agent ${SERVICE_AGENT_ID} cannot be`) as string,
			]);
		}
	});

	it('ends when unpublished, the last one with the poll, and signs no agent out', async () => {
		await server.rest.deactivate(workflows[0]!);
		await published(server, workflows[0]!, 'not_published');
		await polling();
		note('f');
		await expectExecuted(server, workflows[1]!, [
			'a',
			'b',
			'c',
			'd',
			'e',
			'f',
			'while n8n was away',
		]);
		await server.rest.deactivate(workflows[1]!);
		await waitFor('the end of the poll', () =>
			polls().every(({ endedAt }) => endedAt !== undefined),
		);
		expect(await executed(server, workflows[0]!)).toHaveLength(6);
		expect(gateway.agent(SERVICE_AGENT_ID).signedIn).toBe(true);
	});
});

describeWith(['redis-server', 'postgresql'], 'in queue mode', () => {
	let queue: QueueMode;

	beforeAll(async () => {
		queue = await QueueMode.open('trigger', 1);
	});
	afterAll(async () => await queue?.close());

	it("main polls, and the worker executes, in main's session", async () => {
		const credentials = await queue.main.rest.addCredential(
			'Robot',
			signInCredential(gateway, SERVICE_AGENT_ID, { takeOver: true }),
		);
		const answer = {
			...NEXT,
			type: 'n8n-nodes-cc-gateway.sendNote',
			parameters: {
				agentId: '',
				agentIds: '={{ $json.content.sender }}',
				content: '={{ $json.content.text }}',
			},
			credentials,
		};
		const id = await queue.main.rest.addActive('Queue', flowOf(credentials, answer));
		await polling();
		const signedIn = gateway.sessions.length;
		const texts = Array.from({ length: 10 }, (_, index) => `note ${index}`);
		for (const text of texts) note(text);
		await expectExecuted(queue.main, id, texts);
		const inbox = gateway.agent('31001').inbox.map(({ content }) => content);
		expect([...inbox].sort()).toEqual(texts);
		const taken = queue.workers[0]!.process.output().match(/Worker started execution \d+/g) ?? [];
		expect(taken).toHaveLength(texts.length);
		expect(gateway.sessions).toHaveLength(signedIn);
	});
});
