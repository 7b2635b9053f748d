/** Alerts for long and recovered queues, over thousands of polls and restarts of n8n. */
import fc from 'fast-check';
import {
	decide,
	type QueueConditions,
	type QueueEvent,
	type QueueStates,
} from '../../../../gateway/answer/queueAlerts';
import type { QueueStatistics } from '../../../../gateway/answer/queueStatistics';

const START = Date.UTC(2026, 0, 5, 8);

const queue = (waiting: number | null, more: Partial<QueueStatistics> = {}): QueueStatistics => ({
	skillId: 11,
	name: 'Service hotline',
	waiting,
	longestWait: 0,
	signedIn: 5,
	available: 5,
	found: true,
	...more,
});

const AT_TEN: QueueConditions = { waitingAtLeast: 10, forPolls: 1, alsoRecovered: false };

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * A trigger in n8n, which stores static data when a poll emits and, where it stages cursors, after any other
 * poll that did not throw.
 */
class Trigger {
	now = START;

	events: QueueEvent[] = [];

	private memory: QueueStates = {};

	private stored: QueueStates = {};

	constructor(
		private readonly conditions: QueueConditions,
		private readonly storesAlways = false,
	) {}

	poll(...queues: QueueStatistics[]): Array<QueueEvent['event']> {
		this.now += 60_000;
		const { after, events } = decide(copy(this.memory), queues, this.conditions, this.now);
		this.memory = copy(after);
		if (events.length > 0 || this.storesAlways) this.stored = copy(after);
		this.events.push(...events);
		return events.map(({ event }) => event);
	}

	waiting(...numbers: Array<number | null>): string[] {
		return numbers.map((waiting) => this.poll(queue(waiting)).join() || '-');
	}

	restart(): void {
		this.memory = copy(this.stored);
	}
}

describe('a queue', () => {
	it('is reported once per crossing, and not again while it stays long', () => {
		expect(new Trigger(AT_TEN).waiting(9, 10, 11, 10, 9, 10)).toEqual([
			...['-', 'queueIsLong', '-', '-', '-', 'queueIsLong'],
		]);
	});

	it('is reported if it is long at the first poll', () => {
		expect(new Trigger(AT_TEN).waiting(10)).toEqual(['queueIsLong']);
	});

	it('is reported with its numbers, the reasons and the time of the crossing', () => {
		const trigger = new Trigger({
			waitingAtLeast: 3,
			longestWaitAtLeast: 60,
			availableAtMost: 0,
			forPolls: 1,
			alsoRecovered: true,
		});
		trigger.poll(queue(3, { longestWait: 59, available: 0 }));
		trigger.poll(queue(0));
		expect(trigger.events).toEqual([
			{
				event: 'queueIsLong',
				skillId: 11,
				name: 'Service hotline',
				waiting: 3,
				longestWait: 59,
				signedIn: 5,
				available: 0,
				reasons: ['waitingAtLeast', 'availableAtMost'],
				since: '2026-01-05T08:01:00.000Z',
				at: '2026-01-05T08:01:00.000Z',
			},
			{
				event: 'queueRecovered',
				skillId: 11,
				name: 'Service hotline',
				waiting: 0,
				longestWait: 0,
				signedIn: 5,
				available: 5,
				reasons: [],
				since: '2026-01-05T08:01:00.000Z',
				at: '2026-01-05T08:02:00.000Z',
			},
		]);
	});

	it.each<[Partial<QueueConditions>, Partial<QueueStatistics>, Partial<QueueStatistics>]>([
		[{ waitingAtLeast: 3 }, { waiting: 2 }, { waiting: 3 }],
		[{ longestWaitAtLeast: 60 }, { longestWait: 59 }, { longestWait: 60 }],
		[{ availableAtMost: 1 }, { available: 2 }, { available: 1 }],
	])('is judged by %j alone', (condition, below, at) => {
		const nothing = { waiting: null, longestWait: null, signedIn: null, available: null };
		const trigger = new Trigger({ ...condition, forPolls: 1, alsoRecovered: true });
		expect(trigger.poll(queue(null, nothing))).toEqual([]);
		expect(trigger.poll(queue(null, { ...nothing, ...below }))).toEqual([]);
		expect(trigger.poll(queue(null, { ...nothing, ...at }))).toEqual(['queueIsLong']);
		expect(trigger.events[0]?.reasons).toEqual(Object.keys(condition));
		expect(trigger.poll(queue(null, nothing))).toEqual([]);
		expect(trigger.poll(queue(null, { ...nothing, ...below }))).toEqual(['queueRecovered']);
	});

	it('keeps its state without the number of callers, if that decides whether it has recovered', () => {
		const trigger = new Trigger({
			...{ longestWaitAtLeast: 60, recoveredBelow: 5, forPolls: 1, alsoRecovered: true },
		});
		expect(trigger.poll(queue(5, { longestWait: 60 }))).toEqual(['queueIsLong']);
		expect(trigger.poll(queue(null))).toEqual([]);
		expect(trigger.poll(queue(5))).toEqual([]);
		expect(trigger.poll(queue(4))).toEqual(['queueRecovered']);
	});

	it('has no entry while it has no state', () => {
		expect(decide({}, [queue(0), queue(0, { found: false })], AT_TEN, START).after).toEqual({});
	});

	it('must meet a condition in the chosen number of polls in a row', () => {
		const trigger = new Trigger({ ...AT_TEN, forPolls: 3 });
		expect(trigger.waiting(10, 10, 9, 10, 10, 10, 10)).toEqual([
			...['-', '-', '-', '-', '-', 'queueIsLong', '-'],
		]);
	});

	it('has recovered only below a threshold of its own', () => {
		const trigger = new Trigger({ ...AT_TEN, alsoRecovered: true, recoveredBelow: 5 });
		expect(trigger.waiting(10, 9, 5, 10, 4, 10)).toEqual([
			...['queueIsLong', '-', '-', '-', 'queueRecovered', 'queueIsLong'],
		]);
	});

	it('keeps its state if the gateway leaves it out or a number is missing', () => {
		const trigger = new Trigger({ ...AT_TEN, alsoRecovered: true });
		trigger.waiting(10);
		expect(trigger.poll(queue(0, { found: false }))).toEqual([]);
		expect(trigger.waiting(null, 10, 0)).toEqual(['-', '-', 'queueRecovered']);
	});

	it('is reported together with others that cross at the same poll', () => {
		const trigger = new Trigger(AT_TEN);
		expect(trigger.poll(queue(10), queue(3, { skillId: 12 }), queue(12, { skillId: 13 }))).toEqual([
			'queueIsLong',
			'queueIsLong',
		]);
	});
});

