/** The agents that a poller watches. */
import { answeredWith } from '../../../support/exchanges';
import { LOST, OK, PollerHarness, type TestSubscriber } from './pollerHarness';

let harness: PollerHarness;
beforeEach(() => (harness = new PollerHarness()));

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
