/** The desks of this n8n server or worker, one per account. */
import { Desk } from './desk';
import type { Account } from '../values/settings';

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
	const key = JSON.stringify([baseUrl, agentId, password]);
	const known = desks.get(key) ?? new Desk(() => Date.now());
	desks.set(key, known);
	return known;
}
