/** Triggers that come, go and come back, on a clock that is moved by hand: no event is lost, and none comes twice. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { writeSession } from '../../../../gateway/session/session';
import { answered, answeredWith } from '../../../support/exchanges';
import {
	AWAY,
	eventOf,
	LOST,
	namesOf,
	OK,
	settle,
	type TestSubscriber,
	PollerHarness,
} from './pollerHarness';

let harness: PollerHarness;
beforeEach(() => {
	harness = new PollerHarness();
	harness.manualTime = true;
});

const join = async (subscriber: TestSubscriber, atStart?: boolean): Promise<void> => {
	await harness.poller.subscribe(subscriber, atStart);
	await settle();
};

/** The poll that waits brings an event, and the next one waits. */
const happens = async (name: string): Promise<void> => {
	harness.answerPoll(eventOf(name));
	await settle();
};

const polls = () => harness.sent.filter((what) => what === 'poll').length;

describe('when the last subscriber leaves during a poll', () => {
	it('the next subscriber receives the event, and the poll goes on for it', async () => {
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

	it('the poll is not sent again, and not awaited for ever', async () => {
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
			harness = new PollerHarness();
			harness.manualTime = true;
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

	it('receives the events in between, as others did at once', async () => {
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

	it('a workflow published meanwhile receives only later events', async () => {
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

	it('the monitoring goes on if a subscriber is back', async () => {
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

describe('an answer that cannot be read', () => {
	it('is logged at most once a minute, and is no outage', async () => {
		const subscriber = harness.subscriber();
		await join(subscriber);
		const odd = answered({ retcode: '0', event: 7 });
		for (const ms of [500, 500, 59_000, 1_000]) {
			harness.answerPoll(odd);
			await harness.advance(ms);
		}
		harness.answerPoll(OK);
		await settle();
		expect(subscriber.lines).toEqual(
			Array(2).fill(
				"CC-Gateway Trigger: an answer of the gateway for agent 31900 holds an event in a form that cannot be read, so this event starts no workflow. Ask the gateway's administrator what it sends to polls.",
			),
		);
		expect(subscriber.reports).toEqual([]);
	});

	it('delivers its event without a retcode', async () => {
		const subscriber = harness.subscriber();
		await join(subscriber);
		harness.answerPoll(answered({ event: { eventType: 'A' } }));
		await settle();
		expect(namesOf(subscriber)).toEqual(['A']);
	});
});

describe('a Guid that would not live to the end of a poll', () => {
	const old = async (age: number): Promise<void> => {
		const session = harness.session('old');
		harness.stored = writeSession(session);
		harness.time += age;
		await join(harness.subscriber());
	};

	it('is replaced before the poll', async () => {
		harness.update = () => answered({ retcode: '0', result: { guid: 'JSESSIONID=new' } });
		await old(110_000);
		expect(harness.sent).toEqual(['updateGuid', 'poll']);
		expect(JSON.parse(harness.stored)).toMatchObject({ guid: 'new', renewedAt: harness.time });
	});

	it('is used if the gateway does not replace it, without another renewal', async () => {
		harness.update = () => answeredWith('100-006');
		await old(110_000);
		harness.answerPoll(eventOf('A'));
		await settle();
		expect(harness.sent).toEqual(['updateGuid', 'poll', 'poll']);
		expect(harness.signIns).toBe(0);
	});

	it('is not assumed of a younger Guid', async () => {
		await old(109_999);
		expect(harness.sent).toEqual(['poll']);
	});

	it('is replaced by the Guid of a late answer', async () => {
		harness.update = () => LOST;
		await old(115_000);
		harness.time += 9_000;
		harness.answerPoll({ ...OK, setGuid: 'JSESSIONID=new' });
		await settle();
		expect(harness.cache.current(harness.account)?.guid).toBe('new');
		expect(harness.signIns).toBe(0);
	});
});
