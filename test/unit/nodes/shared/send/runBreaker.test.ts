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
		expect([brake.ended(), brake.halted(), brake.halt.aborted]).toEqual([
			undefined,
			undefined,
			false,
		]);
	});

	it('ends the run after five requests in a row that could not reach the gateway', () => {
		const brake = new Brake(() => false);
		for (const verdict of [away, away, away, away, there, away, away, away, away]) {
			brake.note(verdict);
			expect(brake.ended()).toBeUndefined();
		}
		brake.note(away);
		expect(brake.ended()).toMatchObject({ outcome: 'notAttempted' });
		expect(brake.halt.aborted).toBe(true);
	});

	it('stays there, even if a request that was under way gets through', () => {
		const brake = new Brake(() => false);
		for (let count = 0; count < 5; count++) brake.note(away);
		brake.note(there);
		expect(brake.ended()).toMatchObject({
			meaning: expect.stringContaining('5 requests') as string,
		});
	});

	it('stopped, it lets nothing new begin, but what is under way come to its end', () => {
		const brake = new Brake(() => false);
		brake.stop();
		expect(brake.halted()).toMatchObject({ calledOff: true });
		expect(brake.ended()).toBeUndefined();
		expect(brake.halt.aborted).toBe(true);
	});

	it('notices that the execution was cancelled', () => {
		let cancelled = false;
		const brake = new Brake(() => cancelled);
		cancelled = true;
		expect(brake.halted()).toMatchObject({
			meaning: expect.stringContaining('cancelled') as string,
		});
		brake.note(there);
		expect(brake.halt.aborted).toBe(true);
	});
});
