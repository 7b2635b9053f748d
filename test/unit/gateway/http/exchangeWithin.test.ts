import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { exchangeWithin } from '../../../../gateway/http/exchangeWithin';

const response: IN8nHttpFullResponse = { statusCode: 200, headers: {}, body: '{}' };

/** Ends only when it is aborted. */
const untilAborted = async (signal: AbortSignal): Promise<never> =>
	await new Promise((_, reject) => {
		const fail = () => reject(Object.assign(new Error('aborted'), { code: 'ERR_CANCELED' }));
		if (signal.aborted) fail();
		signal.addEventListener('abort', fail, { once: true });
	});

describe('an exchange within a time limit', () => {
	it('returns the answer', async () => {
		expect(await exchangeWithin(1000, async () => response)).toMatchObject({
			type: 'answered',
			status: 200,
			body: '{}',
		});
	});

	it('returns what a network error proves instead of throwing', async () => {
		const refused = async () =>
			await Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
		expect((await exchangeWithin(1000, refused)).type).toBe('notSent');
	});

	it('aborts the request and names the limit when the time is up', async () => {
		const kept = setInterval(() => {}, 1000);
		const exchange = await exchangeWithin(1, untilAborted);
		clearInterval(kept);
		expect(exchange).toMatchObject({
			type: 'lost',
			meaning: 'no answer came within 0.001 seconds',
		});
	});

	it('aborts the request and names the cancellation when the run is cancelled', async () => {
		const run = new AbortController();
		const exchange = exchangeWithin(60_000, untilAborted, { runSignal: run.signal });
		run.abort();
		expect(await exchange).toMatchObject({
			type: 'lost',
			meaning: 'the run was cancelled before the answer came',
		});
	});
});
