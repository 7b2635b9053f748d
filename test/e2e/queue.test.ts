/** Queue mode: one main, two workers, Redis and PostgreSQL, the package installed for each. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { RecordedRequest } from '../../simulator';
import { credentialFor, oneNode, useGateway } from '../support/nodeRunner';
import { PASSWORD, signInCredential } from '../support/serviceAgents';
import { describeWith } from './support/debian';
import { webhook } from './support/flows';
import type { Server } from './support/n8n';
import { QueueMode } from './support/queueMode';
import type { Webhook } from './support/rest';
import { waitFor } from './support/waitFor';

const EXECUTIONS = 20;
const RECIPIENTS = Array.from({ length: 250 }, (_, index) => String(50_001 + index));

describeWith(['redis-server', 'postgresql'], 'queue mode', () => {
	const gateway = useGateway({
		switches: { guidScope: 'vdn' },
		answerDelay: 20,
		agents: [
			{ id: '31000' },
			{ id: '31900', signedIn: false, password: PASSWORD },
			...RECIPIENTS.map((id) => ({ id })),
		],
	});
	let queue: QueueMode;
	let signedIn: Webhook;
	let broadcast: Webhook;

	beforeAll(async () => {
		queue = await QueueMode.open('queue', 2, {
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			// Detects a dead worker after seconds instead of a minute.
			QUEUE_WORKER_LOCK_DURATION: '3000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
			QUEUE_WORKER_STALLED_INTERVAL: '1000',
		});

		const hook = async (name: string, credential: ICredentialDataDecryptedObject) => {
			const credentials = await queue.main.rest.addCredential(name, credential);
			const flow = oneNode(
				'sendNote',
				{
					agentIds: '={{ $json.agent }}',
					content: "={{ $('Webhook').first().json.body.text }}",
					options: { concurrency: 1, maxRecipients: RECIPIENTS.length },
				},
				'continueRegularOutput',
				{ credentials },
			);
			return await queue.main.rest.addWebhook(name, webhook(name, flow, 'onReceived'));
		};
		broadcast = await hook('broadcast', credentialFor(gateway()));
		signedIn = await hook('signed-in', signInCredential(gateway(), '31900'));
	});
	afterAll(async () => await queue?.close());

	const send = async (text: string, by = broadcast) => {
		const response = await by.call({ text, rows: RECIPIENTS.map((agent) => ({ agent })) });
		expect(response.status).toBe(200);
	};
	/** Number of notes with a text, by recipient. */
	const copies = (text: string) =>
		RECIPIENTS.map(
			(id) =>
				gateway()
					.agent(id)
					.inbox.filter(({ content }) => content === text).length,
		);
	/** IDs of the executions that a worker took. */
	const takenBy = (worker: Server) =>
		[...worker.process.output().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id);

	it(`${EXECUTIONS} concurrent broadcasts: every agent gets every note once, and both workers share one session`, async () => {
		const texts = Array.from({ length: EXECUTIONS }, (_, index) => `Note ${index + 1}`);
		await Promise.all(texts.map(async (text) => await send(text, signedIn)));
		const ids = await waitFor(
			'the end of all executions',
			async () => {
				const ended = await queue.main.rest.executions(signedIn.workflowId, ['success', 'error']);
				return ended.length === EXECUTIONS && ended;
			},
			{ seconds: 120, interval: 500 },
		);
		for (const text of texts) expect(new Set(copies(text))).toEqual(new Set([1]));
		const notes = gateway().requests.filter(({ operation }) => operation === 'sendNoteletEx');
		expect(notes).toHaveLength(EXECUTIONS * Math.ceil(RECIPIENTS.length / 100));
		expect(new Set(notes.map(({ headers }) => headers.guid)).size).toBe(1);
		expect(gateway().sessions).toMatchObject([{ agentId: '31900', forced: false }]);
		for (const id of ids) {
			const { status, output } = await queue.main.rest.execution(id);
			expect(status).toBe('success');
			const items: IDataObject[] = output('Node').map(({ json }) => json);
			expect(items).toHaveLength(RECIPIENTS.length);
			expect(items.every(({ outcome }) => outcome === 'accepted')).toBe(true);
		}
		const taken = queue.workers.map(takenBy);
		for (const executions of taken) expect(executions.length).toBeGreaterThan(0);
		expect(taken.flat().sort()).toEqual([...ids].sort());
	});

	it('a worker killed during a broadcast: nothing is sent twice, and n8n reports an error', async () => {
		const before = queue.workers.map((worker) => takenBy(worker).length);
		// The second of three requests is carried out without an answer; the waiting worker is killed.
		gateway().faults.add({ kind: 'stall', operation: 'sendNoteletEx', after: 1, times: 1 });
		await send('Interrupted');
		const second: RecordedRequest = await waitFor(
			'the second request',
			() => gateway().requests[1],
		);
		const index = queue.workers.findIndex(
			(worker, at) => takenBy(worker).length > (before[at] ?? 0),
		);
		const killed = queue.workers[index];
		if (killed === undefined) throw new Error('No worker took the execution');
		const [id = ''] = takenBy(killed).slice(-1);
		await killed.process.stop('SIGKILL');
		await waitFor('the end of the connection', () => second.endedAt !== undefined);

		const execution = await queue.main.rest.finished(id, 120);
		expect(execution.status).toBe('error');
		expect(execution.error?.message).toMatch(/failed to be processed too many times/);
		expect(execution.runs('Node')).toEqual([]);
		expect(copies('Interrupted').filter((count) => count > 1)).toEqual([]);
		expect(copies('Interrupted').filter((count) => count === 1)).toHaveLength(200);
		expect(gateway().requests).toHaveLength(2);

		// The other worker continues.
		await send('Afterwards');
		await waitFor('the next broadcast', () => copies('Afterwards').every((count) => count === 1));
	});
});
