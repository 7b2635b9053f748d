import type { Clock } from './clock';
import type { Retcode } from './retcodes';
import type { Agent, Site } from './state';
import type { Switches } from './switches';

/** A request that passed all checks of the OpenAPI document and of the session. */
export interface Call {
	/** The agent the path names; signed in. */
	agent: Agent;
	path: Readonly<Record<string, string>>;
	/** Typed as the OpenAPI document says: integers are numbers, booleans are booleans. */
	query: Readonly<Record<string, unknown>>;
	body: unknown;
	site: Site;
	switches: Readonly<Switches>;
	clock: Clock;
}

/** What the gateway decided. */
export interface Outcome {
	retcode: Retcode;
	/** Ignored where the operation's answer has no `result`. */
	result: object | null;
}

/** One interface of the gateway. */
export interface Operation {
	/** The keys of an answer, in the order of the document's sample. */
	answer: ReadonlyArray<'result' | 'message' | 'retcode'>;
	/** Checks permission and state, changes the state and queues the events. */
	carryOut(call: Call): Outcome;
}

export const accepted = (result: Outcome['result'] = {}): Outcome => ({ retcode: '0', result });

/** `result` is `{}` on failure (the newer Chinese page of sendnoteletex says so, cec_07_1205). */
export const refused = (retcode: Retcode): Outcome => ({ retcode, result: {} });
