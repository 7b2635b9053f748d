import { pollerClock, waitContext } from '../../../../../nodes/shared/trigger/clock';

/** Tests whether something has ended by now. */
async function ended(work: Promise<void>): Promise<boolean> {
	let done = false;
	void work.then(() => (done = true));
	await new Promise((resolve) => setImmediate(resolve));
	return done;
}

it('lingers until the end, or for some ms', async () => {
	const end = new AbortController();
	const lingering = pollerClock.linger(60_000, end.signal);
	expect(await ended(lingering)).toBe(false);
	end.abort();
	expect(await ended(lingering)).toBe(true);
	expect(await ended(pollerClock.linger(60_000, end.signal))).toBe(true);
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
