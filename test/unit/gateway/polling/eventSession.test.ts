/** Unreadable answers to polls, and Guids near their end, on a manual clock. */
import { writeSession } from '../../../../gateway/session/session';
import { answered, answeredWith } from '../../../support/exchanges';
import { eventOf, LOST, namesOf, OK, settle } from './pollerHarness';
import { harness, join } from './subscriptions';

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
