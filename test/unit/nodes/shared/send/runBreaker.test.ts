import { judge } from '../../../../../gateway/answer/judge';
import type { Verdict } from '../../../../../gateway/answer/outcome';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { Brake } from '../../../../../nodes/shared/send/runBreaker';

const request = agentStatus(parseAgentId(31001));
const away: Verdict = judge(
	{ type: 'notSent', meaning: 'away', remedy: '', unreachable: true },
	request,
);
const there: Verdict = judge({ type: 'lost', meaning: 'lost', remedy: '' }, request);

describe('the brake', () => {
	it('lets everything go on at first', () => {
		const brake = new Brake(() => false);
		expect([brake.abortReason(), brake.stopReason(), brake.signal.aborted]).toEqual([
			undefined,
			undefined,
			false,
		]);
	});

	it('ends the run after five requests in a row that could not reach the gateway', () => {
		const brake = new Brake(() => false);
		for (const verdict of [away, away, away, away, there, away, away, away, away]) {
			brake.note(verdict);
			expect(brake.abortReason()).toBeUndefined();
		}
		brake.note(away);
		expect(brake.abortReason()).toMatchObject({ outcome: 'notAttempted' });
		expect(brake.signal.aborted).toBe(true);
	});

	it('stays there, even if a request that was under way gets through', () => {
		const brake = new Brake(() => false);
		for (let count = 0; count < 5; count++) brake.note(away);
		brake.note(there);
		expect(brake.abortReason()).toMatchObject({
			meaning: expect.stringContaining('5 requests') as string,
		});
	});

	it('stopped, it lets nothing new begin, but what is under way come to its end', () => {
		const brake = new Brake(() => false);
		brake.stop();
		expect(brake.stopReason()).toMatchObject({ aborted: true });
		expect(brake.abortReason()).toBeUndefined();
		expect(brake.signal.aborted).toBe(true);
	});

	it('notices that the execution was cancelled', () => {
		let cancelled = false;
		const brake = new Brake(() => cancelled);
		cancelled = true;
		expect(brake.stopReason()).toMatchObject({
			meaning: expect.stringContaining('cancelled') as string,
		});
		brake.note(there);
		expect(brake.signal.aborted).toBe(true);
	});
});
