/** The session caches of this n8n server or worker: one per account, or per pasted Guid. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../values/settings';
import { Registry } from '../values/registry';
import { SessionCache } from './sessionCache';

/** A cache that was not used for this long, in ms, is dropped. */
const IDLE_TTL_MS = 3_600_000;

/** For this process only. */
const SALT = randomBytes(32);

const caches = new Registry<SessionCache>((cache) => cache.isIdle(IDLE_TTL_MS));

/** The agent of a session, and the secret that proves the right to use it. */
export type SessionKey = Pick<Account, 'baseUrl' | 'agentId'> &
	(Pick<Account, 'password'> | { pastedGuid: string });

/**
 * The cache of an agent at a gateway. Another password, or another pasted Guid, gives another cache: a session is only
 * for those who could open it themselves. Secrets are not kept: the registry's key is a hash.
 */
export function sessionCacheFor(sessionKey: SessionKey): SessionCache {
	const { baseUrl, agentId } = sessionKey;
	const secret =
		'pastedGuid' in sessionKey
			? { guid: sessionKey.pastedGuid }
			: { password: sessionKey.password };
	const text = JSON.stringify([baseUrl, agentId, secret]);
	const key = createHmac('sha256', SALT).update(text).digest('base64');
	const cache = caches.get(key, () => new SessionCache(() => Date.now()));
	cache.markUsed();
	return cache;
}
