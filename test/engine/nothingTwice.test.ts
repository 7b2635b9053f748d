/**
 * Regression tests of an adversarial review: notes sent twice, notes not sent, failed runs that looked like
 * successes.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Fault, RecordedRequest } from '../../simulator';
import {
	CREDENTIAL_ID,
	credentialFor,
	ON_ERROR,
	oneNode,
	type OnError,
	runNode,
	useGateway,
} from '../support/nodeRunner';
import { execute, type Execution, retry } from '../support/engine';
import { serveAnswer } from '../support/stubServer';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const inbox = (id: number) =>
	gateway()
		.agent(String(id))
		.inbox.map(({ content }) => content);
const to = (record: RecordedRequest) => (record.body as { agentIds?: number[] }).agentIds ?? [];

const sendNotes = async (
	rows: IDataObject[],
	options: IDataObject,
	onError: OnError = 'continueErrorOutput',
	node: IDataObject = {},
) =>
	await runNode(
		'sendNote',
		{ agentIds: '={{ $json.to }}', content: '={{ $json.text }}', options },
		rows,
		{ credential: credentialFor(gateway()), onError, node },
	);

/** Expects every item of a node without an accepted item to hold an error. */
function expectAllFailed({ run, output }: Execution, onError: OnError, rows: number) {
	if (onError === 'stopWorkflow') {
		expect(run.status).toBe('error');
		return;
	}
	const branch = onError === 'continueErrorOutput' ? 1 : 0;
	expect(output('Node', 1 - branch)).toEqual([]);
	expect(output('Node', branch).map(({ json }) => typeof json.error)).toEqual(
		Array<string>(rows).fill('object'),
	);
}

