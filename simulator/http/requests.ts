import type { RawQuery } from '../gateway/contract';
import type { QueuedEvent } from '../site/events';
import type { FaultKind } from './faultKinds';
import type { OperationId } from '../operations';

/** A request that reached the HTTP layer, and its result. */
export interface RecordedRequest {
	/** Arrival by the simulator's clock, milliseconds since 1970. */
	at: number;
	/** Upper case. */
	method: string;
	/** Below `/agentgateway/resource`, undecoded, without the query. */
	path: string;
	query: RawQuery;
	/** Names in lower case. Contains the request's Guid. */
	headers: Readonly<Record<string, string>>;
	/**
	 * Milliseconds since the request's Guid was issued, if it ever was a Guid of this simulator. The
	 * Guids that agents start with were issued at the start or the latest reset.
	 */
	guidAge?: number;
	/** True if that Guid was invalid on arrival: expired, or its session over. */
	deadGuid?: boolean;
	/** Contains the password of a sign-in. Parsed JSON; the text itself if it is no JSON; undefined if there is none. */
	body: unknown;
	/** Undefined when no operation has the path and the verb. */
	operation?: OperationId;
	/** The agent the path names. */
	agentId?: string;
	/** The gateway's decision, also when a fault keeps it from the client. */
	retcode?: string;
	/** HTTP status sent; undefined when no answer was. */
	status?: number;
	/** Of a poll: the event that it took from the queue, also when a fault keeps it from the client. */
	event?: QueuedEvent;
	/** True if the operation was accepted and performed. */
	carriedOut: boolean;
	/** The fault that applied to the request. */
	fault?: FaultKind;
	/**
	 * Arrival and end, in milliseconds of `performance.now()`, which also runs while a manual clock
	 * stands still. The end is the moment before the answer is sent: a request that a client sends
	 * after this one was answered always starts later.
	 */
	startedAt: number;
	endedAt?: number;
}
