/** The evidence of a run of the trigger. Times are milliseconds since 1970. */
import type { Life, OpenedSession } from '../records';

/** Identifies an event: kind, time, and the number given by the source. */
export type EventKey = string;

/** An event that a poll took from the gateway's queue. */
export interface HandedOut {
	key: EventKey;
	/** Time of the answer, sent or not. */
	at: number;
	/** True if the answer was sent completely: without a fault, to a connected client. */
	arrived: boolean;
}

/** An event that started an execution, from n8n's database. */
export interface Started {
	key: EventKey;
	execution: string;
	status: string;
	/** Time at which n8n first stored the execution. */
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

/** All evidence of a run. */
export interface TriggerEvidence {
	/** Events not fetched long after the last event and the last fault. */
	left: number;
	handedOut: HandedOut[];
	/** Number of executions in n8n's database. */
	executions: number;
	started: Started[];
	/** Failed executions without an event, recorded by the trigger. */
	reported: number;
	/** Number of republications, and orderly restarts of n8n. */
	republished: number;
	restarts: Restart[];
	polls: Poll[];
	/** Sessions of the service agent. */
	sessions: OpenedSession[];
	/** Sign-in requests, and those with a fault. */
	signIns: { all: number; spoiled: number };
	/** Polls without an answer, each of which may cost a session. */
	stalledPolls: number;
	/** Number of times the gateway lost its sessions. */
	forgotten: number;
	/** Requests by operation, and faults that occurred. */
	requests: Record<string, number>;
	faults: Record<string, number>;
	/** The life of n8n's main process. */
	lives: Life[];
	/** Start and end of the source of events, and time of the deactivation. */
	from: number;
	until: number;
	deactivatedAt: number;
}
