/** Messages between the processes of the bench. */
import type { Pauses } from './pauses';
import type { Shares } from './profile';

/** The jobs: see `jobs.ts`. */
export type JobName = 'A' | 'B' | 'F' | 'M' | 'Q';

export type ContenderName =
	'package' | 'http-request' | 'http-request-batched' | 'n8n-helper' | 'axios' | 'axios-keep-alive';

/** The task of one contender. */
export interface Assignment {
	job: JobName;
	contender: ContenderName;
	items: number;
	concurrency: number;
	/** Time limit of a request, in ms. */
	timeout: number;
	/** Maximum number of tries per request in this package. */
	maxTries: number;
	/** Runs the job once before the measurement, because a long-running n8n has its code compiled. */
	warm: boolean;
	/** Also measures the share of time by owner of the code. */
	profile: boolean;
	url: string;
	ca: string;
	guid: string;
}

/** A contender's measurement of itself, without its start. */
export interface Measured {
	wallMs: number;
	cpuMs: number;
	/** Highest resident memory above that at the start. */
	peakMb: number;
	/** Output items by outcome, if the contender has outcomes. */
	outcomes: Record<string, number>;
	/** Blocks of the event loop; measured for the largest job only, because it costs CPU time. */
	pauses?: Pauses;
	/** Present if requested by `profile`. */
	shares?: Shares;
	/** The error of a job that did not end. */
	failure?: string;
}

/** Commands to the gateway's process: start a new gateway, or report its counts. */
export type GatewayCommand =
	{ type: 'start'; agents: number; answerDelay: number; faults: boolean } | { type: 'count' };

/** The answer to `start`. */
export interface Ready {
	url: string;
	ca: string;
	/** Guid of {@link SERVICE_AGENT}. */
	guid: string;
}

/** The answer to `count`. */
export interface Counted {
	requests: number;
	/** Maximum number of requests that had arrived and were not yet answered. */
	peakInFlight: number;
	/** Maximum number of connections, including those being opened or closed. */
	peakConnections: number;
	/** Notes that reached an agent, and number of agents with more than one. */
	notes: number;
	notesTwice: number;
	/** Agents with a limit for all three media types of job B. */
	limited: number;
}

export const SERVICE_AGENT = '999999';

/** The agents of the bench: 101, 102 and so on. */
export const agentId = (index: number): number => 101 + index;

/** The media types of job B. */
export const BENCH_MEDIA_TYPES = ['1', '51', '53'];
