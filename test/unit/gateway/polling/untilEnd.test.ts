import { unlessAborted } from '../../../../gateway/polling/untilEnd';

it('yields the result of a promise', async () => {
	expect(await unlessAborted(Promise.resolve(7), new AbortController().signal)).toBe(7);
});

it('rejects as the promise does', async () => {
	const failing = Promise.reject(new Error('no'));
	await expect(unlessAborted(failing, new AbortController().signal)).rejects.toThrow('no');
});

it('yields nothing once the signal is aborted, before or during the wait', async () => {
	const ending = new AbortController();
	const waiting = unlessAborted(new Promise(() => {}), ending.signal);
	ending.abort();
	expect(await waiting).toBeUndefined();
	expect(await unlessAborted(Promise.resolve(7), ending.signal)).toBeUndefined();
});

it.each([
	['resolves', async () => {}],
	[
		'rejects',
		async () => {
			throw new Error('no');
		},
	],
])('leaves no listener at the signal when the promise %s', async (_, work) => {
	const { signal } = new AbortController();
	const listening = new Set<unknown>();
	jest.spyOn(signal, 'addEventListener').mockImplementation((type, listener) => {
		listening.add(`${type}`);
		listening.add(listener);
	});
	jest.spyOn(signal, 'removeEventListener').mockImplementation((type, listener) => {
		listening.delete(`${type}`);
		listening.delete(listener);
	});
	await unlessAborted(work(), signal).catch(() => {});
	expect(listening.size).toBe(0);
});
