/**
 * n8n's "Retry On Fail" and "Retry" in the list of executions run a node again with all its items. No agent
 * may get a note twice because of that, and all rejected and not attempted recipients are tried again.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../simulator';
import {
	CREDENTIAL_ID,
	credentialFor,
	oneNode,
	type OnError,
	runNode,
	useGateway,
} from '../support/nodeRunner';
import { execute, retry } from '../support/engine';
import type { Flow } from '../support/n8n';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const SETTINGS: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const notes = {
	agentIds: '={{ $json.to }}',
	content: '={{ $json.text ?? $now.toISO() }}',
	options: { concurrency: 1 },
};

const inboxes = (...ids: number[]) => ids.map((id) => gateway().agent(String(id)).inbox.length);
const settings = () => ({ credential: credentialFor(gateway()), node: retryOnFail });

/** A fault for the first request to an agent. */
const once = (agent: number, fault: Fault): Fault => ({
	...fault,
	times: 1,
	match: ({ body }) => (body as { agentIds?: number[] }).agentIds?.includes(agent) ?? false,
});

describe.each(SETTINGS)('Retry On Fail of Send Note, with %s', (onError) => {
	const rows = [
		{ to: [31001, 31002], text: 'a' },
		{ to: 31003, text: 'b' },
		{ to: 31004, text: 'c' },
	];

	it.each<[string, Fault, number[]]>([
		['refused', { kind: 'retcode', retcode: '100-009' }, [1, 1, 1, 1]],
		['lost after it was carried out', { kind: 'resetAfter' }, [1, 1, 1, 1]],
		['lost before it was carried out', { kind: 'resetBefore' }, [0, 0, 1, 1]],
		['unknown by its retcode', { kind: 'retcode', retcode: '100-007' }, [0, 0, 1, 1]],
	])('sends nothing twice if the first one %s', async (_name, fault, expected) => {
		gateway().faults.add(once(31001, fault));
		const { run, success, failed } = await runNode('sendNote', notes, rows, {
			...settings(),
			onError,
		});
		// With "Stop Workflow" the others wait for the first one, and are sent by a later try.
		expect(inboxes(31001, 31002, 31003, 31004)).toEqual(expected);
		const reported = [...success, ...failed].map(({ outcome }) => outcome);
		if (fault.kind === 'retcode' && fault.retcode === '100-009') {
			expect(reported).toEqual(['accepted', 'accepted', 'accepted']);
		} else if (onError === 'stopWorkflow') {
			expect(run.status).toBe('error');
		} else {
			expect(reported.sort()).toEqual(['accepted', 'accepted', 'unknown']);
		}
	});

	it('sends nothing twice if one in the middle is refused', async () => {
		gateway().faults.add(once(31003, { kind: 'retcode', retcode: '100-009' }));
		await runNode('sendNote', notes, rows, { ...settings(), onError });
		const [a, b, c, d] = inboxes(31001, 31002, 31003, 31004);
		expect([a, b, d]).toEqual([1, 1, 1]);
		// With "Continue", n8n tries again only if the first item failed.
		expect(c).toBe(onError === 'stopWorkflow' ? 1 : 0);
	});

	it('sends nothing twice if a recipient does not exist', async () => {
		const { run } = await runNode('sendNote', notes, [{ to: [31001, 77_777, 31002], text: 'a' }], {
			...settings(),
			onError,
		});
		expect(inboxes(31001, 31002)).toEqual([1, 1]);
		expect(run.status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
	});

	it('sends nothing twice if the text changes from try to try', async () => {
		gateway().faults.add(once(31001, { kind: 'retcode', retcode: '100-009' }));
		await runNode('sendNote', notes, [{ to: 31001 }, { to: 31002 }, { to: 31003 }], {
			...settings(),
			onError,
		});
		expect(inboxes(31001, 31002, 31003)).toEqual([1, 1, 1]);
	});

	it('sends nothing twice if the gateway is away for a while', async () => {
		gateway().faults.add({ kind: 'refuseConnections', times: 4 });
		const { run } = await runNode('sendNote', notes, rows, { ...settings(), onError });
		expect(run.status).toBe('success');
		expect(inboxes(31001, 31002, 31003, 31004)).toEqual([1, 1, 1, 1]);
	});

	it('resumes a split note, refused in the middle, with the missing part', async () => {
		const text = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
		gateway().faults.add({
			kind: 'retcode',
			retcode: '100-009',
			times: 1,
			match: ({ body }) => (body as { content: string }).content.startsWith('(2/3)'),
		});
		await runNode(
			'sendNote',
			{ ...notes, options: { longNotes: 'split' } },
			[{ to: [31001, 31002], text }],
			{ ...settings(), onError },
		);
		for (const id of [31001, 31002]) {
			const parts = gateway()
				.agent(String(id))
				.inbox.map(({ content }) => content.slice(0, 5));
			expect(parts).toEqual(['(1/3)', '(2/3)', '(3/3)']);
		}
	});
});

describe.each(SETTINGS)('Retry On Fail of Insert Into Call, with %s', (onError) => {
	const inserts = () =>
		gateway().requests.filter(
			({ operation, carriedOut }) => operation === 'addInsert' && carriedOut,
		).length;

	it.each<[string, Fault, number]>([
		['refused', { kind: 'retcode', retcode: '900-005' }, 1],
		['lost after it was carried out', { kind: 'resetAfter' }, 1],
		['lost before it was carried out', { kind: 'resetBefore' }, 0],
		['unknown by its retcode', { kind: 'retcode', retcode: '900-003' }, 0],
	])('%s', async (_name, fault, expected) => {
		gateway().faults.add({ ...fault, times: 1 });
		await runNode('insertIntoCall', { workNo: '31005' }, [{}], { ...settings(), onError });
		expect(inserts()).toBe(expected);
	});
});

it('runs idempotent operations again as a whole', async () => {
	gateway().faults.add({ kind: 'retcode', retcode: '100-009', times: 1 });
	const { success } = await runNode(
		'setSessionLimit',
		{ agentId: '31001', mediaType: '1', callnums: 3 },
		[{}, {}],
		settings(),
	);
	expect(success).toHaveLength(2);
	expect(gateway().agent('31001').sessionLimits['1']).toBe(3);
});

/** A loop over the rows, one per round, all with the same text. */
const loop = (node: IDataObject = {}): Flow => {
	const flow = oneNode(
		'sendNote',
		{ agentIds: '={{ $json.to }}', content: 'round' },
		'stopWorkflow',
		node,
	);
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	return {
		nodes: [
			...flow.nodes,
			{
				id: 'loop',
				name: 'Loop',
				type: 'n8n-nodes-base.splitInBatches',
				typeVersion: 3,
				position: [100, 0],
				parameters: { batchSize: 1, options: {} },
			},
		],
		connections: {
			Rows: { main: [[to('Loop')]] },
			Loop: { main: [[], [to('Node')]] },
			Node: { main: [[to('Loop')]] },
		},
	};
};

describe('in a loop', () => {
	const rows = [{ to: 31001 }, { to: 31001 }, { to: 31002 }];

	it('sends the note of every round', async () => {
		const { error, runs } = await execute(loop(), {
			pinData: { Rows: rows },
			credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		});
		expect(error).toBeUndefined();
		expect(runs('Node')).toHaveLength(3);
		expect(inboxes(31001, 31002)).toEqual([2, 1]);
	});

	it('retries a failed round without repeating the others', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', after: 1, times: 1 });
		const { error } = await execute(loop(retryOnFail), {
			pinData: { Rows: rows },
			credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) },
		});
		expect(error).toBeUndefined();
		expect(inboxes(31001, 31002)).toEqual([2, 1]);
	});
});

