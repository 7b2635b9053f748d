import { peakInFlight } from './inFlight';

describe('the maximum of requests in flight', () => {
	const request = (startedAt: number, endedAt?: number) => ({ startedAt, endedAt });

	it('is zero without requests', () => {
		expect(peakInFlight([])).toBe(0);
	});

	it('does not include a request that ended when the next one began', () => {
		expect(peakInFlight([request(0, 10), request(10, 20), request(20, 30)])).toBe(1);
	});

	it('counts overlapping requests in any order', () => {
		expect(peakInFlight([request(5, 25), request(0, 10), request(8, 9), request(20, 30)])).toBe(3);
	});

	it('includes an unanswered request until the end', () => {
		expect(peakInFlight([request(0), request(100, 101), request(200)])).toBe(2);
	});
});
