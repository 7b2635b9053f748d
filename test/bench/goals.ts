/** The goals of the package, and the check of a run against them. */
import type { ContenderName, JobName } from './messages';
import { CONCURRENCY, type Result } from './processes';
import type { TriggerFigures } from './trigger';

export interface Goal {
	goal: string;
	figure: string;
	reached: boolean;
}

/** The goals of those of the jobs A and B that were measured. */
export const goalsOf = (results: readonly Result[]): Goal[] =>
	[0, 20].flatMap((delay) => {
		const of = (job: JobName, contender: ContenderName) =>
			results.find(
				(one) => one.job === job && one.contender === contender && one.answerDelay === delay,
			);
		const goals: Goal[] = [];
		const add = (goal: string, figure: string, reached: boolean) =>
			goals.push({ goal: `${goal}, answers after ${delay} ms`, figure, reached });

		const [a, plain] = [of('A', 'package'), of('A', 'http-request')];
		if (a && plain) {
			const ratio = plain.wallMs / a.wallMs;
			add('A: wall time at most 1/60 of HTTP Request', `1/${ratio.toFixed(0)}`, ratio >= 60);
			add(
				'A: a hundred recipients in each request',
				`${a.requests} requests for ${a.items} items`,
				a.requests * 100 <= a.items,
			);
		}
		const [b, batched] = [of('B', 'package'), of('B', 'http-request-batched')];
		if (b) {
			const { peakInFlight } = b;
			const most = `B: at most ${CONCURRENCY} requests in flight`;
			add(most, String(peakInFlight), peakInFlight <= CONCURRENCY);
		}
		if (b && batched) {
			const ratio = b.wallMs / batched.wallMs;
			add(
				'B: as fast as HTTP Request with batching',
				`${ratio.toFixed(2)} of its time`,
				ratio <= 1,
			);
		}
		return goals;
	});

/** The goals of job Q. */
export function queueGoals(results: readonly Result[]): Goal[] {
	const [ours, , batched] = results;
	if (ours === undefined || batched === undefined) return [];
	const ratio = ours.wallMs / batched.wallMs;
	const accepted = ours.outcomes.accepted ?? 0;
	return [
		{
			goal: 'Q: every agent has the queues, in one request each',
			figure: `${accepted} accepted, ${ours.requests} requests`,
			reached: accepted === ours.items && ours.requests === ours.items,
		},
		{
			goal: 'Q: as fast as HTTP Request with batching',
			figure: `${ratio.toFixed(2)} of its time`,
			reached: ratio <= 1,
		},
	];
}

/** The goals for the cost of a request. */
export function requestGoals(results: readonly Result[]): Goal[] {
	const [ours, helper] = results;
	if (ours === undefined || helper === undefined) return [];
	const ratio = ours.cpuMs / helper.cpuMs;
	return [
		{
			goal: "CPU of a single request at most 1.1 times that of n8n's helper",
			figure: ratio.toFixed(2),
			reached: ratio <= 1.1,
		},
	];
}

/** The goals for growing jobs. */
export function growthGoals(title: string, results: readonly Result[]): Goal[] {
	const [first, last] = [results[0], results.at(-1)];
	if (first === undefined || last === undefined || first === last) return [];
	const perItem = ({ cpuMs, items }: Result) => cpuMs / items;
	const ratio = perItem(last) / perItem(first);
	return [
		{
			goal: `${title}: linear, CPU per item at most 1.2 times that of the smallest`,
			figure: ratio.toFixed(2),
			reached: ratio <= 1.2,
		},
	];
}

/** Longest allowed block of n8n's event loop. */
const MAX_PAUSE_MS = 200;

export function pauseGoals(title: string, results: readonly Result[]): Goal[] {
	const last = results.at(-1);
	if (last?.pauses === undefined) return [];
	const { inNodeMs } = last.pauses;
	return [
		{
			goal: `${title}: the node never stops the event loop for more than ${MAX_PAUSE_MS} ms`,
			figure: `${inNodeMs} ms`,
			reached: inNodeMs <= MAX_PAUSE_MS,
		},
	];
}

/** Longest allowed time from the delivery of an event to the start of its execution. */
const EVENT_DELAY_MS = 100;

export const triggerGoals = ({ medianMs, burst, emitted, signIns }: TriggerFigures): Goal[] => [
	{
		goal: `Trigger: an event starts its workflow within ${EVENT_DELAY_MS} ms of the gateway handing it out (median)`,
		figure: `${medianMs.toFixed(1)} ms`,
		reached: medianMs <= EVENT_DELAY_MS,
	},
	{
		goal: `Trigger: ${burst} events at once start as many executions, in one session`,
		figure: `${emitted}, ${signIns} sign-in`,
		reached: emitted === burst && signIns === 1,
	},
];
