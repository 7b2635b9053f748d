/** What the keeping of a session needs and uses; sending, waiting and storing are handed in. */
import type { SessionCache } from './sessionCache';
import { type Exchange, noSession, type NoSession } from '../http/exchange';
import type { GatewayRequest } from '../operations/request';
import type { Session } from './session';
import type { SessionAccount } from '../values/settings';
import type { SignInError } from './signIn';

/** What a client uses. */
export interface SessionAdapter {
	/** Puts a request on the wire, in a session. Must not throw. */
	sendIn: (request: GatewayRequest, session: Session, timeout?: number) => Promise<Exchange>;
	/** The text that is stored in the credential now. Must not throw. */
	readStored: () => Promise<unknown>;
	/** Signs in through {@link SessionCache.signIn} and stores the session. Returns why it did not work. */
	signIn: (force: boolean) => Promise<SignInError | undefined>;
	/** Stores a session that is newer than the stored one. Must not throw. */
	store: (session: Session) => Promise<void>;
}

/** Whose session is kept, what is known of it, and by which means. */
export interface SessionContext {
	account: SessionAccount;
	cache: SessionCache;
	adapter: SessionAdapter;
	/** Whether the credential was changed or deleted since it was read. */
	outdated?: () => boolean;
}

/** The stored session, or one that somebody in this process has opened meanwhile. */
export async function findStored({
	account,
	cache,
	adapter,
}: SessionContext): Promise<Session | undefined> {
	cache.adoptStored(await adapter.readStored(), account);
	return cache.current(account);
}

/** What is told where a new session does not last. */
export const lostAtOnce = ({ agentId }: Pick<SessionAccount, 'agentId'>): NoSession =>
	noSession({
		outcome: 'rejected',
		meaning: `agent ${agentId} was signed in, and its session was lost at once`,
		remedy:
			'Somebody else may be signing in with this agent ID, or a proxy or load balancer may drop the cookies of the session. Give the credential an agent of its own.',
	});
