import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { exchangeWithin } from '../../../../gateway/http/exchangeWithin';

const response: IN8nHttpFullResponse = { statusCode: 200, headers: {}, body: '{}' };

/** Ends only when it is aborted. @param properties of the error */
const untilAborted =
	(properties = {}) =>
	async (signal: AbortSignal): Promise<never> =>
		await new Promise((_, reject) => {
			const fail = () =>
				reject(Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }, properties));
			if (signal.aborted) fail();
			signal.addEventListener('abort', fail, { once: true });
		});

/** Time limits, which end when the test says so. */
let limits: AbortController[];
const timeIsUp = () => {
	for (const limit of limits) limit.abort();
};
let timeout: jest.SpyInstance;
beforeEach(() => {
	limits = [];
	timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const limit = new AbortController();
		limits.push(limit);
		return limit.signal;
	});
});
afterEach(() => {
	jest.restoreAllMocks();
});

describe('an exchange within a time limit', () => {
	it('returns the answer', async () => {
		expect(await exchangeWithin(1000, async () => response)).toMatchObject({
			type: 'answered',
			status: 200,
			body: '{}',
		});
	});

	it('returns what a network error in time proves instead of throwing', async () => {
		const run = new AbortController();
		const refused = async () =>
			await Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
		expect((await exchangeWithin(1000, refused)).type).toBe('notSent');
		expect((await exchangeWithin(1000, refused, { runSignal: run.signal })).type).toBe('notSent');
	});

	it('has the given limit and fifty milliseconds more', async () => {
		await exchangeWithin(1000, async () => response);
		expect(timeout.mock.calls).toEqual([[1050]]);
	});

	it('aborts the request when a real limit is over', async () => {
		timeout.mockRestore();
		const kept = setInterval(() => {}, 1000);
		const exchange = await exchangeWithin(1, untilAborted());
		clearInterval(kept);
		expect(exchange).toMatchObject({
			type: 'lost',
			meaning: 'no answer came within 0.001 seconds',
		});
	});

	it('aborts the request and names the limit when the time is up', async () => {
		let signal: AbortSignal | undefined;
		const exchange = exchangeWithin(3000, async (given) => {
			signal = given;
			return await untilAborted()(given);
		});
		expect(signal?.aborted).toBe(false);
		timeIsUp();
		expect(signal?.aborted).toBe(true);
		expect(await exchange).toMatchObject({
			type: 'lost',
			meaning: 'no answer came within 3 seconds',
		});
	});

	it('proves that nothing was sent if the time is up before a connection is made', async () => {
		const connecting = { request: { socket: { secureConnecting: true } } };
		const exchange = exchangeWithin(1000, untilAborted(connecting));
		timeIsUp();
		expect(await exchange).toMatchObject({ type: 'notSent' });
	});

	it.each([false, true])(
		'aborts the request and names the cancellation when the run is cancelled, also before: %p',
		async (before) => {
			const run = new AbortController();
			if (before) run.abort();
			const exchange = exchangeWithin(60_000, untilAborted(), { runSignal: run.signal });
			run.abort();
			timeIsUp();
			expect(await exchange).toMatchObject({
				type: 'lost',
				meaning: 'the run was cancelled before the answer came',
			});
		},
	);

	it('ends all requests in progress, and leaves the signal of one that has ended', async () => {
		const run = new AbortController();
		const listen = jest.spyOn(run.signal, 'addEventListener');
		let ended: AbortSignal | undefined;
		await exchangeWithin(
			1000,
			async (signal) => {
				ended = signal;
				return response;
			},
			{ runSignal: run.signal },
		);
		const others = Array.from(
			{ length: 20 },
			async () => await exchangeWithin(1000, untilAborted(), { runSignal: run.signal }),
		);
		run.abort();
		expect((await Promise.all(others)).map(({ type }) => type)).toEqual(Array(20).fill('lost'));
		timeIsUp();
		expect(ended?.aborted).toBe(false);
		// From eleven listeners on, Node.js 20 warns of a memory leak.
		expect(listen).toHaveBeenCalledTimes(1);
	});
});
