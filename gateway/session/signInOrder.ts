/**
 * How a node asks n8n to run the credential's `preAuthentication`, which signs in and whose result n8n
 * stores: it hands over the credential with an order in the place of the session.
 */
import { readSession, type Session, writeSession } from './session';

export type Order =
	/** Sign in, if need be by ending the session that the agent has elsewhere. */
	| { kind: 'signIn'; force: boolean }
	/** Store a session that was renewed; nobody is signed in. */
	| { kind: 'store'; session: Session };

const SIGN_IN = 'order: sign in';
const TAKE_OVER = 'order: take over';
const STORE = 'order: store ';

/** The text for the credential's field `sessionToken`. */
export const writeOrder = (order: Order): string => {
	if (order.kind === 'store') return STORE + writeSession(order.session);
	return order.force ? TAKE_OVER : SIGN_IN;
};

export const isOrder = (sessionToken: unknown): boolean => readOrder(sessionToken) !== undefined;

/** Reads what `writeOrder` wrote; undefined for a session, an empty field, and anything else. */
export function readOrder(sessionToken: unknown): Order | undefined {
	if (typeof sessionToken !== 'string') return undefined;
	if (sessionToken === SIGN_IN) return { kind: 'signIn', force: false };
	if (sessionToken === TAKE_OVER) return { kind: 'signIn', force: true };
	if (!sessionToken.startsWith(STORE)) return undefined;
	const session = readSession(sessionToken.slice(STORE.length));
	return session && { kind: 'store', session };
}
