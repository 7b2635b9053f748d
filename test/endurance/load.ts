/** Calls webhooks as planned, whatever becomes of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXECUTION } from './flows';
import type { PlannedCall } from './plan';
import type { Call } from './records';

/** How long a caller waits, in ms. */
const PATIENCE = 15_000;

/** A text that says everywhere which call and which execution it belongs to, and does so in every part of it. */
function textOf({ flow, run, long }: PlannedCall): string {
	const label = `[${flow}-${run}/${EXECUTION}]`;
	const sentence = `${label} The queue is long, 请稍后再休息, please skip the break. `;
	return (long ? sentence.repeat(25) : sentence).trim();
}

function bodyOf(call: PlannedCall): object {
	const { run, flow, agents } = call;
	const rows = agents.map((agent) =>
		flow === 'settings'
			? { agent, limit: 1 + (run % 60), status: run % 65_535, reason: 200 + (run % 51) }
			: { agent },
	);
	return { run, text: textOf(call), rows };
}

/** Makes one call; never throws. */
async function make(url: string, planned: PlannedCall): Promise<Call> {
	const { flow, run } = planned;
	const call: Call = { flow, run, at: Date.now() };
	try {
		const { status } = await fetch(`${url}/webhook/${flow}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify(bodyOf(planned)),
			signal: AbortSignal.timeout(PATIENCE),
		});
		return { ...call, status };
	} catch {
		return call;
	}
}

/** Makes all calls at their times; resolves when the last one has ended. */
export async function callAll(url: string, plan: readonly PlannedCall[]): Promise<Call[]> {
	const begin = performance.now();
	const calls: Array<Promise<Call>> = [];
	for (const planned of plan) {
		await sleep(Math.max(0, begin + planned.after - performance.now()));
		calls.push(make(url, planned));
	}
	return await Promise.all(calls);
}
