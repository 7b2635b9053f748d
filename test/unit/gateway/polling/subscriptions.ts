/** Subscriptions to a poller on a manual clock. */
import { eventOf, settle, type TestSubscriber, PollerHarness } from './pollerHarness';

export let harness: PollerHarness;

/** Starts again, with a poller that has no subscribers. */
export const renewHarness = (): void => {
	harness = new PollerHarness();
	harness.manualTime = true;
};

beforeEach(renewHarness);

export const join = async (subscriber: TestSubscriber, atStart?: boolean): Promise<void> => {
	await harness.poller.subscribe(subscriber, atStart);
	await settle();
};

/** Answers the waiting poll with an event; the next poll waits. */
export const happens = async (name: string): Promise<void> => {
	harness.answerPoll(eventOf(name));
	await settle();
};

export const polls = () => harness.sent.filter((what) => what === 'poll').length;
