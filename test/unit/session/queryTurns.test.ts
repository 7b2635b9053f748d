import fc from 'fast-check';
import { QueryTurns, queryTurnsOf } from '../../../gateway/session/queryTurns';

const WINDOW = 2_000;

/** Whether more than five of these moments lie within two seconds. */
const tooMany = (moments: readonly number[]): boolean =>
	moments.some((moment, index) => {
		const sixth = moments[index + 5];
		return sixth !== undefined && sixth - moment < WINDOW;
	});

describe('the turns of queries', () => {
	it('gives five at once, and the sixth after two seconds', () => {
		const turns = new QueryTurns(() => 1000);
		const waits = Array.from({ length: 12 }, () => turns.take().wait);
		expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
		for (const wait of waits.slice(5, 10)) expect(wait).toBeGreaterThanOrEqual(WINDOW);
		expect(waits[10]).toBeGreaterThanOrEqual(2 * WINDOW);
	});

	it('takes 60 queries in less than 25 seconds', () => {
		const turns = new QueryTurns(() => 0);
		const waits = Array.from({ length: 60 }, () => turns.take().wait);
		expect(Math.max(...waits)).toBeLessThan(25_000);
	});

	it('never lets six into two seconds, however they come and are given back', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ pause: fc.nat(3000), back: fc.boolean() }), { maxLength: 60 }),
				(steps) => {
					let now = 0;
					const turns = new QueryTurns(() => now);
					const used: number[] = [];
					for (const { pause, back } of steps) {
						now += pause;
						const { wait, giveBack } = turns.take();
						if (back) giveBack();
						else used.push(now + wait);
					}
					expect(used).toEqual([...used].sort((one, other) => one - other));
					expect(tooMany(used)).toBe(false);
				},
			),
		);
	});

	it('is not held up by turns that were given back', () => {
		const turns = new QueryTurns(() => 0);
		const taken = Array.from({ length: 50 }, () => turns.take());
		for (const { giveBack } of taken) giveBack();
		expect(turns.take().wait).toBe(0);
	});

	it('is idle once the last turn is past', () => {
		let now = 0;
		const turns = new QueryTurns(() => now);
		expect(turns.idle).toBe(true);
		turns.take();
		expect(turns.idle).toBe(false);
		now = 10_000;
		expect(turns.idle).toBe(true);
	});

	it('is one per agent and gateway', () => {
		expect(queryTurnsOf('a', '101')).toBe(queryTurnsOf('a', '101'));
		expect(queryTurnsOf('a', '101')).not.toBe(queryTurnsOf('a', '102'));
		expect(queryTurnsOf('a', '101')).not.toBe(queryTurnsOf('b', '101'));
	});
});
