/** A workflow with a time limit that ends during a node of the package, and Retry after it, in the real n8n. */
import type { IDataObject } from 'n8n-workflow';
import {
	credentialFor,
	oneNode,
	type OnError,
	useGateway,
	withNodesAfter,
} from '../support/nodeRunner';
import { webhook } from './support/flows';
import { N8n, type Server } from './support/n8n';
import type { StoredExecution } from './support/rest';
import type { Flow } from '../support/n8n';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
let n8n: N8n;
let server: Server;

beforeAll(async () => {
	n8n = await N8n.install('timeLimit');
	server = await n8n.startServer();
});
afterAll(async () => {
	await server?.process.stop();
	n8n?.remove();
});

const PEOPLE = [31001, 31002, 31003, 31004, 31006];
const ROWS = PEOPLE.map((agent) => ({ agent, text: `For ${agent}` }));
const KINDS: Record<string, IDataObject> = {
	sendNote: { agentIds: '={{ $json.agent }}', content: '={{ $json.text }}' },
	setBusy: { agentId: '={{ $json.agent }}', reason: '201' },
};
const LIMIT_S = 2;

/** A workflow with a time limit: one node with a node after each output. */
function limited(
	type: string,
	onError: OnError,
	credentials: Flow['nodes'][number]['credentials'],
) {
	const parameters = { ...KINDS[type], options: { concurrency: 1, timeout: 60_000 } };
	const flow = oneNode(type, parameters, onError, { credentials });
	return {
		...withNodesAfter(flow),
		settings: { executionOrder: 'v1' as const, executionTimeout: LIMIT_S },
	};
}

/** The stored execution ended by its limit at the third request, and the execution of its Retry. */
async function limitAndRetry(
	type: string,
	onError: OnError,
): Promise<[StoredExecution, StoredExecution]> {
	const credentials = await server.rest.addCredential('Gateway', credentialFor(gateway()));
	const path = `${type}-${onError}`;
	const flow = webhook(path, limited(type, onError, credentials), 'onReceived');
	const hook = await server.rest.addWebhook(path, flow);
	gateway().faults.add({ kind: 'stall', after: 2 });
	await hook.call({ rows: ROWS });
	const first = await server.rest.lastExecution(hook);
	gateway().faults.clear();
	const { id } = await server.rest.ask<{ id: string }>('POST', `/executions/${first.id}/retry`, {
		loadWorkflow: false,
	});
	return [first, await server.rest.finished(id)];
}

const outcomes = (execution: StoredExecution, node: string, branch = 0) =>
	execution
		.output(node, branch)
		.map(({ json: { outcome, error } }) => outcome ?? (error as IDataObject).outcome);

const states = () => PEOPLE.map((id) => gateway().agent(String(id)).state);
const inboxes = () => PEOPLE.map((id) => gateway().agent(String(id)).inbox.length);
const NOT_DONE = ['unknown', 'notAttempted', 'notAttempted'];
const CANCELED = 'The execution was canceled before all items were done';

describe.each(Object.keys(KINDS))('a time limit that ends during %s', (type) => {
	it('outputs nothing with Stop Workflow, and Retry runs the node again', async () => {
		const [first, again] = await limitAndRetry(type, 'stopWorkflow');
		expect(first).toMatchObject({ status: 'canceled', error: { message: CANCELED } });
		expect(first.output('Node')).toEqual([]);
		expect(again.status).toBe('error');
		expect(again.output('Done')).toEqual([]);
		if (type === 'sendNote') {
			expect(inboxes()).toEqual([1, 1, 1, 1, 1]);
			expect(again.error?.description).toContain('Of 5 items: 4 accepted, 1 unknown');
		} else {
			expect(again.error?.message).toMatch(/^Agent 31001 was not set busy: .* busy already/);
			expect(states()).toEqual(['busy', 'busy', 'busy', 'idle', 'idle']);
		}
	});

	it('outputs failed items to the error output, and Retry continues behind the node', async () => {
		const [first, again] = await limitAndRetry(type, 'continueErrorOutput');
		expect(first.status).toBe('canceled');
		expect(outcomes(first, 'Node', 0)).toEqual(['accepted', 'accepted']);
		expect(outcomes(first, 'Node', 1)).toEqual(NOT_DONE);
		expect(again.status).toBe('success');
		expect(outcomes(again, 'Done')).toEqual(['accepted', 'accepted']);
		expect(outcomes(again, 'Not Done')).toEqual(NOT_DONE);
		expect(gateway().requests).toHaveLength(3);
	});

	it('marks failed items with Continue, and Retry continues behind the node', async () => {
		const [first, again] = await limitAndRetry(type, 'continueRegularOutput');
		expect(first.status).toBe('canceled');
		expect(outcomes(first, 'Node')).toEqual(['accepted', 'accepted', ...NOT_DONE]);
		expect(outcomes(again, 'Done')).toEqual(['accepted', 'accepted', ...NOT_DONE]);
		const marked = again.output('Done').map(({ json: { error } }) => typeof error);
		expect(marked).toEqual(['undefined', 'undefined', 'object', 'object', 'object']);
		expect(gateway().requests).toHaveLength(3);
	});
});
