/**
 * Which n8n server or worker asks for an agent's events. A session says so, and by way of the credential all others
 * know: who polls beside a trigger takes events from it.
 */
import { randomBytes } from 'node:crypto';
import { POLL_WAIT_MS } from '../operations/pollEvents';
import type { Session } from './session';
import type { SessionAccount } from '../values/settings';

/** This server or worker, as long as it runs. */
export const THIS_PROCESS = randomBytes(9).toString('base64url');

/** A run renews a session once its Guid is older than this part of its life. */
export const RENEW_AFTER = 0.4;

/** A trigger has renewed its session before this part of a Guid's life, unless it is gone. */
const OWNER_RENEWS_BY = 0.75;

/** How long a renewed session takes to be stored, in ms. */
const STORE_TIME_MS = 2_000;

/** A Guid so close to its end, in ms, is better renewed by anybody. */
const LAST_CHANCE_MS = 2_000;

/**
 * How old a session's Guid gets before a run renews it, in ms. A trigger gets the next one by a poll that begins
 * before half the Guid's life and lasts ten seconds.
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

/** Whether a trigger in another server or worker asks for the events of the session's agent, as far as can be told. */
export const isPolledElsewhere = (
	session: Session,
	account: SessionAccount,
	now: number,
): boolean =>
	session.listener !== undefined &&
	session.listener !== THIS_PROCESS &&
	now - session.renewedAt < renewalDue(session, account);
