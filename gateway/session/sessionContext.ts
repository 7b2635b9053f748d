/** The account, the cache and the adapter of a session; sending and storing are injected. */
import type { SessionCache } from './sessionCache';
import { type Exchange, noSession, type NoSession } from '../http/exchange';
import type { GatewayRequest } from '../operations/request';
import type { Session } from './session';
import type { SessionAccount } from '../values/settings';
import type { SignInError } from './signIn';

/** n8n's side of a session. */
export interface SessionAdapter {
	/** Sends a request in a session. Must not throw. */
	sendIn: (request: GatewayRequest, session: Session, timeout?: number) => Promise<Exchange>;
	/** Reads the session token that is stored in the credential now. Must not throw. */
	readStored: () => Promise<unknown>;
	/**
	 * Signs in through {@link SessionCache.signIn} and stores the session. Must not throw.
	 * @returns the session in use, even if it could not be stored; otherwise the reason why there is none
	 */
	signIn: (force: boolean) => Promise<Session | SignInError>;
	/** Stores a session that is newer than the stored one. Must not throw. */
	store: (session: Session) => Promise<void>;
}

/** A session's account, its cache, and n8n's side of it. */
export interface SessionContext {
	account: SessionAccount;
	cache: SessionCache;
	adapter: SessionAdapter;
	/** Returns true if the credential was changed or deleted since it was read. */
	outdated?: () => boolean;
}

/** The stored session, or one that this process has opened meanwhile. */
export async function findStored({
	account,
	cache,
	adapter,
}: SessionContext): Promise<Session | undefined> {
	cache.adoptStored(await adapter.readStored(), account);
	return cache.current(account);
}

/** Result for a run that was cancelled before its agent was signed in. */
export const SIGN_IN_ABORTED = noSession({
	outcome: 'notAttempted',
	aborted: true,
	meaning: 'the run ended while the agent was being signed in',
	remedy: 'Run the workflow again for what is missing.',
});

/** Result for a new session that was lost at once. */
export const lostAtOnce = ({ agentId }: Pick<SessionAccount, 'agentId'>): NoSession =>
	noSession({
		outcome: 'rejected',
		meaning: `agent ${agentId} was signed in, and its session was lost at once`,
		remedy:
			'Somebody else may be signing in with this agent ID, or a proxy or load balancer may drop the cookies of the session. Give the credential an agent of its own.',
	});
