/** What a run leaves behind, for the judge and the figures. Times are milliseconds since 1970. */

/** What can be killed. */
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
	/** Undefined: it ended before it was ready. */
	readyAt?: number;
	/** Undefined: it lived to the end of the run. */
	endedAt?: number;
	end?: 'killed' | 'byItself';
	/** Of a worker: executions that it took up and that it finished, by its own log. */
	taken: string[];
	finished: string[];
	memory: MemorySample[];
}

/** Memory of a process just after its garbage was collected, in bytes. */
export interface MemorySample {
	at: number;
	/** JavaScript objects. */
	heapUsed: number;
	/** Everything that the process holds. */
	rss: number;
}

/** A webhook that was called. */
export interface Call {
	flow: FlowName;
	/** Tells calls apart. */
	run: number;
	at: number;
	/** HTTP status; undefined if no answer came. */
	status?: number;
	/** The execution that n8n says it has started. */
	execution?: string;
}

export type Outcome = 'accepted' | 'rejected' | 'unknown' | 'notAttempted';

/** What a node reported of a note to one recipient. */
export interface NoteItem {
	recipient: string;
	outcome: Outcome;
}

/** What a node reported of one agent. */
export interface SettingItem {
	operation: string;
	agentId: string;
	value: string;
	outcome: Outcome;
}

/** An execution as n8n's database has it. */
export interface StoredRun {
	id: string;
	flow: FlowName;
	/** Of the call that started it; undefined for a schedule, or if n8n has lost it. */
	run?: number;
	status: string;
	createdAt: number;
	startedAt?: number;
	stoppedAt?: number;
	/** Whether n8n holds what all its nodes reported: items, or the error that stopped it. */
	reported: boolean;
	/** How many are said to be accepted by the error that stopped it. */
	claimed?: number;
	notes: NoteItem[];
	settings: SettingItem[];
}

/** A note as a recipient found it. */
export interface FoundNote {
	recipient: string;
	content: string;
}

/** A request as the gateway saw it, or rather what concerns the judge. */
export interface SeenRequest {
	at: number;
	endedAt: number;
	operation: string;
	/** The agent in the path. */
	agentId: string;
	/** The service agent whose session it came in. */
	account: string;
	carriedOut: boolean;
	/** Whether the client may not have got the answer: a fault kept it, or a connection broke. */
	spoiled: boolean;
	fault?: string;
	retcode?: string;
	/** Of a note: its text and its recipients. */
	content?: string;
	recipients?: string[];
	/** Of a limit, a status, a reason: its value. */
	value?: string;
}

/** A session that was opened by signing in. */
export interface OpenedSession {
	agentId: string;
	openedAt: number;
	endedAt?: number;
	end?: string;
}

/** All of a run. */
export interface Evidence {
	lives: Life[];
	calls: Call[];
	stored: StoredRun[];
	notes: FoundNote[];
	requests: SeenRequest[];
	sessions: OpenedSession[];
	/** Milliseconds after which a silent session ends, and that a request waits for its answer. */
	idleTimeout: number;
	timeout: number;
	/** When the load began and ended. */
	from: number;
	until: number;
}

/** Something that must not be. */
export interface Finding {
	/** Which promise is broken. */
	promise: string;
	text: string;
}
