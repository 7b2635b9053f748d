/** Triggers that leave at any moment, and what the ones after them receive, on a manual clock. */
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { answered } from '../../../support/exchanges';
import { LOST, namesOf, OK, settle, type TestSubscriber } from './pollerHarness';
import { harness, happens, join, polls, renewHarness } from './subscriptions';

describe('when the last subscriber leaves during a poll', () => {
	it('a subscriber receives what a test has left of the events', async () => {
		const [one, test, next] = [harness.subscriber(), harness.subscriber(), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		const event = ['A', 'B'].map((eventType) => ({ eventType }));
		harness.answerPoll(answered({ retcode: '0', event }));
		await settle();
		test.onEvent = (received) => {
			test.received.push(received);
			void harness.poller.unsubscribe(test);
		};
		await join(test);
		harness.answerPoll(OK);
		await settle();
		await join(next);
		harness.answerPoll(OK);
		await settle();
		expect([namesOf(test), namesOf(next)]).toEqual([['A'], ['B']]);
	});

	it('a subscriber that comes at any moment after the answer receives the next events', async () => {
		for (let ticks = 0; ticks < 40; ticks++) {
			renewHarness();
			const [one, next] = [harness.subscriber(), harness.subscriber()];
			await join(one);
			await harness.poller.unsubscribe(one);
			harness.answerPoll(OK);
			for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
			await join(next);
			await harness.advance(500);
			await happens('A');
			expect([ticks, namesOf(next)]).toEqual([ticks, ['A']]);
		}
	});

	it('a subscriber of another account receives no event while its polls are refused', async () => {
		const cache = new SessionCache(() => harness.time);
		const [one, stranger] = [harness.subscriber(), harness.subscriber({ cache })];
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await join(stranger);
		harness.answerPoll(LOST);
		await settle();
		expect(namesOf(stranger)).toEqual([]);
		await harness.advance(1_000);
		harness.answerPoll(OK);
		await settle();
		expect(namesOf(stranger)).toEqual(['A']);
	});
});

describe('a subscriber that leaves', () => {
	it('during the pause after a poll is not waited for', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		harness.answerPoll(OK);
		await settle();
		void harness.poller.unsubscribe(one);
		await join(next);
		expect(polls()).toBe(2);
	});

	it('before the first poll ends the poller at once', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		one.connect = async () => await new Promise(() => {});
		await join(one);
		await harness.poller.unsubscribe(one);
		await join(next);
		expect(polls()).toBe(1);
	});

	it('before an earlier poller has ended starts none', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		harness.answerPoll(OK);
		await settle();
		void harness.poller.unsubscribe(one);
		void harness.poller.subscribe(next);
		void harness.poller.unsubscribe(next);
		await harness.advance(60_000);
		expect(polls()).toBe(1);
	});

	it('without having come changes nothing', async () => {
		await harness.poller.unsubscribe(harness.subscriber());
		expect(harness.poller.active).toBe(false);
	});

	it('twice is expected back since it left', async () => {
		const [one, again] = [harness.subscriber({ key: 'w' }), harness.subscriber({ key: 'w' })];
		await join(harness.subscriber());
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await harness.poller.unsubscribe(one);
		await join(again);
		expect(namesOf(again)).toEqual(['A']);
	});

	it('leaves its credential to another one, and its session to the runs', async () => {
		const cache = new SessionCache(() => harness.time);
		const [one, other] = [harness.subscriber(), harness.subscriber({ cache })];
		await join(one);
		await join(other);
		expect([harness.cache.pollLock.isHeld, cache.pollLock.isHeld]).toEqual([true, false]);
		await harness.poller.unsubscribe(one);
		await happens('A');
		expect([harness.cache.pollLock.isHeld, cache.pollLock.isHeld]).toEqual([false, true]);
		expect(namesOf(other)).toEqual(['A']);
	});
});

describe('a workflow that is published again', () => {
	it('receives the events in between, whoever left earlier or later', async () => {
		const [one, two] = ['1', '2'].map((key) => harness.subscriber({ key })) as [
			TestSubscriber,
			TestSubscriber,
		];
		const [oneAgain, twoAgain] = ['1', '2'].map((key) => harness.subscriber({ key })) as [
			TestSubscriber,
			TestSubscriber,
		];
		await join(harness.subscriber());
		await join(one);
		await join(two);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await harness.poller.unsubscribe(two);
		await happens('B');
		await join(twoAgain);
		await join(oneAgain);
		expect([namesOf(oneAgain), namesOf(twoAgain)]).toEqual([['A', 'B'], ['B']]);
	});

	it('receives no event that its other version has received', async () => {
		const versions = Array.from({ length: 3 }, () => harness.subscriber({ key: 'w' }));
		const [first, second, third] = versions as [TestSubscriber, TestSubscriber, TestSubscriber];
		await join(harness.subscriber());
		await join(first);
		await join(second);
		await harness.poller.unsubscribe(first);
		await happens('A');
		await join(third);
		await happens('B');
		expect(versions.map(namesOf)).toEqual([[], ['A', 'B'], ['B']]);
	});
});
