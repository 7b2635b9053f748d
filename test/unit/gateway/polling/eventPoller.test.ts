/** The poller of an agent against a scripted gateway, on an automatic clock. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { isPolledElsewhere, renewalDue } from '../../../../gateway/session/pollOwner';
import type { Session } from '../../../../gateway/session/session';
import { answeredWith } from '../../../support/exchanges';
import { AWAY, eventOf, LOST, OK, PollerHarness, type TestSubscriber } from './pollerHarness';

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

describe('an outage', () => {
	it('is logged once and reported once, and so is its end', async () => {
		const subscriber = harness.subscriber();
		const steady = Array<Exchange>(125).fill(OK);
		harness.polls = [LOST, LOST, LOST, LOST, OK, LOST, LOST, ...steady, LOST, LOST, OK];
		await harness.play(subscriber);
		expect(harness.pauses.slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 500, 500, 1_000]);
		const [begun, overrides] = [
			"CC-Gateway Trigger: no events of agent 31900 can be fetched for now; the Trigger keeps trying. No answer came. If it keeps happening, ask the gateway's administrator.",
			'CC-Gateway Trigger: the events of agent 31900 are fetched again, for a minute now without a failure.',
		];
		expect(subscriber.lines).toEqual([begun, overrides, begun]);
		expect(subscriber.reports).toEqual(
			Array(2).fill({
				message: 'The events of agent 31900 cannot be fetched',
				description:
					"No answer came. If it keeps happening, ask the gateway's administrator. The workflow stays published, and the Trigger tries again until it works. Events of the meantime may be lost.",
			}),
		);
	});

	it('is reported once to every subscriber, even one that subscribes during the outage', async () => {
		const [one, two, late] = [harness.subscriber(), harness.subscriber(), harness.subscriber()];
		const polls = [LOST, LOST, LOST, LOST, LOST];
		harness.polls = polls;
		harness.monitor = () => OK;
		await harness.poller.subscribe(one);
		await harness.poller.subscribe(two);
		const shift = polls.shift.bind(polls);
		polls.shift = () => {
			if (polls.length === 2) void harness.poller.subscribe(late);
			return shift();
		};
		await harness.ended;
		expect([one, two, late].map(({ reports }) => reports.length)).toEqual([1, 1, 1]);
		expect([one, two, late].flatMap(({ lines }) => lines)).toHaveLength(1);
	});

	it('of a refused password is reported as such, even during a known outage', async () => {
		const subscriber = harness.subscriber();
		let left = 6;
		harness.refusal = () => {
			if (left-- === 0) return undefined;
			return left > 3
				? AWAY
				: { ...AWAY, outcome: 'rejected', retryable: false, meaning: 'no', retcode: '100-004' };
		};
		harness.polls = [OK];
		await harness.play(subscriber);
		expect(subscriber.reports.map(({ description }) => description)).toEqual([
			expect.stringContaining('tries again until it works'),
			expect.stringContaining('the password is not sent again'),
		]);
	});

	it('is not reported for a single lost answer', async () => {
		const subscriber = harness.subscriber();
		harness.polls = [LOST, OK, answeredWith('000-007'), OK];
		await harness.play(subscriber);
		expect(subscriber.lines).toEqual([]);
		expect(harness.signIns).toBe(1);
	});

	it('of the sign-in causes the credential to be read again', async () => {
		let reads = 0;
		const subscriber = harness.subscriber();
		const { connect } = subscriber;
		subscriber.connect = async (signal) => {
			reads++;
			return await connect(signal);
		};
		let away = 4;
		harness.refusal = () => (away-- > 0 ? AWAY : undefined);
		harness.polls = [OK, OK];
		await harness.play(subscriber);
		expect(reads).toBe(5);
		expect(subscriber.lines).toEqual([
			expect.stringContaining('Nothing listens at the gateway address. Check it.'),
		]);
	});

	it('of the credential is reported with its reason', async () => {
		const subscriber = harness.subscriber();
		const { connect } = subscriber;
		let times = 2;
		subscriber.connect = async (signal) =>
			times-- > 0 ? { ...AWAY, outcome: 'rejected', meaning: 'it is gone' } : await connect(signal);
		harness.polls = [OK];
		await harness.play(subscriber);
		expect(subscriber.lines).toEqual([expect.stringContaining('It is gone.')]);
	});

	it('begins if the credential names another agent', async () => {
		const subscriber = harness.subscriber({ account: { agentId: '31901' } });
		await harness.poller.subscribe(subscriber);
		while (subscriber.lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await harness.poller.unsubscribe(subscriber);
		expect(subscriber.lines).toEqual([
			expect.stringContaining('now names another agent or gateway'),
		]);
		expect(harness.sent).toEqual([]);
	});

	it('caused by an unforeseen error does not end the poller', async () => {
		const subscriber = harness.subscriber();
		const { connect } = subscriber;
		let times = 1;
		subscriber.connect = async (signal) => {
			if (times-- > 0) throw new Error('unforeseen');
			return await connect(signal);
		};
		harness.polls = [eventOf('One')];
		await harness.play(subscriber);
		expect(subscriber.received).toHaveLength(1);
		expect(harness.pauses).toEqual([500]);
	});

	it('of polls does not cause the credential to be read again', async () => {
		let reads = 0;
		const subscriber = harness.subscriber();
		const { connect } = subscriber;
		subscriber.connect = async (signal) => {
			reads++;
			return await connect(signal);
		};
		harness.polls = [OK, LOST, LOST, OK];
		await harness.play(subscriber);
		expect(reads).toBe(1);
	});

	it('of one subscriber with another credential is none: the poller uses the next one', async () => {
		const [changed, subscriber] = [
			harness.subscriber({ account: { baseUrl: 'https://other.example.com' } }),
			harness.subscriber(),
		];
		harness.polls = [eventOf('One')];
		void harness.poller.subscribe(changed);
		await harness.play(subscriber);
		expect([changed, subscriber].map(({ received }) => received.length)).toEqual([1, 1]);
		expect(changed.lines).toEqual([]);
		await harness.poller.unsubscribe(changed);
	});

	it('that cannot pass is reported at the first failure', async () => {
		const subscriber = harness.subscriber();
		harness.polls = [answeredWith('900-002'), OK];
		await harness.play(subscriber);
		expect(subscriber.reports).toHaveLength(1);
	});

	it('of a poll is not blamed on the credential, whatever its code', async () => {
		const subscriber = harness.subscriber();
		harness.polls = [answeredWith('100-004'), OK];
		await harness.play(subscriber);
		expect(subscriber.reports.map(({ description }) => description)).toEqual([
			expect.stringContaining('tries again until it works'),
		]);
	});

	it('is reported again to a subscriber that has left and come back', async () => {
		const [one, other] = [harness.subscriber(), harness.subscriber()];
		const polls = [LOST, LOST, LOST, LOST];
		harness.polls = polls;
		await harness.poller.subscribe(other);
		await harness.poller.subscribe(one);
		const shift = polls.shift.bind(polls);
		polls.shift = () => {
			if (polls.length === 2) {
				void harness.poller.unsubscribe(one);
				void harness.poller.subscribe(one);
			}
			return shift();
		};
		await harness.ended;
		expect([one, other].map(({ reports }) => reports.length)).toEqual([2, 1]);
	});

	it('is forgotten when the poller starts again', async () => {
		const subscriber = harness.subscriber();
		harness.refusal = () => AWAY;
		for (const expected of [1, 2]) {
			await harness.poller.subscribe(subscriber);
			while (harness.pauses.length < 3 * expected) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			await harness.poller.unsubscribe(subscriber);
			expect([subscriber.lines.length, subscriber.reports.length]).toEqual([expected, expected]);
		}
	});

	it('is logged only where a subscriber has no means to report it', async () => {
		const subscriber = harness.subscriber({ report: undefined, watched: [31001] });
		harness.monitor = () => answeredWith('900-002');
		harness.polls = [LOST, LOST, OK];
		await harness.play(subscriber);
		expect(subscriber.lines).toHaveLength(2);
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

describe('watched agents', () => {
	it('are monitored in batches of a hundred before the first poll', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => 31_001 + index);
		await harness.play(harness.subscriber({ watched: ids }));
		expect(harness.sent).toEqual([
			`watch ${ids.slice(0, 100).join(';')}`,
			`watch ${ids.slice(100, 200).join(';')}`,
			`watch ${ids.slice(200).join(';')}`,
			'poll',
		]);
	});

	it('are retried three times without an answer, then logged once', async () => {
		const subscriber = harness.subscriber({ watched: [31001] });
		harness.monitor = () => LOST;
		harness.polls = [OK, OK, OK, OK];
		await harness.play(subscriber);
		const watch = 'watch 31001';
		expect(harness.sent).toEqual([watch, 'poll', watch, 'poll', watch, 'poll', 'poll', 'poll']);
		expect(subscriber.lines).toEqual([
			"CC-Gateway Trigger: the gateway does not watch agents 31001 for agent 31900, so their changes start no workflow; all other events do. No answer came. If it keeps happening, ask the gateway's administrator.",
		]);
	});

	it('who are refused are reported to the subscribers that watch them', async () => {
		const [one, two, other] = [[31001, 31002], [31002], []].map((watched) =>
			harness.subscriber({ watched }),
		) as [TestSubscriber, TestSubscriber, TestSubscriber];
		harness.monitor = () => answeredWith('900-002');
		const subscribers = [other, two, one];
		for (const subscriber of subscribers.slice(0, 2)) await harness.poller.subscribe(subscriber);
		await harness.play(one);
		const reportOf = (agents: string) => ({
			message: `The gateway does not watch agents ${agents} for agent 31900`,
			description: expect.stringMatching(
				/^\S.*\. No changes of theirs start the workflow; all other events do\.$/,
			) as string,
		});
		expect(subscribers.map(({ reports }) => reports)).toEqual([
			[],
			[reportOf('31002')],
			[reportOf('31001, 31002')],
		]);
		expect(other.lines).toEqual([
			expect.stringContaining('does not watch agents 31002, 31001 for agent 31900'),
		]);
	});

	it('who are refused are reported without those that are monitored', async () => {
		const [one, two] = [[31001], [31001, 31002]].map((watched) =>
			harness.subscriber({ watched }),
		) as [TestSubscriber, TestSubscriber];
		const polls = [OK, OK];
		harness.polls = polls;
		const shift = polls.shift.bind(polls);
		polls.shift = () => {
			if (polls.length === 2) {
				harness.monitor = () => answeredWith('900-002');
				void harness.poller.subscribe(two);
			}
			return shift();
		};
		await harness.play(one);
		expect([one, two].map(({ reports }) => reports.map(({ message }) => message))).toEqual([
			[],
			['The gateway does not watch agents 31002 for agent 31900'],
		]);
	});

	it('without an answer are not monitored in further batches until the next poll', async () => {
		const ids = Array.from({ length: 150 }, (_, index) => 31_001 + index);
		let lost = 1;
		harness.monitor = () => (lost-- > 0 ? LOST : OK);
		harness.polls = [OK];
		await harness.play(harness.subscriber({ watched: ids }));
		const [first, second] = [ids.slice(0, 100), ids.slice(100)].map(
			(some) => `watch ${some.join(';')}`,
		);
		expect(harness.sent).toEqual([first, 'poll', first, second, 'poll']);
	});

	it('are monitored again in a session that another process has opened', async () => {
		const subscriber = harness.subscriber({ watched: [31001] });
		const polls = [OK, OK];
		harness.polls = polls;
		const shift = polls.shift.bind(polls);
		polls.shift = () => {
			if (polls.length === 1) {
				harness.time += 1_000;
				harness.cache.adopt(harness.session('another'));
			}
			return shift();
		};
		await harness.play(subscriber);
		expect(harness.sent).toEqual(['watch 31001', 'poll', 'poll', 'watch 31001', 'poll']);
	});

	it('who were refused and are monitored later are reported when they are refused again', async () => {
		const subscriber = harness.subscriber({ watched: [31001] });
		const answers = ['900-002', '0', '900-002'];
		harness.monitor = () => answeredWith(answers.shift() ?? '0');
		harness.status = () => answeredWith('100-006');
		harness.polls = [answeredWith('100-006'), answeredWith('100-006'), OK];
		await harness.play(subscriber);
		expect(subscriber.reports.filter(({ message }) => message.includes('31001'))).toHaveLength(2);
	});

	it('who are refused are retried in a new session, without another log line', async () => {
		const subscriber = harness.subscriber({ watched: [31001] });
		harness.monitor = () => answeredWith('900-002');
		harness.status = () => answeredWith('100-006');
		harness.polls = [OK, answeredWith('100-006'), OK];
		await harness.play(subscriber);
		expect(harness.sent.filter((what) => what !== 'poll')).toEqual(['watch 31001', 'watch 31001']);
		expect(subscriber.lines).toHaveLength(1);
	});

	it('who are refused for a lost session are monitored in the next one', async () => {
		const subscriber = harness.subscriber({ watched: [31001] });
		let lost = 1;
		const once = () => answeredWith(lost > 0 ? '100-006' : '0');
		harness.monitor = once;
		harness.status = () => {
			const answer = once();
			lost--;
			return answer;
		};
		harness.polls = [OK];
		await harness.play(subscriber);
		expect(harness.signIns).toBe(2);
		expect(harness.sent).toEqual(['watch 31001', 'watch 31001', 'poll', 'poll']);
		expect(harness.pauses).toEqual([500]);
		expect(subscriber.lines).toEqual([]);
	});
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
