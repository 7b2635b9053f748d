import type { Clock } from '../site/clock';
import type { Retcode } from './retcodes';
import type { Site } from '../site/site';
import type { QueuedEvent } from '../site/events';
import type { Agent } from '../site/state';
import type { Switches } from '../site/switches';

/** A request that passed all checks of the OpenAPI document and of the session. */
export interface Call {
	/** The agent in the path; signed in, unless the operation is open to `anyone`. */
	agent: Agent;
	path: Readonly<Record<string, string>>;
	/** Typed as the OpenAPI document says: integers are numbers, booleans are booleans. */
	query: Readonly<Record<string, unknown>>;
	body: unknown;
	site: Site;
	switches: Readonly<Switches>;
	clock: Clock;
	/** Aborted when the client disconnects. */
	signal: AbortSignal;
}

/** The gateway's decision. */
export interface Outcome {
	retcode: Retcode;
	/** Default: the text of the retcode. */
	message?: string;
	/** Ignored where the answer that the OpenAPI document describes has no `result`. */
	result?: object | number | null;
	/** The event that was taken from the agent's queue, as the answer shows it. */
	event?: QueuedEvent;
	/** Answered by HTTP alone, with this status and without JSON. */
	httpStatus?: number;
	headers?: Readonly<Record<string, string | string[]>>;
}

/** The answer of a gateway that does not know the address; undefined if it does. */
export type UnknownHere = 404 | '000-002' | undefined;

/** One interface of the gateway. */
export interface Operation {
	/**
	 * The allowed callers: `anyone`, also without a session; only the agent's `own` Guid; by default, those of the
	 * switch `guidScope`. That the calls about a session need its own Guid is a judgement.
	 */
	caller?: 'anyone' | 'own';
	/** The refusal of a gateway that does not know it, if any. Default: every gateway does. */
	unknownHere?(switches: Readonly<Switches>): UnknownHere;
	/** True if it is allowed while the password must be changed. Default false. */
	whilePasswordDue?: boolean;
	/** True if the answer brings a Guid that is new to the client. Default false. */
	bringsGuid?: boolean;
	/**
	 * Corrects a body that a lenient gateway would take, before the OpenAPI document validates it. The body is parsed
	 * JSON of any kind. Default: the body as it is.
	 */
	tolerate?(body: unknown, switches: Readonly<Switches>): unknown;
	/** True for the queries whose number is limited (api-cec, cec_07_0584). Default false. */
	isQuery?: boolean;
	/** Checks permission and state, changes the state and queues the events. */
	carryOut(call: Call): Outcome | Promise<Outcome>;
}

export const accepted = (result: Outcome['result'] = {}): Outcome => ({ retcode: '0', result });

/** `result` is `{}` on failure (the newer Chinese page of sendnoteletex says so, cec_07_1205). */
export const refused = (retcode: Retcode): Outcome => ({ retcode, result: {} });

/** A refusal by a retcode, or by HTTP alone with this status. */
export const refusedBy = (answer: Retcode | 'http', status: number): Outcome =>
	answer === 'http' ? { retcode: '000-003', httpStatus: status } : refused(answer);

/** Success as the samples of queries and inspections word it: without a message. */
export const answered = (result: Outcome['result'] = {}): Outcome => ({
	retcode: '0',
	message: '',
	result,
});
