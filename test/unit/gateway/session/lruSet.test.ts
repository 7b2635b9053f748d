import { isWithin } from '../../../../gateway/session/lruSet';

describe('isWithin', () => {
	it.each([
		[1_000, true],
		[1_099, true],
		[1_100, false],
		[999, false],
	])('with the start 1000 and the duration 100 ms, at %p: %p', (now, recent) => {
		expect(isWithin(1_000, 100, now)).toBe(recent);
	});
});
