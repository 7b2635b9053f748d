/** Calls webhooks as planned, whatever becomes of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXECUTION } from './flows';
import type { PlannedCall } from './plan';
import type { Call } from './records';

/** How long a caller waits, in ms. */
const CALM_TIMEOUT_MS = 15_000;

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
		const response = await fetch(`${url}/webhook/${flow}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify(bodyOf(planned)),
			signal: AbortSignal.timeout(CALM_TIMEOUT_MS),
		});
		const text = await response.text();
		return { ...call, status: response.status, execution: text.replaceAll('"', '') };
	} catch {
		return call;
	}
}

/** Executions that may wait for a worker; beyond that callers hold back: a slow machine does less, not worse. */
const MAX_WAITING = 15;

/** How often that is looked at, in ms. */
const LOOK = 1_000;

export interface Load {
	url: string;
	plan: readonly PlannedCall[];
	/** How long it lasts, in ms. */
	length: number;
	/** How many executions wait for a worker; without end while nobody takes calls. */
	waiting: () => Promise<number>;
}

/** Makes the planned calls, none before its time, until the time is over. Resolves when the last one has ended. */
export async function callAll({ url, plan, length, waiting }: Load): Promise<Call[]> {
	const begin = performance.now();
	const elapsed = () => performance.now() - begin;
	const calls: Array<Promise<Call>> = [];
	let looked = 0;
	for (let index = 0, held = 0; index < plan.length;) {
		const planned = plan[index]!;
		await sleep(Math.max(0, planned.after + held - elapsed()));
		if (elapsed() >= length) break;
		if (elapsed() - looked >= LOOK) {
			looked = elapsed();
			if ((await waiting()) > MAX_WAITING) {
				await sleep(LOOK);
				held += LOOK;
				continue;
			}
		}
		calls.push(make(url, planned));
		index++;
	}
	return await Promise.all(calls);
}
