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
	it('doubles up to a minute, half of it random', () => {
		const [short, long] = [outage(0), outage(1)];
		const times = Array.from({ length: 9 }, (_, index) => index);
		expect(times.map(() => short.recordFailure())).toEqual([
			500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
		]);
		expect(times.map(() => long.recordFailure()).slice(-3)).toEqual([60_000, 60_000, 60_000]);
	});

	it('starts again from the base after a success', () => {
		const one = outage();
		one.recordFailure();
		one.recordFailure();
		one.recordSuccess();
		expect(one.recordFailure()).toBe(500);
	});

	it('is what the gateway asks for, up to a minute', () => {
		expect(outage().recordFailure(5_000)).toBe(5_000);
		expect(outage().recordFailure(3_600_000)).toBe(60_000);
	});
});

describe('after a session was lost', () => {
	it('the next one is opened immediately, and further ones with pauses', () => {
		const one = outage();
		expect([one.recordLoss(), one.recordLoss(), one.recordLoss()]).toEqual([0, 500, 1_000]);
	});

	it('the loss is forgotten once a session has lasted for a minute', () => {
		const one = outage();
		one.recordLoss();
		time += 59_999;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(500);
		time += 60_000;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(0);
	});

	it('earlier failures do not count: the gateway has answered', () => {
		const one = outage();
		for (let times = 8; times > 0; times--) one.recordFailure();
		expect(one.recordLoss()).toBe(0);
		expect(one.recordFailure()).toBe(500);
	});

	it('a clock that was set back causes no delay', () => {
		const one = outage();
		one.recordLoss();
		time -= 3_600_000;
		one.recordSuccess();
		expect(one.recordLoss()).toBe(0);
	});
});

describe('a report', () => {
	it('is due at the second failure in a row, and then not again in this outage', () => {
		const one = outage();
		one.recordFailure();
		expect(one.shouldLog('passing')).toBe(false);
		one.recordFailure();
		expect(one.shouldLog('passing')).toBe(true);
		expect(one.shouldLog('passing')).toBe(false);
		expect(one.shouldLog('final')).toBe(false);
	});

	it('is due immediately for a final failure, and for a new session that is lost immediately', () => {
		const one = outage();
		one.recordFailure();
		expect(one.shouldLog('final')).toBe(true);
		const other = outage();
		other.recordLoss();
		expect(other.shouldLog('passing')).toBe(false);
		other.recordLoss();
		expect(other.shouldLog('passing')).toBe(true);
	});

	it('is due once more if the account is refused during the outage', () => {
		const one = outage();
		one.recordFailure();
		expect([one.shouldLog('final'), one.shouldLog('final')]).toEqual([true, false]);
		expect([one.shouldLog('credential'), one.shouldLog('credential')]).toEqual([true, false]);
		expect(one.shouldLog('final')).toBe(false);
	});

	it('is due once if failures alternate with successes', () => {
		const one = outage();
		const reports = Array.from({ length: 50 }, () => {
			one.recordFailure();
			one.recordFailure();
			const due = one.shouldLog('passing');
			time += 4_000;
			expect(one.recordSuccess()).toBe(false);
			return due;
		});
		expect(reports.filter(Boolean)).toHaveLength(1);
	});
});

describe('the end of an outage', () => {
	const reported = () => {
		const one = outage();
		one.recordFailure();
		one.recordFailure();
		one.shouldLog('passing');
		return one;
	};

	it('comes with the first success a minute after the last failure, once', () => {
		const one = reported();
		time += 59_999;
		expect([one.recordSuccess(), one.isReported]).toEqual([false, true]);
		time += 1;
		expect([one.recordSuccess(), one.isReported]).toEqual([true, false]);
		expect(one.recordSuccess()).toBe(false);
	});

	it('is not reported if the outage was not reported', () => {
		const one = outage();
		one.recordFailure();
		time += 60_000;
		expect(one.recordSuccess()).toBe(false);
	});

	it('is followed by another report in the next outage', () => {
		const one = reported();
		time += 60_000;
		one.recordSuccess();
		one.recordFailure();
		one.recordFailure();
		expect(one.shouldLog('passing')).toBe(true);
	});

	it('is not delayed by a clock that was set back', () => {
		const one = reported();
		time -= 3_600_000;
		expect(one.recordSuccess()).toBe(true);
	});
});

it('never pauses longer than a minute over random failures and successes', () => {
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
				const pause = Number(one[what]());
				expect(pause).toBeGreaterThanOrEqual(0);
				expect(pause).toBeLessThanOrEqual(60_000);
			}
		}),
	);
});
