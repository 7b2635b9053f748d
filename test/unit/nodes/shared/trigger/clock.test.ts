import { pollerClock, waitContext } from '../../../../../nodes/shared/trigger/clock';

it('lingers until the end, or for some ms', async () => {
	const end = new AbortController();
	const lingering = pollerClock.linger(60_000, end.signal);
	end.abort();
	await lingering;
	await pollerClock.linger(60_000, end.signal);
	await pollerClock.linger(1, new AbortController().signal);
});

it('is the time and the chance of n8n, and no execution can cancel it', async () => {
	jest.spyOn(Date, 'now').mockReturnValue(5);
	expect(pollerClock.now()).toBe(5);
	jest.restoreAllMocks();
	expect(waitContext.aborted()).toBe(false);
	const ended: string[] = [];
	jest.useFakeTimers();
	try {
		void waitContext.sleep(1_000).then(() => ended.push('slept'));
		await jest.advanceTimersByTimeAsync(999);
		expect(ended).toEqual([]);
		await jest.advanceTimersByTimeAsync(1);
		expect(ended).toEqual(['slept']);
	} finally {
		jest.useRealTimers();
	}
});
