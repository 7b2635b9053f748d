import { abortableSleep } from '../../../../../nodes/shared/session/abortableSleep';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('ends after its time, or when it is aborted', async () => {
	const ended: string[] = [];
	const controller = new AbortController();
	void abortableSleep(1_000).then(() => ended.push('without a signal'));
	void abortableSleep(1_000, new AbortController().signal).then(() => ended.push('in time'));
	void abortableSleep(1_000, controller.signal).then(() => ended.push('early'));
	controller.abort();
	await jest.advanceTimersByTimeAsync(999);
	expect(ended).toEqual(['early']);
	await jest.advanceTimersByTimeAsync(1);
	expect(ended).toEqual(['early', 'without a signal', 'in time']);
});
