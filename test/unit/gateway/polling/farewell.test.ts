/** The end of polling and monitoring when no subscriber returns, on a manual clock. */
import { LOST, OK, settle } from './pollerHarness';
import { harness, join, happens, polls } from './subscriptions';

describe('when no subscriber has come back', () => {
	const listener = () => (JSON.parse(harness.stored) as { listener?: string }).listener;

	it('other processes learn that the agent is not polled', async () => {
		const one = harness.subscriber();
		await join(one);
		expect(listener()).toBeDefined();
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await harness.advance(4_999);
		expect(listener()).toBeDefined();
		await harness.advance(1);
		expect(listener()).toBeUndefined();
		await join(one);
		expect(listener()).toBeDefined();
	});

	it('other processes learn it after a pause without a poll', async () => {
		const one = harness.subscriber();
		await join(one);
		harness.answerPoll(LOST);
		await settle();
		await harness.poller.unsubscribe(one);
		await harness.advance(5_000);
		expect(listener()).toBeUndefined();
	});

	it('other processes learn nothing if a subscriber is back', async () => {
		const [one, next] = [harness.subscriber(), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await harness.advance(4_000);
		await join(next);
		await harness.advance(60_000);
		expect(listener()).toBeDefined();
		expect(polls()).toBe(2);
	});

	it('the monitoring of all agents ends', async () => {
		const one = harness.subscriber({ watched: [31_001, 31_002] });
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await harness.advance(5_000);
		expect(harness.sent).toEqual(['watch 31001;31002', 'poll', 'end 31001;31002']);
	});

	it('the monitoring of agents that no trigger watches ends after a while', async () => {
		const [one, other] = [
			harness.subscriber({ watched: [31_001, 31_002] }),
			harness.subscriber({ watched: [31_002] }),
		];
		await join(other);
		await join(one);
		await harness.poller.unsubscribe(one);
		await happens('A');
		await harness.advance(14_999);
		await happens('B');
		expect(harness.sent).not.toContain('end 31001');
		await harness.advance(1);
		await happens('C');
		expect(harness.sent.filter((what) => what.startsWith('end'))).toEqual(['end 31001']);
		await join(harness.subscriber({ watched: [31_001] }));
		expect(harness.sent.at(-1)).toBe('watch 31001');
	});

	it('the monitoring continues if a subscriber is back', async () => {
		const watched = [31_001];
		const [one, next] = [harness.subscriber({ watched }), harness.subscriber({ watched })];
		await join(one);
		await harness.poller.unsubscribe(one);
		await join(next);
		harness.answerPoll(OK);
		await harness.advance(60_000);
		expect(harness.sent.filter((what) => what !== 'poll')).toEqual(['watch 31001']);
	});
});
