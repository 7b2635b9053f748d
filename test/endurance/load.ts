/** Calls webhooks as planned, whether or not n8n answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXECUTION } from './flows';
import type { PlannedCall } from './plan';
import type { Call } from './records';

/** Time limit of a call, in ms. */
const CALL_TIMEOUT_MS = 15_000;

/** A text that names its call and its execution in every sentence, and so in every part of a split note. */
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
		const response = await fetch(`${url}/webhook/${flow}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify(bodyOf(planned)),
			signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
		});
		const text = await response.text();
		return { ...call, status: response.status, execution: text.replaceAll('"', '') };
	} catch {
		return call;
	}
}

/** Maximum number of executions that wait for a worker; above it, calls are postponed, to spare a slow machine. */
const MAX_WAITING = 15;

/** Interval of that check, in ms. */
const CHECK_MS = 1_000;

export interface Load {
	url: string;
	plan: readonly PlannedCall[];
	/** Duration in ms. */
	length: number;
	/** Number of executions that wait for a worker; infinite while n8n takes no calls. */
	waiting: () => Promise<number>;
}

/** Makes the planned calls, none before its time, until the duration is over. Resolves when the last call has ended. */
export async function callAll({ url, plan, length, waiting }: Load): Promise<Call[]> {
	const begin = performance.now();
	const elapsed = () => performance.now() - begin;
	const calls: Array<Promise<Call>> = [];
	let checkedAt = 0;
	for (let index = 0, held = 0; index < plan.length;) {
		const planned = plan[index]!;
		await sleep(Math.max(0, planned.after + held - elapsed()));
		if (elapsed() >= length) break;
		if (elapsed() - checkedAt >= CHECK_MS) {
			checkedAt = elapsed();
			if ((await waiting()) > MAX_WAITING) {
				await sleep(CHECK_MS);
				held += CHECK_MS;
				continue;
			}
		}
		calls.push(make(url, planned));
		index++;
	}
	return await Promise.all(calls);
}
