/** The end of polling and monitoring when no subscriber returns, on a manual clock. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { answeredWith } from '../../../support/exchanges';
import { AWAY, LOST, OK, settle } from './pollerHarness';
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

	it.each([{ agentId: '31901' }, { baseUrl: 'https://other.example.com/agentgateway/resource' }])(
		'nothing is sent if the credential now names another agent or gateway: %j',
		async (account) => {
			const one = harness.subscriber({ watched: [31_001] });
			await join(one);
			await harness.poller.unsubscribe(one);
			harness.answerPoll(OK);
			await settle();
			one.connect = harness.subscriber({ account }).connect;
			await harness.advance(5_000);
			expect(harness.sent).toEqual(['watch 31001', 'poll']);
			expect(listener()).toBeDefined();
		},
	);

	it.each([
		['cannot be read', async () => AWAY],
		[
			'cannot be read, which is unforeseen',
			async () => {
				throw new Error('unforeseen');
			},
		],
	])(
		'nothing is sent if the credential %s, and the next subscriber is served',
		async (_, connect) => {
			const [one, next] = [harness.subscriber({ watched: [31_001] }), harness.subscriber()];
			await join(one);
			await harness.poller.unsubscribe(one);
			harness.answerPoll(OK);
			await settle();
			one.connect = connect;
			await harness.advance(5_000);
			expect(harness.sent).toEqual(['watch 31001', 'poll']);
			await join(next);
			expect(polls()).toBe(2);
		},
	);

	it('nothing is sent if the session was lost meanwhile', async () => {
		const one = harness.subscriber({ watched: [31_001] });
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await settle();
		one.connect = harness.subscriber({ cache: new SessionCache(() => harness.time) }).connect;
		await harness.advance(5_000);
		expect(harness.sent).toEqual(['watch 31001', 'poll']);
	});

	it('nothing is sent if a subscriber comes while the credential is read', async () => {
		const [one, next] = [harness.subscriber({ watched: [31_001] }), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await settle();
		let read = (): void => {};
		const { connect } = one;
		one.connect = async (signal) => {
			await new Promise<void>((resolve) => (read = resolve));
			return await connect(signal);
		};
		await harness.advance(5_000);
		void harness.poller.subscribe(next);
		read();
		await settle();
		expect(harness.sent).toEqual(['watch 31001', 'poll', 'poll']);
		expect(listener()).toBeDefined();
	});

	it('the next subscriber waits for the end of what is being sent', async () => {
		const [one, next] = [harness.subscriber({ watched: [31_001] }), harness.subscriber()];
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await settle();
		let end: (exchange: Exchange) => void = () => {};
		harness.endMonitor = async () => await new Promise<Exchange>((resolve) => (end = resolve));
		await harness.advance(5_000);
		await Promise.race([join(next), settle()]);
		expect(harness.sent).toEqual(['watch 31001', 'poll', 'end 31001']);
		end(OK);
		await settle();
		expect(harness.sent.at(-1)).toBe('poll');
		expect(listener()).toBeDefined();
	});

	it('the monitoring of agents that the gateway refused to watch is not ended', async () => {
		harness.monitor = () => answeredWith('900-002');
		const one = harness.subscriber({ watched: [31_001] });
		await join(one);
		await harness.poller.unsubscribe(one);
		harness.answerPoll(OK);
		await harness.advance(5_000);
		expect(harness.sent).toEqual(['watch 31001', 'poll']);
	});
});
