import { judge } from '../../../../../gateway/answer/judge';
import type { Verdict } from '../../../../../gateway/answer/outcome';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { RunBreaker } from '../../../../../nodes/shared/send/runBreaker';

const request = agentStatus(parseAgentId(31001));
const away: Verdict = judge(
	{ type: 'notSent', meaning: 'away', remedy: '', unreachable: true },
	request,
);
const there: Verdict = judge({ type: 'lost', meaning: 'lost', remedy: '' }, request);

describe('the run breaker', () => {
	it('is closed at first', () => {
		const breaker = new RunBreaker(() => false);
		expect([breaker.abortReason(), breaker.stopReason(), breaker.signal.aborted]).toEqual([
			undefined,
			undefined,
			false,
		]);
	});

	it('opens after five requests in a row that could not reach the gateway', () => {
		const breaker = new RunBreaker(() => false);
		for (const verdict of [away, away, away, away, there, away, away, away, away]) {
			breaker.record(verdict);
			expect([breaker.abortReason(), breaker.signal.aborted]).toEqual([undefined, false]);
		}
		breaker.record(away);
		expect(breaker.abortReason()).toMatchObject({ outcome: 'notAttempted' });
		expect(breaker.signal.aborted).toBe(true);
	});

	it('stays open even if a request in flight succeeds', () => {
		const breaker = new RunBreaker(() => false);
		for (let count = 0; count < 5; count++) breaker.record(away);
		breaker.record(there);
		expect(breaker.abortReason()).toMatchObject({
			meaning: expect.stringContaining('5 requests') as string,
		});
	});

	it('starts nothing new once stopped, and does not abort requests in flight', () => {
		const breaker = new RunBreaker(() => false);
		breaker.stop();
		expect(breaker.stopReason()).toMatchObject({ aborted: true });
		expect(breaker.abortReason()).toBeUndefined();
		expect(breaker.signal.aborted).toBe(true);
	});

	it('opens when the execution is cancelled', () => {
		let cancelled = false;
		const breaker = new RunBreaker(() => cancelled);
		cancelled = true;
		expect(breaker.stopReason()).toMatchObject({
			meaning: expect.stringContaining('cancelled') as string,
		});
		breaker.record(there);
		expect(breaker.signal.aborted).toBe(true);
	});
});
