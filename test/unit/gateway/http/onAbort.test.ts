import { onAbort } from '../../../../gateway/http/onAbort';

it('calls back when the signal is aborted, not before', () => {
	const run = new AbortController();
	const [first, second] = [jest.fn(), jest.fn()];
	onAbort(run.signal, first);
	onAbort(run.signal, second);
	expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
	run.abort();
	expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

it('calls back at once if the signal is already aborted', () => {
	const callback = jest.fn();
	onAbort(AbortSignal.abort(), callback);
	expect(callback).toHaveBeenCalledTimes(1);
});

it('does not call back what was released', () => {
	const run = new AbortController();
	const [released, kept] = [jest.fn(), jest.fn()];
	const release = onAbort(run.signal, released);
	onAbort(run.signal, kept);
	release();
	run.abort();
	expect(released).not.toHaveBeenCalled();
	expect(kept).toHaveBeenCalledTimes(1);
});

it('listens once to a signal, however many wait', () => {
	const { signal } = new AbortController();
	const listen = jest.spyOn(signal, 'addEventListener');
	for (let count = 0; count < 20; count++) onAbort(signal, () => {});
	expect(listen).toHaveBeenCalledTimes(1);
});
