/**
 * The n8n server or worker that polls an agent's events. The session names it, and all others read it from the
 * credential: a second poller would take events from the trigger.
 */
import { randomBytes } from 'node:crypto';
import { POLL_WAIT_MS } from '../operations/pollEvents';
import type { Session } from './session';
import type { SessionAccount } from '../values/settings';

/** ID of this server or worker while it runs. */
export const THIS_PROCESS = randomBytes(9).toString('base64url');

/** A run renews a session once its Guid is older than this part of its life. */
export const RENEW_AFTER = 0.4;

/** A running trigger has renewed its session before this part of a Guid's life. */
const OWNER_RENEWS_BY = 0.75;

/** Time that storing a renewed session takes, in ms. */
const STORE_TIME_MS = 2_000;

/** Any process renews a Guid this close to its end, in ms. */
const LAST_CHANCE_MS = 2_000;

/**
 * Age of a session's Guid at which a run renews it, in ms. A trigger obtains the next one by a poll that begins before
 * half the Guid's life and lasts ten seconds.
 */
export function renewalDue(
	{ listener }: Pick<Session, 'listener'>,
	{ guidLifetime }: Pick<SessionAccount, 'guidLifetime'>,
): number {
	if (listener === undefined) return RENEW_AFTER * guidLifetime;
	const byOwner = Math.max(
		OWNER_RENEWS_BY * guidLifetime,
		guidLifetime / 2 + POLL_WAIT_MS + STORE_TIME_MS,
	);
	return Math.min(byOwner, guidLifetime - LAST_CHANCE_MS);
}

/** Returns true if a trigger in another server or worker seems to poll the events of the session's agent. */
export const isPolledElsewhere = (
	session: Session,
	account: SessionAccount,
	now: number,
): boolean =>
	session.listener !== undefined &&
	session.listener !== THIS_PROCESS &&
	now - session.renewedAt < renewalDue(session, account);
