import fc from 'fast-check';
import type { QueryPriority } from '../../../../gateway/operations/request';
import {
	QueryRateLimiter,
	queryRateLimiterFor,
	type Permit,
	type PermitWait,
} from '../../../../gateway/http/queryRateLimiter';

/** Sources of queries. */
const RUNS = [{ run: 1 }, { run: 2 }] as const;

/** A clock that advances to its next timer as soon as no other work is left. */
class TestClock {
	now = 1_000;

	private timers: Array<{ at: number; fire: () => void }> = [];

	readonly sleep = async (ms: number): Promise<void> =>
		await new Promise((fire) => this.timers.push({ at: this.now + ms, fire }));

	/** Advances until no timer is left, or up to a moment. */
	async run(until = Infinity): Promise<void> {
		for (;;) {
			for (let turn = 0; turn < 20; turn++) await Promise.resolve();
			const next = this.timers.sort((one, other) => one.at - other.at)[0];
			if (next === undefined || next.at > until) break;
			this.timers.shift();
			this.now = Math.max(this.now, next.at);
			next.fire();
		}
		if (until !== Infinity) this.now = until;
	}
}

const bench = () => {
	const clock = new TestClock();
	const limiter = new QueryRateLimiter(() => clock.now);
	let stopped = false;
	const waiting = { sleep: clock.sleep, aborted: () => stopped };
	return {
		clock,
		limiter,
		take: async () => await limiter.acquire(waiting),
		/** Aborts all waits, as a cancelled run does. */
		stop: () => {
			stopped = true;
		},
		/** Sends a query. Both durations count from the sending, in ms. @returns the time of arrival */
		query: async (
			arrives: number,
			answered: number,
			kind: Pick<PermitWait, 'priority' | 'source'> = {},
		): Promise<number> => {
			const permit = await limiter.acquire({ ...waiting, ...kind });
			await clock.sleep(arrives);
			const at = clock.now;
			await clock.sleep(answered - arrives);
			permit?.release();
			return at;
		},
	};
};

/** Returns true if more than five of these moments lie within two seconds. */
const tooMany = (moments: readonly number[]): boolean => {
	const sorted = [...moments].sort((one, other) => one - other);
	return sorted.some((moment, index) => (sorted[index + 5] ?? Infinity) - moment < 2_000);
};

