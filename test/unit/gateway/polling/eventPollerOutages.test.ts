/** Outages of the poller of an agent: the credential, the sign-in, the polls. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { answeredWith } from '../../../support/exchanges';
import { AWAY, countConnects, eventOf, LOST, OK, PollerHarness } from './pollerHarness';

let harness: PollerHarness;
beforeEach(() => (harness = new PollerHarness()));

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
		const subscriber = harness.subscriber();
		const reads = countConnects(subscriber);
		let away = 4;
		harness.refusal = () => (away-- > 0 ? AWAY : undefined);
		harness.polls = [OK, OK];
		await harness.play(subscriber);
		expect(reads()).toBe(5);
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
		const subscriber = harness.subscriber();
		const reads = countConnects(subscriber);
		harness.polls = [OK, LOST, LOST, OK];
		await harness.play(subscriber);
		expect(reads()).toBe(1);
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
