/**
 * Pending actions, by which n8n opens and stores a session:
 *
 * 1. A request needs a session, and the session cache of the agent (`sessionCache.ts`) has no valid one.
 * 2. A pending action is attached to the object that holds the credential's fields: by a node, which leaves their
 *    session token blank, or by `authenticate`, which throws a {@link PendingActionError} with the HTTP status 401.
 * 3. n8n sees the blank token or the 401 and runs the credential's `preAuthentication`.
 * 4. `preAuthenticate` takes the action. Without one it does nothing.
 * 5. The cache signs the agent in: once, however many requests wait for it.
 * 6. n8n stores the session in the credential, encrypted, for all nodes, executions and workers.
 * 7. n8n runs `authenticate`. It adds the Guid and the cookies to a request, which is then sent. For a request that only
 *    carries a node's pending action it throws an {@link ActionCompletedError} instead, so that request is never sent.
 * 8. When an answer brings a new Guid, a node sets a pending action to store it. Steps 3 to 7 follow without a sign-in.
 *
 * n8n runs `preAuthentication` for other reasons, too: its older helper, which the HTTP Request node uses,
 * does so after any failed request, and repeats the request if it gets a session. A note would be sent twice.
 * So a pending action is attached to the very object that n8n passes to both hooks, and it is carried out once.
 *
 * n8n 1.123 stores all fields of that object in step 6, not only the session. So a node passes a function that reads the
 * credential again, and the object then holds the fields as they are stored at that moment: no edit is undone.
 */
import type { Session } from '../session/session';

export type PendingAction =
	/** Sign in; `force` ends a session that the agent has elsewhere. */
	| { kind: 'signIn'; force: boolean }
	/** Test the credential. */
	| { kind: 'test' }
	/** Store a renewed session, without a sign-in. */
	| { kind: 'store'; session: Session };

/**
 * Reads the credential again, just before n8n stores a session in it. Must not throw.
 * @returns the stored fields, expressions unresolved; undefined if the credential cannot be read or names another
 *   account by now, so that nothing must be stored
 */
export type ReadStoredFields = () => Promise<Readonly<Record<string, unknown>> | undefined>;

interface StoredAction {
	action: PendingAction;
	taken: boolean;
	/** Set by a node; undefined if a request itself needs the session. */
	reread: ReadStoredFields | undefined;
}

const actions = new WeakMap<object, StoredAction>();

/** Makes n8n run `preAuthentication`. */
export class PendingActionError extends Error {
	/** n8n checks this status. */
	readonly response = { status: 401 };

	constructor() {
		super('The session has to be prepared first');
		this.name = 'PendingActionError';
	}
}

/** Thrown instead of sending a request that only carried a node's pending action: the action was carried out. */
export class ActionCompletedError extends Error {
	constructor() {
		super('The session is prepared');
		this.name = 'ActionCompletedError';
	}
}

/**
 * Attaches a pending action to a credential's fields. One that is still pending there stays: a node has set it.
 * @param reread set by a node whose request only carries the action
 * @returns the error to throw if the session token is not blank
 */
export function setPendingAction(
	fields: object,
	action: PendingAction,
	reread?: ReadStoredFields,
): PendingActionError {
	if (!isActionPending(fields)) actions.set(fields, { action, taken: false, reread });
	return new PendingActionError();
}

/** The function that reads the credential again; undefined unless a node has set the action. */
export const rereaderOf = (fields: object): ReadStoredFields | undefined =>
	actions.get(fields)?.reread;

/**
 * Ends a request that only carries a node's pending action.
 * @throws {ActionCompletedError} or, before the action is taken, {PendingActionError}
 */
export function endCarrier(fields: object): void {
	if (rereaderOf(fields) === undefined) return;
	throw isActionPending(fields) ? new PendingActionError() : new ActionCompletedError();
}

/** Takes the pending action of a credential's fields. The caller carries it out. */
export function takePendingAction(fields: object): PendingAction | undefined {
	const stored = actions.get(fields);
	if (stored === undefined || stored.taken) return undefined;
	stored.taken = true;
	return stored.action;
}

/** Returns true if an action was set and is not taken yet. */
export const isActionPending = (fields: object): boolean => actions.get(fields)?.taken === false;

/** Returns true if the action that was set has been taken. */
export const wasActionTaken = (fields: object): boolean => actions.get(fields)?.taken === true;
