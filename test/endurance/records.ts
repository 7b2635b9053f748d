/** The evidence of a run, for the judge and the figures. Times are milliseconds since 1970. */

/** A part that can be killed. */
export type PartName = 'main' | 'worker-1' | 'worker-2' | 'Redis' | 'gateway';

/**
 * The workflows under load: notes started by a webhook (`hook`), in steps that stop at the first failure
 * (`strict`), by a schedule (`tick`); limits, statuses and busy, started by a webhook (`settings`).
 */
export const FLOWS = ['hook', 'strict', 'tick', 'settings'] as const;
export type FlowName = (typeof FLOWS)[number];

/** One life of a part, from its start to its end. */
export interface Life {
	part: PartName;
	startedAt: number;
	/** Undefined if it ended before it was ready. */
	readyAt?: number;
	/** Undefined if it lived to the end of the run. */
	endedAt?: number;
	end?: 'killed' | 'byItself';
	/** For a worker: executions taken and finished, from its log. */
	taken: string[];
	finished: string[];
	memory: MemorySample[];
}

/** Memory of a process after a garbage collection, in bytes. */
export interface MemorySample {
	at: number;
	/** Memory of JavaScript objects. */
	heapUsed: number;
	/** Resident memory of the process. */
	rss: number;
}

/** A call of a webhook. */
export interface Call {
	flow: FlowName;
	/** Number of the call. */
	run: number;
	at: number;
	/** HTTP status; undefined if no answer came. */
	status?: number;
	/** The started execution, from n8n's answer. */
	execution?: string;
}

export type Outcome = 'accepted' | 'rejected' | 'unknown' | 'notAttempted';

/** A node's report about a note to one recipient. */
export interface NoteItem {
	recipient: string;
	outcome: Outcome;
}

/** A node's report about one agent. */
export interface SettingItem {
	operation: string;
	agentId: string;
	value: string;
	outcome: Outcome;
}

/** An execution in n8n's database. */
export interface StoredRun {
	id: string;
	flow: FlowName;
	/** Number of the call that started it; undefined for a schedule, or if n8n has lost it. */
	run?: number;
	status: string;
	createdAt: number;
	startedAt?: number;
	stoppedAt?: number;
	/** True if n8n has the reports of all its nodes: items, or the error that stopped it. */
	reported: boolean;
	/** Number of accepted notes in the error that stopped it. */
	claimed?: number;
	notes: NoteItem[];
	settings: SettingItem[];
}

/** A note as received. */
export interface FoundNote {
	recipient: string;
	content: string;
}

/** The fields of a request at the gateway that the judge uses. */
export interface SeenRequest {
	at: number;
	endedAt: number;
	operation: string;
	/** The agent in the path. */
	agentId: string;
	/** The service agent of its session. */
	account: string;
	carriedOut: boolean;
	/** True if the client may not have received the answer, because of a fault or a broken connection. */
	spoiled: boolean;
	fault?: string;
	retcode?: string;
	/** For a note: its text and recipients. */
	content?: string;
	recipients?: string[];
	/** For a limit, a status or a reason: its value. */
	value?: string;
}

/** A session opened by a sign-in. */
export interface OpenedSession {
	agentId: string;
	openedAt: number;
	endedAt?: number;
	end?: string;
}

/** All evidence of a run. */
export interface Evidence {
	lives: Life[];
	calls: Call[];
	stored: StoredRun[];
	notes: FoundNote[];
	requests: SeenRequest[];
	sessions: OpenedSession[];
	/** Idle time-out of a session, and time limit of a request, in ms. */
	idleTimeout: number;
	timeout: number;
	/** Start and end of the load. */
	from: number;
	until: number;
}

/** A broken promise. */
export interface Finding {
	/** The text of the promise. */
	promise: string;
	text: string;
}
