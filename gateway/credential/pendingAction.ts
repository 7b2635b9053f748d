/**
 * How a session is opened. CONTRIBUTING.md says the same, under "How a session is opened".
 *
 * 1. A request needs a session, and the session cache of the agent (`sessionCache.ts`) knows none that is still good.
 * 2. A pending action is set with the object that holds the credential's fields: by a node, which leaves
 *    their session token blank, or by `authenticate`, which throws an error with the HTTP status 401.
 * 3. n8n sees the blank token or the 401 and runs the credential's `preAuthentication`.
 * 4. `preAuthenticate` takes the action. Where there is none it does nothing.
 * 5. The cache signs the agent in: once, however many ask at the same time.
 * 6. n8n stores the session in the credential, encrypted, for all nodes, executions and workers.
 * 7. n8n runs `authenticate`, which puts the Guid and the cookies on the request, and it goes out. The request that
 *    a node hands over only to carry its order is ended there instead, by an `ActionCompletedError`: it is not sent.
 * 8. When an answer brings a new Guid, a node places a pending action to store it. The steps from 3 on follow,
 *    and nobody is signed in.
 *
 * n8n runs `preAuthentication` for other reasons, too: its older helper, which the HTTP Request node uses,
 * does so after any failed request, and repeats the request if it gets a session. A note would be sent twice.
 * So a pending action is kept with the very object that n8n hands to both hooks, and it is carried out once.
 *
 * n8n 1.123 stores all fields of that object in step 6, not only the session. So a node hands over how to read the
 * credential again, and the object holds what is stored at that moment: nobody's edits are undone.
 */
import type { Session } from '../session/session';

export type PendingAction =
	/** Sign in, if need be by ending the session that the agent has elsewhere. */
	| { kind: 'signIn'; force: boolean }
	/** Find out for the credential test what works and what does not. */
	| { kind: 'test' }
	/** Store a session that was renewed; nobody is signed in. */
	| { kind: 'store'; session: Session };

/**
 * Reads the credential again, just before n8n stores a session in it. Must not throw.
 * @returns the fields as they are stored, expressions unresolved; undefined where the credential cannot be read or
 *   names another account by now, so that nothing is to be stored
 */
export type ReadStoredFields = () => Promise<Readonly<Record<string, unknown>> | undefined>;

interface StoredAction {
	action: PendingAction;
	taken: boolean;
	/** A node's; undefined where a request of its own needs the session. */
	reread: ReadStoredFields | undefined;
}

const actions = new WeakMap<object, StoredAction>();

/** What makes n8n run `preAuthentication`. */
export class PendingActionError extends Error {
	/** What n8n looks at. */
	readonly response = { status: 401 };

	constructor() {
		super('The session has to be prepared first');
		this.name = 'PendingActionError';
	}
}

/** Thrown in place of sending a request that only carried a node's order: the order was carried out. */
export class ActionCompletedError extends Error {
	constructor() {
		super('The session is prepared');
		this.name = 'ActionCompletedError';
	}
}

/**
 * Places a pending action with a credential's fields. One that still waits there stays: it is a node's.
 * @param reread of a node that hands over a request only to carry the order
 * @returns what to throw where the session token is not blank
 */
export function setPendingAction(
	fields: object,
	action: PendingAction,
	reread?: ReadStoredFields,
): PendingActionError {
	if (!isActionPending(fields)) actions.set(fields, { action, taken: false, reread });
	return new PendingActionError();
}

/** How to read the credential again that a node's order was placed with; undefined for other orders. */
export const rereaderOf = (fields: object): ReadStoredFields | undefined =>
	actions.get(fields)?.reread;

/** Ends a request that only carries a node's order. @throws {ActionCompletedError} or, before it is taken, {OrderPlaced} */
export function endCarrier(fields: object): void {
	if (rereaderOf(fields) === undefined) return;
	throw isActionPending(fields) ? new PendingActionError() : new ActionCompletedError();
}

/** The action that waits with a credential's fields. Whoever takes it carries it out. */
export function takePendingAction(fields: object): PendingAction | undefined {
	const stored = actions.get(fields);
	if (stored === undefined || stored.taken) return undefined;
	stored.taken = true;
	return stored.action;
}

/** Whether a pending action was set and is not taken yet. */
export const isActionPending = (fields: object): boolean => actions.get(fields)?.taken === false;

/** Whether the action that was set has been taken. */
export const wasActionTaken = (fields: object): boolean => actions.get(fields)?.taken === true;
