/** The caches of this n8n server or worker, one per account. */
import { createHmac, randomBytes } from 'node:crypto';
import { SessionCache } from './sessionCache';
import type { Account } from '../values/settings';

/** A cache that nobody has used for so long is forgotten. In ms. */
const IDLE_TTL_MS = 3_600_000;

/** For this process only. */
const SALT = randomBytes(32);

/** Passwords are not kept: a key is a hash. */
const caches = new Map<string, SessionCache>();

/**
 * The cache of an agent at a gateway. Whoever does not know the password gets another one: a session is
 * for those only who could open it themselves.
 */
export function sessionCacheFor({
	baseUrl,
	agentId,
	password,
}: Pick<Account, 'baseUrl' | 'agentId' | 'password'>): SessionCache {
	for (const [key, cache] of caches) if (cache.isIdle(IDLE_TTL_MS)) caches.delete(key);
	const account = JSON.stringify([baseUrl, agentId, password]);
	const key = createHmac('sha256', SALT).update(account).digest('base64');
	const known = caches.get(key) ?? new SessionCache(() => Date.now());
	caches.set(key, known);
	known.markUsed();
	return known;
}
