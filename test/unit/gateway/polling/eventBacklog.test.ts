/** Triggers that subscribe, leave and return, on a manual clock: no event is lost, and none is delivered twice. */
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { answered } from '../../../support/exchanges';
import { eventOf, namesOf, OK, settle, type TestSubscriber } from './pollerHarness';
import { harness, join, happens, polls } from './subscriptions';

describe('when the last subscriber leaves during a poll', () => {
	it('the next subscriber receives the event, and polls continue for it', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		await join(next);
		expect(polls()).toBe(1);
		await happens('A');
		expect([namesOf(one), namesOf(next)]).toEqual([[], ['A']]);
		expect(polls()).toBe(2);
	});

	it('a subscriber that comes within two minutes of the answer receives the event', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		expect(polls()).toBe(1);
		await harness.advance(119_000);
		await join(next);
		harness.answerPoll(OK);
		await settle();
		expect(namesOf(next)).toEqual(['A']);
	});

	it('a subscriber that comes later does not receive the event', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await harness.advance(120_000);
		await join(next);
		harness.answerPoll(OK);
		await settle();
		expect(namesOf(next)).toEqual([]);
	});

	it('the poll is not sent again, and not awaited forever', async () => {
		const one = harness.subscriber();
		await join(one);
		await harness.poller.unsubscribe(one);
		await harness.advance(12_000);
		const next = harness.subscriber();
		await join(next);
		expect(polls()).toBe(2);
		await happens('B');
		expect(namesOf(next)).toEqual(['B']);
	});

	it('a subscriber of another account receives the event only after its sign-in', async () => {
		const [one, stranger] = [
			harness.subscriber(),
			harness.subscriber({ cache: new SessionCache(() => harness.time) }),
		];
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		harness.refusal = () => ({
			...{ type: 'noSession', outcome: 'rejected', retryable: false, meaning: 'no', remedy: '' },
			...{ retcode: '100-004', message: null },
		});
		await join(stranger);
		await harness.advance(60_000);
		expect(namesOf(stranger)).toEqual([]);
		harness.refusal = () => undefined;
		await harness.advance(30_000);
		harness.answerPoll(OK);
		await settle();
		expect(namesOf(stranger)).toEqual(['A']);
	});
});

describe('a workflow that is published again', () => {
	it('receives the events in between, which other subscribers received immediately', async () => {
		const [other, one, again] = [
			harness.subscriber({ key: 'other' }),
			harness.subscriber({ key: 'w' }),
			harness.subscriber({ key: 'w' }),
		];
		await join(other);
		await join(one);
		await happens('A');
		await harness.poller.unsubscribe(one);
		await happens('B');
		await harness.advance(59_000);
		await join(again);
		await happens('C');
		expect([namesOf(other), namesOf(one), namesOf(again)]).toEqual([
			['A', 'B', 'C'],
			['A'],
			['B', 'C'],
		]);
	});

	it('receives none of them if it comes after more than a minute', async () => {
		const [other, one, again] = [
			harness.subscriber(),
			harness.subscriber({ key: 'w' }),
			harness.subscriber({ key: 'w' }),
		];
		await join(other);
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('B');
		await harness.advance(60_000);
		await join(again);
		await happens('C');
		expect(namesOf(again)).toEqual(['C']);
	});

	it('receives no event twice if the new version comes before the old one leaves', async () => {
		const lives = Array.from({ length: 4 }, () => harness.subscriber({ key: 'w' }));
		await join(harness.subscriber());
		let before: TestSubscriber | undefined;
		for (const [index, life] of lives.entries()) {
			if (index % 2 === 0 && before) await harness.poller.unsubscribe(before);
			await join(life);
			if (index % 2 === 1 && before) await harness.poller.unsubscribe(before);
			before = life;
			await happens(String(index));
		}
		expect(lives.flatMap(namesOf)).toEqual(['0', '1', '2', '3']);
	});

	it('differs from a test, which receives only events during its subscription', async () => {
		const [other, one, test] = [
			harness.subscriber(),
			harness.subscriber({ key: 'w' }),
			harness.subscriber(),
		];
		await join(other);
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await join(test);
		await happens('B');
		expect(namesOf(test)).toEqual(['B']);
	});
});

describe('when n8n starts', () => {
	it('every workflow receives every event, however late it subscribes', async () => {
		const [first, second, third] = ['1', '2', '3'].map((key) => harness.subscriber({ key })) as [
			TestSubscriber,
			TestSubscriber,
			TestSubscriber,
		];
		await join(first, true);
		await happens('A');
		await join(second, true);
		await happens('B');
		await harness.advance(240_000);
		await join(third, true);
		await happens('C');
		for (const subscriber of [first, second, third])
			expect(namesOf(subscriber)).toEqual(['A', 'B', 'C']);
	});

	it('a workflow published later receives only later events', async () => {
		const [first, published] = [harness.subscriber({ key: '1' }), harness.subscriber({ key: '2' })];
		await join(first, true);
		await happens('A');
		await join(published);
		await happens('B');
		expect(namesOf(published)).toEqual(['B']);
	});

	it('events are kept for five minutes', async () => {
		const [first, late] = [harness.subscriber({ key: '1' }), harness.subscriber({ key: '2' })];
		await join(first, true);
		await happens('A');
		await harness.advance(300_000);
		await join(late, true);
		await happens('B');
		expect(namesOf(late)).toEqual(['B']);
	});

	it('a workflow published again receives no event twice', async () => {
		const [first, again] = [harness.subscriber({ key: '1' }), harness.subscriber({ key: '1' })];
		await join(harness.subscriber({ key: '2' }), true);
		await join(first, true);
		await happens('A');
		await harness.poller.unsubscribe(first);
		await harness.advance(200_000);
		await join(again, true);
		await happens('B');
		expect(namesOf(again)).toEqual(['B']);
	});

	it('no more than a thousand events are kept', async () => {
		const [first, late] = [harness.subscriber({ key: '1' }), harness.subscriber({ key: '2' })];
		await join(first, true);
		const event = Array.from({ length: 1_001 }, (_, index) => ({ eventType: String(index) }));
		harness.answerPoll(answered({ retcode: '0', event }));
		await settle();
		await join(late, true);
		expect(first.received).toHaveLength(1_001);
		expect(late.received).toHaveLength(1_000);
		expect(namesOf(late)[0]).toBe('1');
	});
});

it('a test that ends with its first event leaves the others of a list to the next trigger', async () => {
	const [test, next] = [harness.subscriber(), harness.subscriber()];
	await join(test);
	test.onEvent = (event) => {
		test.received.push(event);
		void harness.poller.unsubscribe(test);
	};
	const event = ['A', 'B', 'C'].map((eventType) => ({ eventType }));
	harness.answerPoll(answered({ retcode: '0', event }));
	await settle();
	await join(next);
	harness.answerPoll(OK);
	await settle();
	expect([namesOf(test), namesOf(next)]).toEqual([['A'], ['B', 'C']]);
});

it("events of a run's poll wait for the trigger that comes", async () => {
	const subscriber = harness.subscriber();
	harness.cache.pollLock.tryPoll(async () => eventOf('A'));
	await settle();
	await join(subscriber);
	expect(namesOf(subscriber)).toEqual(['A']);
});
