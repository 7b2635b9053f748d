import type { WaitContext } from '../../../../../gateway/http/waitContext';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { retryContext } from '../../../../../nodes/shared/send/retryContext';
import { answeredWith } from '../../../../support/exchanges';

const request = agentStatus(parseAgentId(31001));

/** The context of requests in a run that can be cancelled, and whose breaker can open. */
function setUp({ withSignal = true } = {}) {
	const execution = new AbortController();
	const breaker = new AbortController();
	const sendings: WaitContext[] = [];
	const session = {
		id: 'session',
		secrets: () => [],
		send: async (_request: unknown, waitContext: WaitContext) => {
			sendings.push(waitContext);
			return answeredWith('0');
		},
	};
	const context = retryContext({
		signal: withSignal ? execution.signal : undefined,
		cancelled: () => execution.signal.aborted,
	})(session, breaker.signal);
	return { execution, breaker, context, sendings };
}

/** Runs what is due now, and tells whether the promise has ended. */
async function hasEnded(promise: Promise<void>) {
	let ended = false;
	void promise.then(() => (ended = true));
	await jest.advanceTimersByTimeAsync(0);
	return ended;
}

describe('waiting for the next try', () => {
	beforeEach(() => void jest.useFakeTimers());
	afterEach(() => void jest.useRealTimers());

	it('takes as long as asked for', async () => {
		const waiting = setUp().context.sleep(1_000);
		await jest.advanceTimersByTimeAsync(999);
		expect(await hasEnded(waiting)).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(await hasEnded(waiting)).toBe(true);
	});

	it.each<[string, 'execution' | 'breaker', boolean]>([
		['the execution is cancelled', 'execution', true],
		['the run breaker opens', 'breaker', true],
		['the run breaker opens in an n8n without a signal', 'breaker', false],
	])('ends early when %s', async (_, which, withSignal) => {
		const world = setUp({ withSignal });
		const waiting = world.context.sleep(1_000);
		expect(await hasEnded(waiting)).toBe(false);
		world[which].abort();
		expect(await hasEnded(waiting)).toBe(true);
	});
});

it('is aborted by a cancelled execution and by an open breaker, but only the first counts as cancelled', () => {
	const opened = setUp();
	const states = () => [opened.context.aborted(), opened.context.cancelled()];
	expect(states()).toEqual([false, false]);
	opened.breaker.abort();
	expect(states()).toEqual([true, false]);
	opened.execution.abort();
	expect(states()).toEqual([true, true]);
	const cancelled = setUp();
	cancelled.execution.abort();
	expect(cancelled.context.aborted()).toBe(true);
});

it('sends in the session, which waits and is aborted as the tries are', async () => {
	const { breaker, context, sendings } = setUp();
	expect(await context.send(request)).toMatchObject({ type: 'answered' });
	expect(sendings[0]).toMatchObject({ aborted: context.aborted, sleep: context.sleep });
	breaker.abort();
	expect(sendings[0]?.aborted()).toBe(true);
});
