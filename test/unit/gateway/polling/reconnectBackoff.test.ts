import fc from 'fast-check';
import { ReconnectBackoff } from '../../../../gateway/polling/reconnectBackoff';

let time = 0;
beforeEach(() => (time = 1_000_000));
const outage = (random = 0) =>
	new ReconnectBackoff(
		() => time,
		() => random,
	);

describe('the pause after a failure', () => {
	it('doubles up to a minute, half of it by chance', () => {
		const [short, long] = [outage(0), outage(1)];
		const times = Array.from({ length: 9 }, (_, index) => index);
		expect(times.map(() => short.recordFailure())).toEqual([
			500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
		]);
		expect(times.map(() => long.recordFailure()).slice(-3)).toEqual([60_000, 60_000, 60_000]);
	});

	it('begins anew once it has worked', () => {
		const one = outage();
		one.recordFailure();
		one.recordFailure();
		one.recordSuccess();
		expect(one.recordFailure()).toBe(500);
	});

	it('is what the other side asks for, up to a minute', () => {
		expect(outage().recordFailure(5_000)).toBe(5_000);
		expect(outage().recordFailure(3_600_000)).toBe(60_000);
	});
});

describe('after a session was lost', () => {
	it('the next one is opened at once, and further ones with pauses', () => {
		const one = outage();
		expect([one.recordLoss(), one.recordLoss(), one.recordLoss()]).toEqual([0, 500, 1_000]);
	});

	it('that is forgotten once a session has lasted for a minute', () => {
		const one = outage();
		one.recordLoss();
		time += 59_999;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(500);
		time += 60_000;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(0);
	});

	it('what failed before does not count: the gateway has answered', () => {
		const one = outage();
		for (let times = 8; times > 0; times--) one.recordFailure();
		expect(one.recordLoss()).toBe(0);
		expect(one.recordFailure()).toBe(500);
	});

	it('a clock that was set back does not hold it up', () => {
		const one = outage();
		one.recordLoss();
		time -= 3_600_000;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(0);
	});
});

describe('a line in the log', () => {
	it('is for the second failure in a row, and then for none of this outage', () => {
		const one = outage();
		one.recordFailure();
		expect(one.shouldLog(false)).toBe(false);
		one.recordFailure();
		expect([one.shouldLog(false), one.shouldLog(false), one.shouldLog(true)]).toEqual([
			true,
			false,
			false,
		]);
		one.recordSuccess();
		one.recordFailure();
		one.recordFailure();
		expect(one.shouldLog(false)).toBe(true);
	});

	it('is for a refusal at once, and for a session that is lost again at once', () => {
		const one = outage();
		one.recordFailure();
		expect(one.shouldLog(true)).toBe(true);
		const other = outage();
		other.recordLoss();
		expect(other.shouldLog(false)).toBe(false);
		other.recordLoss();
		expect(other.shouldLog(false)).toBe(true);
	});
});

it('the pause is never longer than a minute, whatever happens', () => {
	const step = fc.constantFrom(
		'recordFailure' as const,
		'recordLoss' as const,
		'recordSuccess' as const,
	);
	fc.assert(
		fc.property(fc.array(fc.tuple(step, fc.nat(100_000)), { maxLength: 100 }), (steps) => {
			const one = outage(1);
			for (const [what, ms] of steps) {
				time += ms;
				const pause = one[what]() ?? 0;
				expect(pause).toBeGreaterThanOrEqual(0);
				expect(pause).toBeLessThanOrEqual(60_000);
			}
		}),
	);
});
