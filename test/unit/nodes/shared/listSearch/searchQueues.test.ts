import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { queryRateLimiterFor } from '../../../../../gateway/http/queryRateLimiter';
import { loadQueues, searchQueues } from '../../../../../nodes/shared/listSearch/searchQueues';

const BASE = 'https://gateway.test:8043/agentgateway/resource';

interface Given {
	/** Fields of the credential. */
	fields?: object;
	/** The gateway's answer; an error is thrown. */
	answer?: object | Error;
}

const ORDERS = { retcode: '0', result: [{ id: 11, name: 'Orders' }] };

/** A dropdown of the editor. */
const editor = (agentId: string, { fields, answer = ORDERS }: Given = {}) => {
	const sent: string[] = [];
	const options: object[] = [];
	const context = {
		getCredentials: async () => ({
			gatewayUrl: BASE,
			authentication: 'guid',
			agentId,
			guid: '0123456789abcdef.AgentGateway0',
			...fields,
		}),
		helpers: {
			async httpRequestWithAuthentication(this: unknown, type: string, request: { url: string }) {
				expect([this, type]).toEqual([context, 'ccGatewayApi']);
				sent.push(request.url);
				options.push(request);
				if (answer instanceof Error) throw answer;
				return { body: JSON.stringify(answer), statusCode: 200, headers: {} };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return {
		sent,
		options,
		load: async () => await loadQueues.call(context),
		open: async (filter?: string): Promise<INodeListSearchResult> =>
			await searchQueues.call(context, filter),
	};
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('reports that many queries are waiting after ten seconds without a permit, and sends nothing', async () => {
	const { open, sent } = editor('36901');
	const limiter = queryRateLimiterFor(BASE, '36901');
	let stopped = false;
	const checks = async (): Promise<void> => {
		while (!stopped) {
			const permit = await limiter.acquire({
				priority: 'liveness',
				aborted: () => stopped,
				sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
			});
			permit?.release();
		}
	};
	const checking = Array.from({ length: 12 }, checks);
	const list = open();
	await jest.advanceTimersByTimeAsync(9_900);
	let answer: INodeListSearchResult | undefined;
	void list.then((found) => {
		answer = found;
	});
	expect(answer).toBeUndefined();
	await jest.advanceTimersByTimeAsync(200);
	expect(answer).toEqual({
		results: [{ name: 'Many queries are waiting: open the list again later', value: '' }],
	});
	expect(sent).toEqual([]);
	stopped = true;
	await jest.advanceTimersByTimeAsync(10_000);
	await Promise.all(checking);
});

it('waits for a permit released within ten seconds', async () => {
	const { open, sent } = editor('36902');
	const limiter = queryRateLimiterFor(BASE, '36902');
	for (let used = 0; used < 5; used++) {
		(await limiter.acquire({ aborted: () => false, sleep: async () => {} }))?.release();
	}
	const list = open();
	await jest.advanceTimersByTimeAsync(2_100);
	expect(await list).toEqual({ results: [{ name: 'Orders (11)', value: 11 }] });
	expect(sent).toHaveLength(1);
});

it('asks the gateway in the session of the credential, within ten seconds', async () => {
	const { open, sent, options } = editor('36903');
	await open();
	expect(sent).toEqual([expect.stringMatching(`^${BASE}/.*/36903/`)]);
	expect(options).toEqual([
		expect.objectContaining({
			timeout: 10_000,
			deadline: expect.any(AbortSignal) as AbortSignal,
		}),
	]);
});

it('lists queues by name and ID, and finds them by both', async () => {
	const result = [{ id: 11, name: 'Orders' }, { id: 12 }, { name: 'Without an ID' }];
	const { open, load } = editor('36904', { answer: { retcode: '0', result } });
	const orders = { name: 'Orders (11)', value: 11 };
	const unnamed = { name: 'Queue (12)', value: 12 };
	expect(await load()).toEqual([orders, unnamed]);
	expect(await open()).toEqual({ results: [orders, unnamed] });
	expect(await open('ORD')).toEqual({ results: [orders] });
	expect(await open(' 12 ')).toEqual({ results: [unnamed] });
});

it.each<[string, Given]>([
	['a refusal', { answer: { retcode: '000-003', result: ORDERS.result } }],
	['no answer', { answer: new Error('no network') }],
	['a credential that cannot be used', { fields: { gatewayUrl: '' } }],
	['a Guid per item', { fields: { authentication: 'guidPerItem' } }],
])('lists nothing with %s', async (_what, given) => {
	const { open, load, sent } = editor('36905', given);
	expect(await load()).toEqual([]);
	expect(await open()).toEqual({ results: [] });
	if (given.fields) expect(sent).toEqual([]);
});

it('gives its permit back, also after a failure', async () => {
	const { open } = editor('36906', { answer: new Error('no network') });
	await open();
	await jest.advanceTimersByTimeAsync(2_100);
	expect(queryRateLimiterFor(BASE, '36906').idle).toBe(true);
});

it('lists that many queries are waiting where several queues are chosen, too', async () => {
	const { load } = editor('36907');
	const limiter = queryRateLimiterFor(BASE, '36907');
	let stopped = false;
	const holding = Array.from({ length: 12 }, async () => {
		while (!stopped) {
			const permit = await limiter.acquire({
				priority: 'liveness',
				aborted: () => stopped,
				sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
			});
			permit?.release();
		}
	});
	const list = load();
	await jest.advanceTimersByTimeAsync(10_100);
	expect(await list).toEqual([
		{ name: 'Many queries are waiting: open the list again later', value: '' },
	]);
	stopped = true;
	await jest.advanceTimersByTimeAsync(10_000);
	await Promise.all(holding);
});
