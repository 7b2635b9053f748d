/** The poller of an agent against a scripted gateway, on an automatic clock. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { isPolledElsewhere, renewalDue } from '../../../../gateway/session/pollOwner';
import type { Session } from '../../../../gateway/session/session';
import { answeredWith } from '../../../support/exchanges';
import { eventOf, OK, PollerHarness } from './pollerHarness';

let harness: PollerHarness;
beforeEach(() => (harness = new PollerHarness()));

describe('polls follow each other', () => {
	it('immediately after an event, and 500 ms after an empty answer', async () => {
		const subscriber = harness.subscriber();
		harness.polls = [eventOf('One'), eventOf('Two'), OK, eventOf('Three'), OK];
		await harness.play(subscriber);
		expect(subscriber.received.map(({ raw }) => raw.eventType)).toEqual(['One', 'Two', 'Three']);
		expect(harness.pauses).toEqual([500, 500]);
		expect(harness.signIns).toBe(1);
	});
});

it('reads the credential again once it has changed', async () => {
	let outdated = false;
	let reads = 0;
	const subscriber = harness.subscriber({ outdated: () => outdated });
	const { connect } = subscriber;
	subscriber.connect = async (signal) => {
		reads++;
		outdated = false;
		return await connect(signal);
	};
	const polls = [OK, OK, OK];
	harness.polls = polls;
	const shift = polls.shift.bind(polls);
	polls.shift = () => {
		if (polls.length === 2) outdated = true;
		return shift();
	};
	await harness.play(subscriber);
	expect(reads).toBe(2);
});

describe('a poll that is refused', () => {
	const NOT_SIGNED_IN = answeredWith('100-006');

	it('in a live session causes one liveness check and no sign-in', async () => {
		const subscriber = harness.subscriber();
		harness.polls = [NOT_SIGNED_IN, eventOf('One')];
		await harness.play(subscriber);
		expect(harness.signIns).toBe(1);
		expect(subscriber.received).toHaveLength(1);
	});

	it('in a lost session is repeated in a new session immediately, then with pauses', async () => {
		const subscriber = harness.subscriber();
		harness.status = () => NOT_SIGNED_IN;
		harness.polls = [NOT_SIGNED_IN, NOT_SIGNED_IN, NOT_SIGNED_IN, eventOf('One')];
		await harness.play(subscriber);
		expect(harness.signIns).toBe(4);
		expect(harness.pauses).toEqual([500, 1_000]);
		expect(subscriber.received).toHaveLength(1);
		expect(subscriber.lines).toEqual([expect.stringContaining('its session was lost at once')]);
	});
});

it("waits for a run's poll in flight, and receives its event", async () => {
	const subscriber = harness.subscriber();
	let answer: (exchange: Exchange) => void = () => {};
	harness.cache.pollLock.tryPoll(
		async () => await new Promise<Exchange>((resolve) => (answer = resolve)),
	);
	harness.polls = [eventOf('Two')];
	await harness.poller.subscribe(subscriber);
	for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
	expect(harness.sent).toEqual([]);
	answer(eventOf('One'));
	await harness.ended;
	await harness.poller.unsubscribe(subscriber);
	expect(subscriber.received.map(({ raw }) => raw.eventType)).toEqual(['One', 'Two']);
});

describe('access to a poller', () => {
	it('needs an access key of a present subscriber', async () => {
		const [one, two] = [
			harness.subscriber({ accessKeys: ['a', 'b'] }),
			harness.subscriber({ accessKeys: ['b', 'c'] }),
		];
		expect(harness.poller.canJoin({ accessKeys: [] })).toBe(true);
		await harness.poller.subscribe(one);
		expect(harness.poller.canJoin({ accessKeys: ['c'] })).toBe(false);
		expect(harness.poller.canJoin({ accessKeys: [] })).toBe(false);
		expect(harness.poller.canJoin(two)).toBe(true);
		await harness.poller.subscribe(two);
		expect(harness.poller.canJoin({ accessKeys: ['c'] })).toBe(true);
		for (const subscriber of [one, two]) await harness.poller.unsubscribe(subscriber);
		expect(harness.poller.canJoin({ accessKeys: ['x'] })).toBe(true);
	});

	it('delivers events to all subscribers even if one throws', async () => {
		const deaf = harness.subscriber({
			onEvent: () => {
				throw new Error('deaf');
			},
		});
		const subscriber = harness.subscriber();
		harness.polls = [eventOf('One')];
		await harness.poller.subscribe(deaf);
		await harness.play(subscriber);
		await harness.poller.unsubscribe(deaf);
		expect(subscriber.received).toHaveLength(1);
	});
});

describe('other servers and workers', () => {
	const L = 120_000;

	it('learn that this process polls', async () => {
		await harness.play(harness.subscriber());
		expect(JSON.parse(harness.stored)).toMatchObject({
			guid: 'g1',
			listener: expect.any(String) as string,
		});
	});

	it.each([
		[120_000, 48_000, 90_000],
		[30_000, 12_000, 27_000],
		[20_000, 8_000, 18_000],
		[10_000, 4_000, 8_000],
	])('of a Guid that lives %p ms renew it after %p ms, or %p ms', (guidLifetime, own, listened) => {
		expect(renewalDue({}, { guidLifetime })).toBe(own);
		expect(renewalDue({ listener: 'x' }, { guidLifetime })).toBe(listened);
	});

	it('are assumed to poll while their session is fresh', async () => {
		const session = { ...harness.session('g'), listener: 'another process' };
		const isElsewhere = (age: number, overrides: Partial<Session> = {}) =>
			isPolledElsewhere(
				{ ...session, ...overrides },
				{ ...harness.account, guidLifetime: L },
				harness.time + age,
			);
		expect([isElsewhere(0), isElsewhere(89_999), isElsewhere(90_000)]).toEqual([true, true, false]);
		expect(isElsewhere(0, { listener: undefined })).toBe(false);
		await harness.play(harness.subscriber());
		const { listener } = JSON.parse(harness.stored) as Session;
		expect(isElsewhere(0, { listener })).toBe(false);
	});
});
