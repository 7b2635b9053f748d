/** A service agent with a shared session, and its sign-in as done by n8n; for tests on a manual clock. */
import type { Exchange } from '../../gateway/http/exchange';
import type { GatewayRequest } from '../../gateway/operations/request';
import type { SessionCache } from '../../gateway/session/sessionCache';
import { lostAtOnce, type SessionContext } from '../../gateway/session/sessionContext';
import { type Session, writeSession } from '../../gateway/session/session';
import { signIn, SignInError } from '../../gateway/session/signIn';
import type { AgentId } from '../../gateway/values/agentId';
import type { Account } from '../../gateway/values/settings';

export const SERVICE_AGENT_ID = '31900' as AgentId;
export const PASSWORD = 'Service-31900';

/** Lifetime of a Guid at the gateway, in ms. */
export const GUID_LIFETIME = 120_000;

/** The account in the credential; each test may change its own copy. */
export const serviceAccount = (baseUrl = 'https://cc.example.com/agentgateway/resource') => ({
	baseUrl,
	agentId: SERVICE_AGENT_ID,
	password: PASSWORD,
	phonenum: '6900',
	takeOver: false,
	guidLifetime: GUID_LIFETIME,
});

/** An account in one process: its cache, and the means to send. */
export interface AccountAccess {
	cache: SessionCache;
	account: Account;
	send: (request: GatewayRequest, session?: Session) => Promise<Exchange>;
}

/** Signs in through a session cache, and stores the session. */
export const signInAt =
	(
		credential: { stored: string },
		{ cache, account, send }: AccountAccess,
	): SessionContext['adapter']['signIn'] =>
	async (force) => {
		try {
			const opened = await cache.signIn(
				account,
				{ interactive: false, force },
				async () =>
					await signIn({ account, force, send, now: cache.now, onFacts: cache.learnSignIn }),
			);
			credential.stored = writeSession(opened);
			return cache.current(account) ?? new SignInError('other', lostAtOnce(account));
		} catch (error) {
			if (error instanceof SignInError) return error;
			throw error;
		}
	};
