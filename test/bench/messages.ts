/** What the processes of the bench say to each other. */
import type { Pauses } from './pauses';
import type { Shares } from './profile';

/** The jobs: see `jobs.ts`. */
export type JobName = 'A' | 'B' | 'F' | 'M' | 'Q';

export type ContenderName =
	'package' | 'http-request' | 'http-request-batched' | 'n8n-helper' | 'axios' | 'axios-keep-alive';

/** What one contender is to do. */
export interface Assignment {
	job: JobName;
	contender: ContenderName;
	items: number;
	concurrency: number;
	/** How long to wait for an answer, in ms. */
	timeout: number;
	/** How often this package sends a request at most. */
	maxTries: number;
	/** Whether to do the job once before it is measured: n8n runs for weeks, and its code is compiled by then. */
	warm: boolean;
	/** Whether to say whose code the time is spent in. */
	profile: boolean;
	url: string;
	ca: string;
	guid: string;
}

/** What it measured of itself, without its start. */
export interface Measured {
	wallMs: number;
	cpuMs: number;
	/** Highest resident memory beyond what it had before. */
	peakMb: number;
	/** Output items by outcome, where the contender tells outcomes. */
	outcomes: Record<string, number>;
	/** Of the largest job: to look for them takes CPU time, which the loops do not have. */
	pauses?: Pauses;
	/** If it was asked for. */
	shares?: Shares;
	/** Why it did not come to an end, if it did not. */
	failure?: string;
}

/** Asked of the gateway's process: a fresh gateway, or what it has seen so far. */
export type GatewayCommand =
	{ type: 'start'; agents: number; answerDelay: number; faults: boolean } | { type: 'count' };

/** The answer to `start`. */
export interface Ready {
	url: string;
	ca: string;
	/** Of the service agent, {@link SERVICE_AGENT}. */
	guid: string;
}

/** The answer to `count`. */
export interface Counted {
	requests: number;
	/** Most requests that had arrived and were not answered yet. */
	peakInFlight: number;
	/** Most open connections, those included that are being made or closed. */
	peakConnections: number;
	/** Notes that reached somebody, and how many agents got theirs twice or more often. */
	notes: number;
	notesTwice: number;
	/** Agents who have a limit for all three media types of job B. */
	limited: number;
}

export const SERVICE_AGENT = '999999';

/** The agents of the bench: 101, 102 and so on. */
export const agentId = (index: number): number => 101 + index;

/** Job B sets limits for these. */
export const BENCH_MEDIA_TYPES = ['1', '51', '53'];
