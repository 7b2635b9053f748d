/** The jobs of `npm run bench:n8n`: workflows, contenders, checks of the result, and goals. */
import type { Simulator } from '../../../simulator';
import { type Batching, httpRequestFlow, packageFlow } from '../../bench/jobs';
import { type Assignment, BENCH_MEDIA_TYPES } from '../../bench/messages';
import type { Flow } from '../../support/n8n';

export type Job = 'A' | 'B' | 'F';

export const CONCURRENCY = 20;

export const ITEMS: Readonly<Record<Job, number>> = { A: 10_000, B: 1_500, F: 500 };

export const TITLES: Readonly<Record<Job, (items: number) => string>> = {
	A: (items) => `one note to ${items} agents, an item each, sender and recipient by expression`,
	B: (items) => `${items} session limits, a request each, ${CONCURRENCY} at a time`,
	F: (items) =>
		`${items} agents set busy by an inspector, a request each, ${CONCURRENCY} at a time`,
};

export interface Contender {
	name: string;
	/** Number of rounds, of which the median counts. */
	rounds: number;
	flow: (assignment: Assignment) => Flow;
}

const OURS: Contender = { name: 'package', rounds: 3, flow: packageFlow };

/** HTTP Request does not wait for answers; its best batches depend on the server, so several are measured. */
const BATCHINGS: Batching[] = [
	{ batchSize: 20, batchInterval: 25 },
	{ batchSize: 20, batchInterval: 50 },
	{ batchSize: 50, batchInterval: 25 },
];

const SINGLE_REQUESTS: Contender[] = [
	OURS,
	{ name: 'http-request', rounds: 3, flow: (job) => httpRequestFlow(job) },
	...BATCHINGS.map((batching) => ({
		name: `http-request, ${batching.batchSize} every ${batching.batchInterval} ms`,
		rounds: 3,
		flow: (job: Assignment) => httpRequestFlow(job, batching),
	})),
];

export const CONTENDERS: Readonly<Record<Job, Contender[]>> = {
	// Slow, so measured only once.
	A: [OURS, { name: 'http-request', rounds: 1, flow: (job) => httpRequestFlow(job) }],
	B: SINGLE_REQUESTS,
	F: SINGLE_REQUESTS,
};

/** Number of items carried out, from the state of the gateway, by job. */
export const DONE: Readonly<Record<Job, (gateway: Simulator) => number>> = {
	A: (gateway) => gateway.agents().filter(({ inbox }) => inbox.length === 1).length,
	B: (gateway) =>
		gateway
			.agents()
			.reduce(
				(sum, { sessionLimits }) =>
					sum + BENCH_MEDIA_TYPES.filter((type) => sessionLimits[type] !== undefined).length,
				0,
			),
	F: (gateway) => gateway.agents().filter(({ state }) => state === 'busy').length,
};

export interface Measured {
	contender: string;
	/** Duration of the command, including start-up and output. */
	wallMs: number;
	/** Duration of the node, as recorded by n8n. */
	nodeMs: number;
	/** Peak memory of n8n's process. */
	peakMb: number;
	/** Number of requests received by the gateway. */
	requests: number;
	peakInFlight: number;
}

/** A goal in words, and its result in this run. */
export interface Goal {
	goal: string;
	figure: string;
	reached: boolean;
}

const inFlightGoal = (job: Job, { peakInFlight }: Measured): Goal => ({
	goal: `${job}: never more than ${CONCURRENCY} requests in flight`,
	figure: String(peakInFlight),
	reached: peakInFlight <= CONCURRENCY,
});

/**
 * The goals of a job.
 ** @param theirs the fastest variant of HTTP Request
 ** @param items number of items of the job
 */
export function goalsOf(job: Job, ours: Measured, theirs: Measured, items: number): Goal[] {
	const time = ours.nodeMs / theirs.nodeMs;
	if (job === 'F') return [inFlightGoal(job, ours)];
	if (job === 'B') {
		return [
			{
				goal: `B: at most half the time of HTTP Request's best batching (${theirs.contender})`,
				figure: time.toFixed(2),
				reached: time <= 0.5,
			},
			inFlightGoal(job, ours),
		];
	}
	const memory = ours.peakMb / theirs.peakMb;
	return [
		{
			goal: 'A: at most 1/50 of the time of HTTP Request',
			figure: `1/${(1 / time).toFixed(0)}`,
			reached: time <= 1 / 50,
		},
		{
			goal: `A: ${items / 100} requests`,
			figure: String(ours.requests),
			reached: ours.requests === items / 100,
		},
		{
			goal: 'A: at most 0.55 of the peak memory of HTTP Request',
			figure: memory.toFixed(2),
			reached: memory <= 0.55,
		},
	];
}
