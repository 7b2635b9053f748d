import { memoizeLatest } from '../../../../gateway/values/memoizeLatest';

describe('remembering the latest result', () => {
	const read = jest.fn((text: string, flag: boolean) => {
		if (text === '') throw new Error('nothing');
		return { text, flag };
	});
	beforeEach(() => read.mockClear());

	it('reads once what is the same', () => {
		const remembering = memoizeLatest(read);
		const first = remembering('a', true);
		expect(first).toEqual({ text: 'a', flag: true });
		expect(remembering('a', true)).toBe(first);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('reads anew what differs in anything', () => {
		const remembering = memoizeLatest(read);
		expect(remembering('a', true)).toEqual({ text: 'a', flag: true });
		expect(remembering('a', false)).toEqual({ text: 'a', flag: false });
		expect(remembering('b', false)).toEqual({ text: 'b', flag: false });
		expect(remembering('a', true)).toEqual({ text: 'a', flag: true });
		expect(read).toHaveBeenCalledTimes(4);
	});

	it('throws every time, and remembers what was before', () => {
		const remembering = memoizeLatest(read);
		const first = remembering('a', true);
		expect(() => remembering('', true)).toThrow('nothing');
		expect(() => remembering('', true)).toThrow('nothing');
		expect(remembering('a', true)).toBe(first);
	});
});