describe.each(ON_ERROR)('an unforeseen failure after an answer, with %s', (onError) => {
	it('sends no note again, and does not pass the input on as a success', async () => {
		const nested = `{"retcode":"0","message":"success","result":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
		const server = await serveAnswer(nested);
		try {
			const reported = await runNode(
				'sendNote',
				{ agentIds: '={{ $json.to }}', content: 'x', options: { combineItems: false } },
				[{ to: 31001 }, { to: 31002 }, { to: 31003 }],
				{
					credential: { ...credentialFor(gateway()), gatewayUrl: server.url },
					onError,
					node: retryOnFail,
				},
			);
			// Each was sent once, whatever its outcome.
			expect(server.bodies.filter((body) => body.includes('31001'))).toHaveLength(1);
			expect(server.bodies).toHaveLength(3);
			for (const { outcome } of [...reported.success, ...reported.failed]) {
				expect(['accepted', 'unknown']).toContain(outcome);
			}
		} finally {
			await server.close();
		}
	});

	it.each(['getContext', 'addExecutionHints'])(
		'sends no note again if n8n itself fails at %s',
		async (method) => {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- n8n offers no other access
			const { ExecuteContext } = require('n8n-core') as {
				ExecuteContext: { prototype: Record<string, () => never> };
			};
			const { prototype } = ExecuteContext;
			const owner = Object.hasOwn(prototype, method)
				? prototype
				: (Object.getPrototypeOf(prototype) as typeof prototype);
			const home = Object.hasOwn(owner, method)
				? owner
				: (Object.getPrototypeOf(owner) as typeof prototype);
			jest.spyOn(home, method).mockImplementationOnce(() => {
				throw new Error('EEXIST: n8n does not do that');
			});
			if (method === 'addExecutionHints') gateway().faults.add({ kind: 'resetAfter' });
			const reported = await sendNotes(
				[
					{ to: 31001, text: 'a' },
					{ to: 31002, text: 'b' },
				],
				{},
				onError,
			);
			if (method !== 'addExecutionHints' || onError !== 'stopWorkflow') {
				expectAllFailed(reported, onError, 2);
			}
			expect(JSON.stringify(reported.run.data.resultData)).not.toContain('EEXIST');
			for (const id of [31001, 31002]) expect(inbox(id).length).toBeLessThanOrEqual(1);
		},
	);

	it('does not pass the input on as a success if the whole run is refused', async () => {
		const reported = await sendNotes([{ to: 31001, text: 'a' }], { concurrency: 99 }, onError);
		expectAllFailed(reported, onError, 1);
	});
});

describe('a batch with stale IDs', () => {
	const hundred = Array.from({ length: 100 }, (_, index) =>
		index % 10 === 0 ? 77_000 + index : 40_000 + index,
	);
	const good = hundred.filter((id) => id < 77_000);

	beforeEach(() => {
		for (const id of good) gateway().addAgent({ id: String(id) });
	});

	it('reaches all valid recipients', async () => {
		const { failed } = await sendNotes([{ to: hundred, text: 'x' }], {});
		expect(good.filter((id) => inbox(id).length !== 1)).toEqual([]);
		expect(failed[0]).toMatchObject({
			outcome: 'rejected',
			recipients: {
				accepted: good,
				rejected: hundred.filter((id) => id >= 77_000),
				unknown: [],
				notAttempted: [],
			},
		});
		expect(gateway().requests.length).toBeLessThanOrEqual(199);
	});

	it('reaches all valid recipients if the stale IDs come first', async () => {
		const gone = Array.from({ length: 30 }, (_, index) => 77_500 + index);
		await sendNotes([{ to: [...gone, ...good.slice(0, 70)], text: 'x' }], {});
		expect(good.slice(0, 70).filter((id) => inbox(id).length !== 1)).toEqual([]);
	});
});

describe('"Retry" with the edited workflow', () => {
	const flow = (content: string, options: IDataObject = {}) =>
		oneNode('sendNote', { agentIds: '={{ $json.to }}', content, options });
	const credentials = () => ({ credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) } });
	const refuse = (start: string): Fault => ({
		kind: 'retcode',
		retcode: '100-009',
		times: 1,
		match: ({ body }) => (body as { content: string }).content.startsWith(start),
	});

	it('sends a split note whose text was shortened', async () => {
		const text = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
		gateway().faults.add(refuse('(3/3)'));
		const split = { longNotes: 'split' };
		const failed = await execute(flow('={{ $json.text }}', split), {
			...credentials(),
			pinData: { Rows: [{ to: 31001, text }] },
		});
		expect(failed.error?.message).toMatch(/sent only in part: part 3 of 3/);

		const again = await retry(failed, flow('Shorter.', split), credentials());
		expect(again.error).toBeUndefined();
		expect(inbox(31001).map((part) => part.slice(0, 8))).toEqual([
			'(1/3) wo',
			'(2/3) wo',
			'Shorter.',
		]);
	});

	it('reports the settled outcome of one item, and sends the other', async () => {
		gateway().faults.add(refuse('Hello B'));
		const failed = await execute(flow('=Hello {{ $json.name }}', { concurrency: 1 }), {
			...credentials(),
			pinData: {
				Rows: [
					{ to: 31001, name: 'A' },
					{ to: 31001, name: 'B' },
				],
			},
		});
		expect(failed.error).toBeDefined();
		expect(inbox(31001)).toEqual(['Hello A']);

		const again = await retry(failed, flow('Hello all', { concurrency: 1 }), credentials());
		expect(inbox(31001)).toEqual(['Hello A', 'Hello all']);
		expect(again.json('Node').map(({ content, outcome }) => [content, outcome])).toEqual([
			['Hello A', 'accepted'],
			['Hello all', 'accepted'],
		]);
	});

	it('reports which recipient got which text for an item with settled and new recipients', async () => {
		const failed = await execute(flow('Old', { concurrency: 1 }), {
			...credentials(),
			pinData: { Rows: [{ to: [31001, 77_777] }] },
		});
		expect(failed.error).toBeDefined();
		gateway().addAgent({ id: '77777' });
		const again = await retry(failed, flow('New'), credentials());
		expect([inbox(31001), inbox(77_777)]).toEqual([['Old'], ['New']]);
		expect(again.json('Node')[0]).toMatchObject({
			content: 'New',
			outcome: 'accepted',
			sentEarlier: [{ agentId: '31000', content: 'Old', recipients: [31001] }],
		});
	});
});

describe('Maximum Recipients', () => {
	const long = 'word '.repeat(500);

	it('counts every part of a split note for every recipient', async () => {
		const rows = [{ to: [31001, 31002], text: long }];
		const refused = await sendNotes(rows, { longNotes: 'split', maxRecipients: 5 });
		expect(gateway().requests).toHaveLength(0);
		expect(refused.failed[0]?.message).toBe(
			'This run would send 6 notes, and at most 5 are allowed',
		);
		const sent = await sendNotes(rows, { longNotes: 'split', maxRecipients: 6 });
		expect(sent.success).toHaveLength(1);
		expect(inbox(31002)).toHaveLength(3);
	});
});

describe("columns of the user's own", () => {
	const rows = [
		{
			to: 31001,
			outcome: 'won',
			message: 'my text',
			result: 7,
			request: 'r',
			recipient: 'Ada',
			retcode: 'x',
		},
		{ to: 31001, outcome: 'accepted', recipients: ['Ada'] },
	];

	it('stay with Include Input Fields, except for those this node reports itself', async () => {
		const { success } = await sendNotes(
			rows.map((row) => ({ ...row, text: 'x' })),
			{ includeInputFields: true },
		);
		expect(success[0]).toMatchObject({ request: 'r', recipient: 'Ada', outcome: 'accepted' });
		expect(success[1]).toMatchObject({ recipients: { accepted: [31001] } });
	});

	it('lose the report of an earlier node', async () => {
		const report = {
			outcome: 'accepted',
			retcode: '0',
			message: 'success',
			result: {},
			recipient: 5,
		};
		const { success } = await sendNotes([{ to: 31001, text: 'x', team: 'red', ...report }], {
			includeInputFields: true,
		});
		expect(success[0]).toMatchObject({ team: 'red' });
		expect(success[0]).not.toHaveProperty('recipient');
	});

	it('keep their types: dates, buffers and all', async () => {
		const when = new Date('2026-11-21T08:00:00Z');
		const { output } = await sendNotes([{ to: 31001, text: 'x', when: when }], {
			includeInputFields: true,
		});
		expect(output('Node')[0]?.json.when).toEqual(when);
	});
});

it('sends every recipient of a retried run at most one note', async () => {
	const rows = Array.from({ length: 30 }, (_, index) => ({
		to: 31001 + (index % 5),
		text: `n${index}`,
	}));
	gateway().faults.add({ kind: 'resetAfter', probability: 0.3 });
	await sendNotes(rows, { combineItems: false }, 'continueRegularOutput', retryOnFail);
	const sent = gateway()
		.requests.filter(({ carriedOut }) => carriedOut)
		.map((record) => `${String(to(record)[0])} ${(record.body as { content: string }).content}`);
	expect(new Set(sent).size).toBe(sent.length);
});
