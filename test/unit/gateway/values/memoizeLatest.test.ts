import { memoizeLatest } from '../../../../gateway/values/memoizeLatest';

describe('memoizing the latest result', () => {
	const read = jest.fn((text: string, flag: boolean) => {
		if (text === '') throw new Error('nothing');
		return { text, flag };
	});
	beforeEach(() => read.mockClear());

	it('calls the function once for equal arguments', () => {
		const memoized = memoizeLatest(read);
		const first = memoized('a', true);
		expect(first).toEqual({ text: 'a', flag: true });
		expect(memoized('a', true)).toBe(first);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('calls the function again if any argument differs', () => {
		const memoized = memoizeLatest(read);
		expect(memoized('a', true)).toEqual({ text: 'a', flag: true });
		expect(memoized('a', false)).toEqual({ text: 'a', flag: false });
		expect(memoized('b', false)).toEqual({ text: 'b', flag: false });
		expect(memoized('a', true)).toEqual({ text: 'a', flag: true });
		expect(read).toHaveBeenCalledTimes(4);
	});

	it('throws every time for a failing call, and keeps the result before it', () => {
		const memoized = memoizeLatest(read);
		const first = memoized('a', true);
		expect(() => memoized('', true)).toThrow('nothing');
		expect(() => memoized('', true)).toThrow('nothing');
		expect(memoized('a', true)).toBe(first);
	});
});
