/** The result of each fault: outcome, number of requests, and executions at the gateway. */
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../simulator';
import type { Outcome } from '../../gateway/answer/outcome';
import { gzipSync } from 'node:zlib';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { serveAnswer } from '../support/stubServer';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

// No pauses between tries: the unit tests cover their duration.
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

interface Case {
	type: string;
	parameters: IDataObject;
	/** Number of times the gateway carried out the operation. */
	done: () => number;
}

const doneBy = (operation: string) => () =>
	gateway().requests.filter((one) => one.operation === operation && one.carriedOut).length;

const operations: Record<'idempotent' | 'nonIdempotent', Case[]> = {
	idempotent: [
		{ type: 'setBusy', parameters: { agentId: '31001', reason: 201 }, done: doneBy('sayBusy') },
		{
			type: 'setCustomStatus',
			parameters: { agentId: '31001', customstate: 100 },
			done: doneBy('setCustomState'),
		},
		{
			type: 'setSessionLimit',
			parameters: { agentId: '31001', mediaType: '53', callnums: 5 },
			done: doneBy('setCallNums'),
		},
	],
	nonIdempotent: [
		{
			type: 'sendNote',
			parameters: { agentIds: '31001', content: 'hello' },
			done: () => gateway().agent('31001').inbox.length,
		},
		{ type: 'insertIntoCall', parameters: { workNo: '31005' }, done: doneBy('addInsert') },
	],
};

type Row = [name: string, fault: Fault, outcome: Outcome, requests: number, done: number];

const always = Infinity;

/** Shortens the timeout only if no answer comes, so that a slow computer causes no false time-out. */
const optionsFor = ({ kind }: Fault): IDataObject => ({
	maxTries: 3,
	...(kind === 'stall' && { timeout: 400 }),
});

/** The answer of a server in front of the gateway: JSON with the HTTP status as its code. */
const ownCode = (status: number, times = always): Fault => ({
	kind: 'retcode',
	retcode: String(status),
	message: 'Upstream away',
	status,
	times,
});

/** Results with three tries, by fault and its number of occurrences. */
const forIdempotent: Row[] = [
	['reset before the write, once', { kind: 'resetBefore', times: 1 }, 'accepted', 2, 1],
	['reset before the write, always', { kind: 'resetBefore', times: always }, 'unknown', 3, 0],
	['a proxy that fails once', { kind: 'status', status: 502, times: 1 }, 'accepted', 2, 1],
	['HTTP 500, always', { kind: 'status', status: 500, times: always }, 'unknown', 3, 0],
	['HTTP 408, once', { kind: 'status', status: 408, times: 1 }, 'accepted', 2, 1],
	['HTTP 404', { kind: 'status', status: 404, times: always }, 'rejected', 1, 0],
	['a code of its own with HTTP 503, once', ownCode(503, 1), 'accepted', 2, 1],
	['a code of its own with HTTP 503, always', ownCode(503), 'unknown', 3, 0],
	['a code of its own with HTTP 408, once', ownCode(408, 1), 'accepted', 2, 1],
	['a code of its own with HTTP 429, once', ownCode(429, 1), 'accepted', 2, 1],
	['a code of its own with HTTP 404', ownCode(404), 'rejected', 1, 0],
	[
		'a refusal with HTTP 503',
		{ kind: 'retcode', retcode: '100-009', status: 503 },
		'rejected',
		1,
		0,
	],
	[
		'success with HTTP 500, always',
		{ kind: 'retcode', retcode: '0', status: 500 },
		'unknown',
		3,
		0,
	],
	['HTTP 429, once', { kind: 'status', status: 429, times: 1 }, 'accepted', 2, 1],
	['an HTML page, once', { kind: 'html', times: 1 }, 'accepted', 2, 1],
	['an HTML page, always', { kind: 'html', times: always }, 'unknown', 3, 0],
	['a redirect', { kind: 'redirect', location: '/', times: always }, 'rejected', 1, 0],
	['no answer at all, always', { kind: 'stall', carriedOut: false }, 'unknown', 3, 0],
	['"not now", twice', { kind: 'retcode', retcode: '000-007', times: 2 }, 'accepted', 3, 1],
	['"not now", always', { kind: 'retcode', retcode: '105-002' }, 'rejected', 3, 0],
	['100-007, once', { kind: 'retcode', retcode: '100-007', times: 1 }, 'accepted', 2, 1],
	['100-007, always', { kind: 'retcode', retcode: '100-007' }, 'unknown', 3, 0],
	['refused: input', { kind: 'retcode', retcode: '000-002' }, 'rejected', 1, 0],
	['refused: session', { kind: 'retcode', retcode: '100-006' }, 'rejected', 1, 0],
	['refused: credential', { kind: 'retcode', retcode: '100-020' }, 'rejected', 1, 0],
	['refused: state', { kind: 'retcode', retcode: '100-009' }, 'rejected', 1, 0],
	['refused: permission', { kind: 'retcode', retcode: '900-002' }, 'rejected', 1, 0],
	['a code nobody knows', { kind: 'retcode', retcode: '555-001' }, 'rejected', 1, 0],
	['a number for a retcode', { kind: 'numericRetcode' }, 'accepted', 1, 1],
];