describe('the permits for queries', () => {
	it('are granted to five queries immediately, and to the sixth two seconds after an answer', async () => {
		const { clock, query } = bench();
		const all = Promise.all(Array.from({ length: 11 }, async () => await query(10, 30)));
		await clock.run();
		const moments = await all;
		expect(moments.slice(0, 5)).toEqual([1010, 1010, 1010, 1010, 1010]);
		for (const at of moments.slice(5, 10)) {
			expect(at).toBeGreaterThanOrEqual(3010);
			expect(at).toBeLessThan(3200);
		}
		expect(moments[10]).toBeGreaterThanOrEqual(5010);
	});

	it('are enough for 60 queries in less than 24 seconds', async () => {
		const { clock, query } = bench();
		const all = Promise.all(Array.from({ length: 60 }, async () => await query(20, 40)));
		await clock.run();
		expect(Math.max(...(await all))).toBeLessThan(25_000);
	});

	it('never let six arrive in two seconds, whatever the transit times', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						pause: fc.nat(1500),
						arrives: fc.nat(900),
						longer: fc.nat(20_000),
						priority: fc.constantFrom<QueryPriority>('liveness', 'lookUp', 'wait'),
						source: fc.option(fc.constantFrom(...RUNS), { nil: undefined }),
					}),
					{ maxLength: 40 },
				),
				async (steps) => {
					const { clock, query } = bench();
					const moments: Array<Promise<number>> = [];
					for (const { pause, arrives, longer, ...kind } of steps) {
						await clock.run(clock.now + pause);
						moments.push(query(arrives, arrives + longer, kind));
					}
					await clock.run();
					expect(tooMany(await Promise.all(moments))).toBe(false);
				},
			),
		);
	});

	it('go to queries in their order', async () => {
		const { clock, take } = bench();
		const order: number[] = [];
		const all = Array.from({ length: 23 }, async (_, number) => {
			const permit = await take();
			order.push(number);
			permit?.release();
		});
		await clock.run();
		await Promise.all(all);
		expect(order).toEqual([...order.keys()]);
	});

	it('go to a liveness check before all others, and to look-ups before repeats of waits', async () => {
		const { clock, query } = bench();
		const wait = { priority: 'wait', source: RUNS[0] } as const;
		for (let item = 0; item < 300; item++) void query(10, 30, wait);
		await clock.run(5_000);
		for (let item = 0; item < 60; item++) void query(10, 30);
		const lookUp = query(10, 30);
		const check = query(10, 30, { priority: 'liveness' });
		await clock.run(60_000);
		expect(await check).toBeLessThan(5_000 + 2_100);
		// 61 look-ups take 13 rounds; the promoted ticket gets a permit now and then.
		expect(await lookUp).toBeLessThan(5_000 + 15 * 2_100);
	});

	it('are shared evenly by two runs, however many items each has', async () => {
		for (const priority of ['lookUp', 'wait'] as const) {
			const { clock, query } = bench();
			for (let item = 0; item < 300; item++) void query(10, 30, { priority, source: RUNS[0] });
			await clock.run(5_000);
			const other = query(10, 30, { priority, source: RUNS[1] });
			await clock.run(30_000);
			expect(await other).toBeLessThan(5_000 + 2_100);
		}
	});

	it('go to a repeat of a wait after ten seconds, though look-ups never end', async () => {
		const { clock, query } = bench();
		let given = 0;
		const lookUps = async (): Promise<void> => {
			while (clock.now < 60_000) {
				await query(10, 30);
				given++;
			}
		};
		for (let run = 0; run < 20; run++) void lookUps();
		await clock.run(2_000);
		const wait = query(10, 30, { priority: 'wait' });
		await clock.run(60_000);
		expect(given).toBeGreaterThan(100);
		expect(await wait).toBeGreaterThan(12_000);
		expect(await wait).toBeLessThan(12_000 + 5 * 2_100);
	});

	it('go to the next item of a run after one was aborted', async () => {
		const { clock, limiter } = bench();
		const from = (aborted: () => boolean) =>
			limiter.acquire({ sleep: clock.sleep, aborted, source: RUNS[0] });
		for (let used = 0; used < 5; used++) (await from(() => false))?.release();
		const left = from(() => clock.now > 1_500);
		const next = from(() => false);
		await clock.run();
		expect(await left).toBeUndefined();
		expect(await next).toBeDefined();
	});

	it('are not kept by a query whose answer takes long, such as a poll', async () => {
		const { clock, query } = bench();
		const polls = Array.from({ length: 5 }, async () => await query(5, 10_000));
		const next = query(5, 30);
		await clock.run();
		await Promise.all(polls);
		expect(await next).toBeLessThan(6_500);
	});

	it('are released by aborted waits without delaying others', async () => {
		const { clock, take, limiter, stop } = bench();
		for (let used = 0; used < 5; used++) (await take())?.release();
		const waiting = Array.from({ length: 50 }, take);
		await clock.run(clock.now + 100);
		stop();
		await clock.run();
		expect(await Promise.all(waiting)).toEqual(Array<Permit | undefined>(50).fill(undefined));
		expect(limiter.idle).toBe(true);
		expect(await limiter.acquire({ sleep: clock.sleep, aborted: () => false })).toBeDefined();
	});

	it('do not wait for a clock that was set back', async () => {
		const { clock, take } = bench();
		for (let used = 0; used < 5; used++) await take();
		clock.now -= 500;
		expect(await take()).toBeDefined();
	});

	it('are waited for in one sleep if the time is known from the start', async () => {
		const { clock, limiter } = bench();
		const used: Permit[] = [];
		for (let turn = 0; turn < 5; turn++) {
			used.push((await limiter.acquire({ sleep: clock.sleep, aborted: () => false }))!);
		}
		for (const permit of used.reverse()) {
			clock.now += 100;
			permit.release();
		}
		let stopped = false;
		const waits: number[] = [];
		const sleep = async (ms: number) => {
			waits.push(ms);
			await clock.sleep(ms);
		};
		for (let place = 0; place < 12; place++)
			void limiter.acquire({ sleep, aborted: () => stopped });
		const first = [1_620, 1_720, 1_820, 1_920, 2_020];
		expect(waits).toEqual([
			...first,
			...first.map((ms) => ms + 2_020),
			...first.slice(0, 2).map((ms) => ms + 4_040),
		]);
		stopped = true;
		await clock.run();
	});

	it('are checked every 50 ms while an answer is late, for three seconds at most', async () => {
		const { clock, limiter, take } = bench();
		for (let turn = 0; turn < 5; turn++) await take();
		const waits: number[] = [];
		const sleep = async (ms: number) => {
			waits.push(ms);
			await clock.sleep(ms);
		};
		const next = limiter.acquire({ sleep, aborted: () => false });
		await clock.run();
		expect(await next).toBeDefined();
		expect(waits[0]).toBe(2_020);
		expect(waits.slice(1)).toEqual(Array(60).fill(50));
		expect(clock.now).toBe(1_000 + 5_020);
	});

	it('are not free while their query is in flight', async () => {
		const { clock, take } = bench();
		const late = await take();
		for (let turn = 0; turn < 4; turn++) (await take())?.release();
		clock.now += 1_500;
		late?.release();
		clock.now += 600;
		const begun: number[] = [];
		for (let turn = 0; turn < 5; turn++) void take().then(() => begun.push(clock.now));
		await clock.run(clock.now);
		expect(begun).toEqual(Array(4).fill(3_100));
		await clock.run();
		expect(begun[4]).toBe(2_500 + 2_020);
	});

	it('are not idle while a query waits, even if all are free', async () => {
		const { clock, limiter, take, stop } = bench();
		for (let turn = 0; turn < 5; turn++) (await take())?.release();
		const waiting = take();
		clock.now += 10_000;
		expect(limiter.idle).toBe(false);
		stop();
		await clock.run();
		await waiting;
		expect(limiter.idle).toBe(true);
	});

	it('are idle once the last one has expired', async () => {
		const { clock, limiter, take } = bench();
		expect(limiter.idle).toBe(true);
		const permit = await take();
		expect(limiter.idle).toBe(false);
		permit?.release();
		expect(limiter.idle).toBe(false);
		clock.now += 10_000;
		expect(limiter.idle).toBe(true);
	});

	it('are those of one agent at one gateway', () => {
		expect(queryRateLimiterFor('a', '101')).toBe(queryRateLimiterFor('a', '101'));
		expect(queryRateLimiterFor('a', '101')).not.toBe(queryRateLimiterFor('a', '102'));
		expect(queryRateLimiterFor('a', '101')).not.toBe(queryRateLimiterFor('b', '101'));
	});

	it('of up to 200 agents are remembered, and go by the clock', async () => {
		const first = queryRateLimiterFor('few', '101');
		for (let id = 102; id < 250; id++) queryRateLimiterFor('few', String(id));
		expect(queryRateLimiterFor('few', '101')).toBe(first);
		const given = Date.now();
		for (let turn = 0; turn < 5; turn++) {
			(await first.acquire({ sleep: async () => {}, aborted: () => false }))?.release();
		}
		const waits: number[] = [];
		const sleep = async (ms: number) => {
			waits.push(ms);
		};
		await first.acquire({ sleep, aborted: () => waits.length > 0 });
		expect(waits[0]).toBeGreaterThan(2_020 - (Date.now() - given) - 1);
		expect(waits[0]).toBeLessThanOrEqual(2_020);
	});

	it('of agents without recent queries are forgotten, but not those in flight', async () => {
		const busy = queryRateLimiterFor('many', '100');
		await busy.acquire({ sleep: async () => {}, aborted: () => false });
		const silent = queryRateLimiterFor('many', '101');
		for (let id = 102; id < 500; id++) queryRateLimiterFor('many', String(id));
		expect(queryRateLimiterFor('many', '100')).toBe(busy);
		expect(queryRateLimiterFor('many', '101')).not.toBe(silent);
	});
});