describe('a restart of n8n', () => {
	it('causes no second alert for a queue that was long and still is', () => {
		const trigger = new Trigger(AT_TEN);
		trigger.waiting(10);
		trigger.restart();
		expect(trigger.waiting(11, 10, 9, 10)).toEqual(['-', '-', '-', 'queueIsLong']);
	});

	it('restarts the counts if n8n has stored none', () => {
		const trigger = new Trigger({ ...AT_TEN, forPolls: 2 });
		trigger.waiting(10);
		trigger.restart();
		expect(trigger.waiting(10, 10)).toEqual(['-', 'queueIsLong']);
	});

	it('hides a crossing only after a recovery that was not emitted', () => {
		const silent = new Trigger(AT_TEN);
		silent.waiting(10, 9);
		silent.restart();
		expect(silent.waiting(10, 9, 10)).toEqual(['-', '-', 'queueIsLong']);
		const reported = new Trigger({ ...AT_TEN, alsoRecovered: true });
		reported.waiting(10, 9);
		reported.restart();
		expect(reported.waiting(10)).toEqual(['queueIsLong']);
	});
});

it.each([false, true])(
	'reports once per crossing a queue that swings 1,000 times over restarts (stored always: %s)',
	(storesAlways) => {
		const trigger = new Trigger({ ...AT_TEN, alsoRecovered: true }, storesAlways);
		const at = new Set<string>();
		for (let crossing = 0; crossing < 1000; crossing++) {
			expect(trigger.waiting(10, 12)).toEqual(['queueIsLong', '-']);
			if (crossing % 3 === 0) trigger.restart();
			expect(trigger.waiting(11, 9)).toEqual(['-', 'queueRecovered']);
			if (crossing % 5 === 0) trigger.restart();
			expect(trigger.waiting(0)).toEqual(['-']);
		}
		for (const { event, since } of trigger.events) at.add(`${event} ${since}`);
		expect(trigger.events).toHaveLength(2000);
		expect(at.size).toBe(2000);
	},
);

/** One step of a random story. */
const step = fc.oneof(
	{ weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }) },
	{ weight: 1, arbitrary: fc.constant('restart' as const) },
);

it('reports exactly the crossings of a simple model over random polls and restarts, if n8n stores all', () => {
	fc.assert(
		fc.property(
			fc.array(step, { maxLength: 200 }),
			fc.integer({ min: 1, max: 4 }),
			fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
			(story, forPolls, recoveredBelow) => {
				const trigger = new Trigger(
					{ ...AT_TEN, forPolls, recoveredBelow, alsoRecovered: true },
					true,
				);
				let long = false;
				let row = 0;
				for (const next of story) {
					if (next === 'restart') {
						trigger.restart();
						continue;
					}
					row = next >= 10 ? row + 1 : 0;
					const becomes: boolean = long ? next >= (recoveredBelow ?? 10) : row >= forPolls;
					const expected = becomes === long ? '-' : becomes ? 'queueIsLong' : 'queueRecovered';
					if (!becomes && long) row = 0;
					long = becomes;
					expect(trigger.waiting(next)).toEqual([expected]);
				}
			},
		),
		{ numRuns: 500 },
	);
});

it('never reports a queue as long twice in a row, whatever n8n loses', () => {
	fc.assert(
		fc.property(
			fc.array(step, { maxLength: 200 }),
			fc.integer({ min: 1, max: 4 }),
			(story, forPolls) => {
				const trigger = new Trigger({ ...AT_TEN, forPolls, alsoRecovered: true });
				for (const next of story) {
					if (next === 'restart') trigger.restart();
					else trigger.waiting(next);
				}
				const reported = trigger.events.map(({ event }) => event);
				expect(reported.every((event, index) => event !== reported[index + 1])).toBe(true);
				expect(reported[0] ?? 'queueIsLong').toBe('queueIsLong');
			},
		),
		{ numRuns: 500 },
	);
});