describe('"Retry" in the list of executions', () => {
	const rows = [{ to: [31001, 31002] }, { to: 31003 }, { to: 31004 }];
	const flow = oneNode('sendNote', {
		agentIds: '={{ $json.to }}',
		content: '={{ $now.toISO() }}',
		options: { concurrency: 1, combineItems: false },
	});
	const options = () => ({ credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) } });

	it('sends only what was rejected or not attempted', async () => {
		gateway().faults.add(once(31003, { kind: 'retcode', retcode: '100-009' }));
		const failed = await execute(flow, { ...options(), pinData: { Rows: rows } });
		expect(failed.error).toBeDefined();
		expect(inboxes(31001, 31002, 31003, 31004)).toEqual([1, 1, 0, 0]);

		const again = await retry(failed, flow, options());
		expect(again.error).toBeUndefined();
		expect(inboxes(31001, 31002, 31003, 31004)).toEqual([1, 1, 1, 1]);
		expect(again.json('Node').map(({ outcome, retcode }) => [outcome, retcode])).toEqual([
			['accepted', '0'],
			['accepted', '0'],
			['accepted', '0'],
		]);
	});

	it('reports unknown notes and does not send them again', async () => {
		gateway().faults.add(once(31001, { kind: 'resetAfter' }));
		const failed = await execute(flow, { ...options(), pinData: { Rows: rows } });
		const again = await retry(failed, flow, options());
		expect(inboxes(31001, 31002)).toEqual([1, 1]);
		expect(again.error).toMatchObject({
			message:
				'The note to 2 agents may or may not have been sent: an earlier try of this execution may have been carried out',
		});
	});
});

it('keeps no ledger in an execution that ended well', async () => {
	const { run } = await runNode('sendNote', { agentIds: '31001', content: 'x' }, [{}], {
		credential: credentialFor(gateway()),
	});
	expect(JSON.stringify(run.data.executionData?.contextData ?? {})).not.toContain('Ledger');
});
