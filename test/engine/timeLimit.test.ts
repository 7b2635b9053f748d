/** An execution that is canceled inside a node, by hand or by the time limit of its workflow, and Retry after it. */
import type { IDataObject } from 'n8n-workflow';
import {
	credentialFor,
	CREDENTIAL_ID,
	oneNode,
	type OnError,
	useGateway,
	withNodesAfter,
} from '../support/nodeRunner';
import { execute, type Execution, type Flow, retry } from '../support/engine';
import { until } from '../support/until';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const credentials = () => ({ [CREDENTIAL_ID]: credentialFor(gateway()) });

/** One node with a node after each output. */
const flowOf = (type: string, parameters: IDataObject, onError: OnError): Flow =>
	withNodesAfter(oneNode(type, parameters, onError));

/** Runs a workflow that is canceled while its third request waits for an answer. */
async function canceledAtThirdRequest(flow: Flow, rows: IDataObject[]): Promise<Execution> {
	gateway().faults.add({ kind: 'stall', after: 2 });
	let cancel = () => {};
	const running = execute(flow, {
		credentials: credentials(),
		pinData: { Rows: rows },
		onStart: (stop) => {
			cancel = stop;
		},
	});
	await until('the third request', () => gateway().requests.length === 3);
	cancel();
	const execution = await running;
	gateway().faults.clear();
	return execution;
}

const outcomes = (execution: Execution, node: string, branch = 0) =>
	execution
		.json(node, branch)
		.map(({ outcome, error }) => outcome ?? (error as IDataObject).outcome);

describe('an execution canceled while items are sent', () => {
	const agents = () =>
		Array.from({ length: 6 }, (_, index) => {
			const id = String(50_001 + index);
			gateway().addAgent({ id });
			return { agent: id };
		});
	const limits = (onError: OnError) =>
		flowOf(
			'setSessionLimit',
			{
				agentId: '={{ $json.agent }}',
				mediaType: '1',
				callnums: 3,
				options: { concurrency: 1 },
			},
			onError,
		);
	const ENDED = ['accepted', 'accepted', 'unknown', 'notAttempted', 'notAttempted', 'notAttempted'];

	it('stays canceled without output with "Stop Workflow"; Retry runs all items', async () => {
		const flow = limits('stopWorkflow');
		const execution = await canceledAtThirdRequest(flow, agents());
		expect(execution.run.status).toBe('canceled');
		expect(gateway().requests).toHaveLength(3);
		expect(execution.output('Node')).toEqual([]);
		expect(execution.error?.message).toBe('The execution was canceled before all items were done');
		expect(execution.error).toHaveProperty(
			'description',
			expect.stringMatching(
				/Of 6 items: 2 accepted, 1 unknown, 3 not attempted.* Already done: 50001, 50002\. Perhaps done: 50003\.$/,
			),
		);

		const again = await retry(execution, flow, { credentials: credentials() });
		expect(outcomes(again, 'Done')).toEqual(Array(6).fill('accepted'));
		expect(gateway().requests).toHaveLength(3 + 6);
	});

	it('outputs failed items to the error output; Retry continues behind each output', async () => {
		const flow = limits('continueErrorOutput');
		const execution = await canceledAtThirdRequest(flow, agents());
		expect(execution.run.status).toBe('canceled');
		expect(outcomes(execution, 'Node', 0)).toEqual(ENDED.slice(0, 2));
		expect(outcomes(execution, 'Node', 1)).toEqual(ENDED.slice(2));

		const again = await retry(execution, flow, { credentials: credentials() });
		expect(outcomes(again, 'Done')).toEqual(ENDED.slice(0, 2));
		expect(outcomes(again, 'Not Done')).toEqual(ENDED.slice(2));
		expect(gateway().requests).toHaveLength(3);
	});

	it('marks failed items with `error` with "Continue"; Retry continues behind the node', async () => {
		const flow = limits('continueRegularOutput');
		const execution = await canceledAtThirdRequest(flow, agents());
		expect(execution.run.status).toBe('canceled');
		expect(outcomes(execution, 'Node')).toEqual(ENDED);
		const marked = execution.json('Node').map(({ error }) => typeof error);
		expect(marked).toEqual(ENDED.map((end) => (end === 'accepted' ? 'undefined' : 'object')));

		const again = await retry(execution, flow, { credentials: credentials() });
		expect(outcomes(again, 'Done')).toEqual(ENDED);
		expect(gateway().requests).toHaveLength(3);
	});
});

describe('a broadcast canceled while notes are sent', () => {
	const PEOPLE = [31001, 31002, 31003, 31004, 31006];
	const notes = (onError: OnError) =>
		flowOf(
			'sendNote',
			{
				agentIds: '={{ $json.to }}',
				content: '={{ $json.text }}',
				options: { concurrency: 1 },
			},
			onError,
		);
	const rows = PEOPLE.map((to) => ({ to, text: `For ${to}` }));
	const counts = () => PEOPLE.map((id) => gateway().agent(String(id)).inbox.length);

	it('reaches every agent once if Retry runs the node again, and unknown notes are not repeated', async () => {
		const flow = notes('stopWorkflow');
		const execution = await canceledAtThirdRequest(flow, rows);
		expect(execution.run.status).toBe('canceled');
		// The third note has been carried out, without an answer.
		expect(counts()).toEqual([1, 1, 1, 0, 0]);

		const again = await retry(execution, flow, { credentials: credentials() });
		expect(counts()).toEqual([1, 1, 1, 1, 1]);
		expect(again.run.status).toBe('error');
		expect(again.error).toHaveProperty(
			'description',
			expect.stringMatching(/Of 5 items: 4 accepted, 1 unknown/),
		);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'reaches no other agent, and none twice, at Retry with %s',
		async (onError) => {
			const flow = notes(onError);
			const execution = await canceledAtThirdRequest(flow, rows);
			const again = await retry(execution, flow, { credentials: credentials() });
			expect(counts()).toEqual([1, 1, 1, 0, 0]);
			expect(again.run.status).toBe('success');
			const reported = [...outcomes(again, 'Done'), ...outcomes(again, 'Not Done')];
			expect(reported).toEqual(['accepted', 'accepted', 'unknown', 'notAttempted', 'notAttempted']);
		},
	);
});
