/** The desks of this n8n server or worker, one per account. */
import { createHmac, randomBytes } from 'node:crypto';
import { Desk } from './sessionCache';
import type { Account } from '../values/settings';

/** A desk that nobody has used for so long is forgotten. In ms. */
const IDLE_FOR = 3_600_000;

/** For this process only. */
const SALT = randomBytes(32);

/** Passwords are not kept: a key is a hash. */
const desks = new Map<string, Desk>();

/**
 * The desk of an agent at a gateway. Whoever does not know the password gets another one: a session is
 * for those only who could open it themselves.
 */
export function deskOf({
	baseUrl,
	agentId,
	password,
}: Pick<Account, 'baseUrl' | 'agentId' | 'password'>): Desk {
	for (const [key, desk] of desks) if (desk.isIdle(IDLE_FOR)) desks.delete(key);
	const account = JSON.stringify([baseUrl, agentId, password]);
	const key = createHmac('sha256', SALT).update(account).digest('base64');
	const known = desks.get(key) ?? new Desk(() => Date.now());
	desks.set(key, known);
	known.touch();
	return known;
}