const forNonIdempotent: Row[] = [
	['reset before the write', { kind: 'resetBefore' }, 'unknown', 1, 0],
	['reset after the write', { kind: 'resetAfter' }, 'unknown', 1, 1],
	['half an answer', { kind: 'truncate' }, 'unknown', 1, 1],
	['no answer, though carried out', { kind: 'stall' }, 'unknown', 1, 1],
	['HTTP 502', { kind: 'status', status: 502 }, 'unknown', 1, 0],
	['HTTP 404', { kind: 'status', status: 404 }, 'rejected', 1, 0],
	['a code of its own with HTTP 503', ownCode(503), 'unknown', 1, 0],
	['a code of its own with HTTP 429, once', ownCode(429, 1), 'accepted', 2, 1],
	['a code of its own with HTTP 404', ownCode(404), 'unknown', 1, 0],
	[
		'a refusal with HTTP 503',
		{ kind: 'retcode', retcode: '900-005', status: 503 },
		'rejected',
		1,
		0,
	],
	['success with HTTP 500', { kind: 'retcode', retcode: '0', status: 500 }, 'unknown', 1, 0],
	['HTTP 429, once', { kind: 'status', status: 429, times: 1 }, 'accepted', 2, 1],
	['an HTML page', { kind: 'html' }, 'unknown', 1, 0],
	['a redirect', { kind: 'redirect', location: '/' }, 'rejected', 1, 0],
	['"not now", twice', { kind: 'retcode', retcode: '000-004', times: 2 }, 'accepted', 3, 1],
	['"not now", always', { kind: 'retcode', retcode: '000-007' }, 'rejected', 3, 0],
	['100-007', { kind: 'retcode', retcode: '100-007' }, 'unknown', 1, 0],
	['900-003', { kind: 'retcode', retcode: '900-003' }, 'unknown', 1, 0],
	['refused: input', { kind: 'retcode', retcode: '100-001' }, 'rejected', 1, 0],
	['refused: session', { kind: 'retcode', retcode: '000-003' }, 'rejected', 1, 0],
	['refused: credential', { kind: 'retcode', retcode: '100-020' }, 'rejected', 1, 0],
	['refused: permission', { kind: 'retcode', retcode: '900-002' }, 'rejected', 1, 0],
	['refused: state', { kind: 'retcode', retcode: '900-005' }, 'rejected', 1, 0],
	['a code nobody knows', { kind: 'retcode', retcode: '555-001' }, 'unknown', 1, 0],
	['a number for a retcode', { kind: 'numericRetcode' }, 'accepted', 1, 1],
];

const check = async (
	{ type, parameters, done }: Case,
	[, fault, outcome, requests, times]: Row,
) => {
	gateway().faults.add(fault);
	const { success, failed } = await runNode(
		type,
		{ ...parameters, options: optionsFor(fault) },
		[{}],
		{
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		},
	);
	const [result] = [...success, ...failed];
	expect(result?.outcome).toBe(outcome);
	expect(gateway().requests).toHaveLength(requests);
	expect(done()).toBe(times);
};

