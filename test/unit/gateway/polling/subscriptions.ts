/** Subscriptions to a poller on a manual clock. */
import { eventOf, settle, type TestSubscriber, PollerHarness } from './pollerHarness';

export let harness: PollerHarness;

beforeEach(() => {
	harness = new PollerHarness();
	harness.manualTime = true;
});

export const join = async (subscriber: TestSubscriber, atStart = false): Promise<void> => {
	await harness.poller.subscribe(subscriber, atStart);
	await settle();
};

/** Answers the waiting poll with an event; the next poll waits. */
export const happens = async (name: string): Promise<void> => {
	harness.answerPoll(eventOf(name));
	await settle();
};

export const polls = () => harness.sent.filter((what) => what === 'poll').length;
