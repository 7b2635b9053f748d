/** What a run of the trigger leaves behind. Times are milliseconds since 1970. */
import type { Life, OpenedSession } from '../records';

/** What tells events apart: kind, the moment at which it came about, and the number that the source gave it. */
export type EventKey = string;

/** An event that a poll took from the gateway's queue. */
export interface HandedOut {
	key: EventKey;
	/** When the answer was sent, or would have been. */
	at: number;
	/** Whether the answer was sent whole: no fault, and nobody had hung up. */
	arrived: boolean;
}

/** An event that an execution began with, as n8n's database has it. */
export interface Started {
	key: EventKey;
	execution: string;
	status: string;
	/** When n8n stored the execution first. */
	createdAt: number;
}

/** A poll, from its arrival to its end. */
export interface Poll {
	at: number;
	endedAt: number;
}

/** An orderly restart of n8n, from the signal to its end. */
export interface Restart {
	from: number;
	until: number;
}

/** All of a run. */
export interface TriggerEvidence {
	/** Events that were not fetched, long after the last one came about and nothing failed any more. */
	left: number;
	handedOut: HandedOut[];
	/** How many n8n has. */
	executions: number;
	started: Started[];
	/** Failed executions that the trigger recorded, without an event. */
	reported: number;
	/** How often the workflow was published again, and n8n stopped in order. */
	republished: number;
	restarts: Restart[];
	polls: Poll[];
	/** Sessions of the service agent. */
	sessions: OpenedSession[];
	/** Requests to sign in, and those of them that a fault spoiled. */
	signIns: { all: number; spoiled: number };
	/** Polls that were never answered: each may cost a session. */
	stalledPolls: number;
	/** How often the gateway forgot its sessions. */
	forgotten: number;
	/** Requests by operation, and faults that struck. */
	requests: Record<string, number>;
	faults: Record<string, number>;
	/** The life of n8n's main process. */
	lives: Life[];
	/** When the source of events began and ended, and when the workflow was deactivated. */
	from: number;
	until: number;
	deactivatedAt: number;
}