describe.each(operations.idempotent)('$type, which is idempotent', (operation) => {
	it.each(forIdempotent)('%s', async (...row) => await check(operation, row));

	it('is retried until it is certain if the answer is lost after the action', async () => {
		gateway().faults.add({ kind: 'resetAfter', times: 1 });
		const { success, failed } = await runNode(operation.type, operation.parameters, [{}], {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		// A busy agent cannot be set busy again, so the second refusal does not show which try succeeded.
		expect([...success, ...failed][0]?.outcome).toBe(
			operation.type === 'setBusy' ? 'unknown' : 'accepted',
		);
		expect(gateway().requests).toHaveLength(2);
	});
});

describe.each(operations.nonIdempotent)('$type, which is not idempotent', (operation) => {
	it.each(forNonIdempotent)('%s', async (...row) => await check(operation, row));
});

describe('a request without a connection', () => {
	it.each([...operations.idempotent, ...operations.nonIdempotent])(
		'is retried, then reported as not attempted: $type',
		async ({ type, parameters }) => {
			gateway().faults.add({ kind: 'refuseConnections' });
			const { failed } = await runNode(type, parameters, [{}], {
				credential: credentialFor(gateway()),
				onError: 'continueErrorOutput',
			});
			expect(failed[0]).toMatchObject({ outcome: 'notAttempted', retcode: null });
			expect(gateway().requests).toHaveLength(0);
		},
	);

	it('is retried within the run, and succeeds once the gateway is back', async () => {
		gateway().faults.add({ kind: 'refuseConnections', times: 2 });
		const { success } = await runNode('sendNote', { agentIds: '31001', content: 'x' }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(success[0]?.outcome).toBe('accepted');
		expect(gateway().agent('31001').inbox).toHaveLength(1);
	});

	it('names the cause if no server listens at the port', async () => {
		const { failed } = await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], {
			credential: credentialFor(gateway(), '31000', { gatewayUrl: 'https://localhost:1' }),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]).toMatchObject({
			outcome: 'notAttempted',
			message:
				'Agent 31001 was not set busy, nothing was sent: nothing listens at the gateway address',
		});
	});
});

describe('five requests in a row that do not reach the gateway', () => {
	const rows = Array.from({ length: 30 }, (_, index) => ({ agent: 50_001 + index }));
	const parameters = {
		agentId: '={{ $json.agent }}',
		reason: 0,
		options: { concurrency: 1, maxTries: 2 },
	};

	it('end the run, and the rest is not attempted', async () => {
		gateway().faults.add({ kind: 'refuseConnections' });
		const { failed } = await runNode('setBusy', parameters, rows, {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(gateway().requests).toHaveLength(0);
		expect(failed).toHaveLength(30);
		expect(failed.every(({ outcome }) => outcome === 'notAttempted')).toBe(true);
		expect(failed[4]?.message).toMatch(/the gateway did not accept a connection/);
		expect(failed[5]?.message).toBe(
			'Agent 50006 was not set busy, nothing was sent: 5 requests in a row could not reach the gateway (item 6 of 30)',
		);
	});

	it('are counted from zero again after a request that did', async () => {
		for (const { agent } of rows) gateway().addAgent({ id: String(agent) });
		// Two tries per item: items 0 to 3 fail, item 4 gets through, and so on.
		for (let round = 0; round < 6; round++) {
			gateway().faults.add({ kind: 'refuseConnections', after: round, times: 8 });
		}
		const { success, failed } = await runNode('setBusy', parameters, rows, {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(success).toHaveLength(6);
		expect(failed).toHaveLength(24);
		expect(failed.some(({ message }) => /in a row/.test(message as string))).toBe(false);
	});
});

describe('a very large compressed answer', () => {
	/** The node's report about an answer. */
	async function reportedOf(body: string) {
		const server = await serveAnswer(gzipSync(body), { 'Content-Encoding': 'gzip' });
		try {
			const { success, failed } = await runNode('setBusy', { reason: 0 }, [{}], {
				credential: { ...credentialFor(gateway()), gatewayUrl: server.url },
				onError: 'continueErrorOutput',
			});
			return { success, failed, size: JSON.stringify([success, failed]).length };
		} finally {
			await server.close();
		}
	}

	it('is truncated in the output', async () => {
		const message = 'x'.repeat(4e5);
		const result = Array.from({ length: 3e4 }, (_, index) => ({ index }));
		const { success, size } = await reportedOf(JSON.stringify({ retcode: '0', message, result }));
		expect(success[0]).toMatchObject({
			outcome: 'accepted',
			message: `${'x'.repeat(2000)}…`,
			result: expect.arrayContaining([{ index: 0 }, '…']) as unknown,
		});
		expect(size).toBeLessThan(100_000);
	});

	it('is truncated in the description of a refusal', async () => {
		const message = `Busy.${' '.repeat(9e5)}.`;
		const { failed, size } = await reportedOf(JSON.stringify({ retcode: '100-009', message }));
		expect(failed[0]?.outcome).toBe('rejected');
		expect(failed[0]?.description).toContain('The gateway answered 100-009: Busy.');
		expect(size).toBeLessThan(10_000);
	});

	it('is not read beyond the size limit', async () => {
		const message = 'x'.repeat(2e7);
		const { failed, size } = await reportedOf(JSON.stringify({ retcode: '0', message }));
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			message: expect.stringContaining('the answer was longer than 1 megabyte') as string,
		});
		expect(size).toBeLessThan(2_000);
	});
});
