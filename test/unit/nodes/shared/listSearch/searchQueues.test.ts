import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { queryRateLimiterFor } from '../../../../../gateway/http/queryRateLimiter';
import { searchQueues } from '../../../../../nodes/shared/listSearch/searchQueues';

const BASE = 'https://gateway.test:8043/agentgateway/resource';

/** A dropdown of the editor. */
const editor = (agentId: string) => {
	const sent: string[] = [];
	const context = {
		getCredentials: async () => ({
			gatewayUrl: BASE,
			authentication: 'guid',
			agentId,
			guid: '0123456789abcdef.AgentGateway0',
		}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) => {
				sent.push(url);
				const body = '{"retcode":"0","result":[{"id":11,"name":"Orders"}]}';
				return { body, statusCode: 200, headers: {} };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return {
		sent,
		open: async (): Promise<INodeListSearchResult> => await searchQueues.call(context),
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
