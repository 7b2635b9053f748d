/** The jobs of `npm run bench:n8n`: what is to be done, by whom, how to tell that it was, and the goals. */
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
	/** How often it does the job; the median counts. */
	rounds: number;
	flow: (assignment: Assignment) => Flow;
}

const OURS: Contender = { name: 'package', rounds: 3, flow: packageFlow };

/** HTTP Request does not wait for answers: which batches are best depends on the server, so several are tried. */
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
	// It takes so long that once must do.
	A: [OURS, { name: 'http-request', rounds: 1, flow: (job) => httpRequestFlow(job) }],
	B: SINGLE_REQUESTS,
	F: SINGLE_REQUESTS,
};

/** How many items of a job were carried out, as far as the gateway can tell. */
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
	/** The command from start to end, start-up and printing included. */
	wallMs: number;
	/** What n8n gives as the time of the node. */
	nodeMs: number;
	/** The most memory that n8n's process had. */
	peakMb: number;
	/** What the gateway received. */
	requests: number;
	peakInFlight: number;
}

/** A goal in words, and whether this run reached it. */
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
 * @param theirs the fastest way of HTTP Request
 * @param items how many the job had
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
