import fc from 'fast-check';
import { type GroupOutcome, bisect } from '../../../../../nodes/shared/send/bisect';

/** Bisects against a gateway that refuses every group with a bad member. */
function search(members: readonly number[], bad: ReadonlySet<number>) {
	const steps = bisect(members);
	const accepted: number[] = [];
	const refused: number[] = [];
	let requests = 0;
	let firstAccepted: number | undefined;
	let step = steps.next('other');
	while (!step.done) {
		const group = step.value;
		requests++;
		const groupOutcome: GroupOutcome = group.some((member) => bad.has(member))
			? 'refused'
			: 'accepted';
		if (groupOutcome === 'accepted') {
			accepted.push(...group);
			firstAccepted ??= requests;
		} else if (group.length === 1) {
			refused.push(...group);
		}
		step = steps.next(groupOutcome);
	}
	return { accepted, refused, requests, firstAccepted, givenUp: step.value.flat() };
}

const hundred = Array.from({ length: 100 }, (_, index) => index);
const sorted = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other);

describe('bisecting a refused group', () => {
	it('sends one request if no member is bad', () => {
		expect(search(hundred, new Set())).toMatchObject({ requests: 1, accepted: hundred });
	});

	it('finds a single bad member among a hundred with at most fifteen requests', () => {
		for (const one of hundred) {
			const { accepted, refused, requests } = search(hundred, new Set([one]));
			expect(sorted(accepted)).toEqual(hundred.filter((member) => member !== one));
			expect(refused).toEqual([one]);
			expect(requests).toBeLessThanOrEqual(15);
		}
	});

	it('reaches every good member if every tenth is bad', () => {
		const bad = new Set(hundred.filter((member) => member % 10 === 0));
		const { accepted, refused } = search(hundred, bad);
		expect(accepted).toHaveLength(90);
		expect(refused).toHaveLength(10);
	});

	it('reaches a good member within sixteen requests, even beside a block of bad ones', () => {
		for (const gone of [10, 30, 50, 60]) {
			for (let start = 0; start + gone <= 100; start++) {
				const bad = new Set(hundred.slice(start, start + gone));
				const { accepted, firstAccepted } = search(hundred, bad);
				expect(accepted).toHaveLength(100 - gone);
				expect(firstAccepted).toBeLessThanOrEqual(16);
			}
		}
	});

	it('gives up after sixteen requests if every member is refused', () => {
		const { requests, refused, givenUp } = search(hundred, new Set(hundred));
		expect(requests).toBe(16);
		expect(sorted([...refused, ...givenUp])).toEqual(hundred);
	});

	it('does not bisect a group refused for another reason', () => {
		const steps = bisect(hundred);
		expect(steps.next('other').value).toEqual(hundred);
		expect(steps.next('other')).toEqual({ done: true, value: [] });
	});

	it('reports every member once, with at most 2n - 1 requests', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 100 }),
				fc.float({ min: 0, max: 1, noNaN: true }),
				fc.infiniteStream(fc.float({ min: 0, max: 1, noNaN: true })),
				(size, share, chance) => {
					const members = hundred.slice(0, size);
					const bad = new Set(members.filter(() => (chance.next().value ?? 1) < share));
					const { accepted, refused, givenUp, requests } = search(members, bad);
					expect(sorted([...accepted, ...refused, ...givenUp])).toEqual(members);
					expect(accepted.some((member) => bad.has(member))).toBe(false);
					expect(refused.every((member) => bad.has(member))).toBe(true);
					expect(requests).toBeLessThanOrEqual(2 * size - 1);
					// Members are given up only if none was accepted.
					if (givenUp.length > 0) expect([accepted.length, requests]).toEqual([0, 16]);
				},
			),
		);
	});

	it('gives up none of a thousand batches with one bad member in five', () => {
		const random = mulberry(7);
		for (let batch = 0; batch < 1000; batch++) {
			const bad = new Set(hundred.filter(() => random() < 0.2));
			expect(search(hundred, bad).givenUp).toEqual([]);
		}
	});
});

/** A random generator with the same numbers in every run. */
function mulberry(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
