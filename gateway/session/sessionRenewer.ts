/** How a session that is in use gets its next Guid, and how that is stored. */
import { judge } from '../answer/judge';
import type { Exchange } from '../http/exchange';
import { isRecord } from '../answer/fields';
import { findStored, type SessionContext } from './sessionContext';
import { RENEW_AFTER, renewalDue, THIS_PROCESS } from './pollOwner';
import { updateGuid } from '../operations/updateGuid';
import { POLL_WAIT_MS, pollEvents } from '../operations/pollEvents';
import type { GatewayRequest } from '../operations/request';
import { readGuid, renewed, type Session } from './session';

/** A gateway that replaces Guids at all has done so before this part of a Guid's life. */
const REPLACED_BY = 0.6;

/** How long to wait for the answer of a poll, in ms: the gateway itself waits ten seconds for an event. */
const POLL_TIMEOUT_MS = POLL_WAIT_MS + 10_000;

export class SessionRenewer {
	private storing: Promise<void> = Promise.resolve();

	constructor(private readonly sessionContext: SessionContext) {}

	/** Resolves when nothing is left to be stored; a poll that is still under way does not count. */
	async settled(): Promise<void> {
		await this.storing;
	}

	/** Sends a request in a session and takes over the new Guid that its answer may bring along. */
	async sendAndRenew(
		request: GatewayRequest,
		session: Session,
		timeout?: number,
	): Promise<Exchange> {
		const { cache, account, adapter } = this.sessionContext;
		const requestedAt = cache.now();
		const exchange = await adapter.sendIn(request, session, timeout);
		const { guidLifetime } = account;
		const next = renewed(session, exchange, { request, requestedAt, guidLifetime });
		if (next) this.replace(session, next);
		return exchange;
	}

	/** One poll keeps the session alive and brings the next Guid. Nobody waits for it. */
	renewIfDue(session: Session): void {
		const { cache, account } = this.sessionContext;
		if (cache.now() - session.renewedAt < renewalDue(session, account)) return;
		cache.pollLock.tryPoll(async () => {
			// Another process may have renewed it, or its trigger may do so by now.
			const stored = await findStored(this.sessionContext);
			if (stored?.guid !== session.guid) return undefined;
			const { listener } = stored;
			if (cache.now() - session.renewedAt < renewalDue({ ...session, listener }, account))
				return undefined;
			// A trigger that is named there is gone.
			return await this.poll({ ...session, listener: undefined });
		});
	}

	/** Asks for the next event, which keeps the session alive and brings the next Guid. */
	async poll(session: Session): Promise<Exchange> {
		const { cache, account } = this.sessionContext;
		const { guidLifetime } = account;
		const request = pollEvents(account.agentId);
		const requestedAt = cache.now();
		const exchange = await this.sendAndRenew(request, session, POLL_TIMEOUT_MS);
		if (judge(exchange, request).outcome !== 'accepted') return exchange;
		// A gateway that replaces Guids would have done so by now: this one is good for a while yet.
		if (requestedAt - session.renewedAt < REPLACED_BY * guidLifetime) return exchange;
		this.replace(session, { ...session, renewedAt: requestedAt - RENEW_AFTER * guidLifetime });
		return exchange;
	}

	/**
	 * Requests a new Guid at once, for a session whose Guid would not live to the end of a poll.
	 * @returns the renewed session; the same one where the gateway does not do it
	 */
	async renewAtOnce(session: Session): Promise<Session> {
		const { cache, account } = this.sessionContext;
		const request = updateGuid(account.agentId);
		const requestedAt = cache.now();
		const exchange = await this.sendAndRenew(request, session);
		const { outcome, result } = judge(exchange, request);
		const guid = outcome === 'accepted' && isRecord(result) ? readGuid(result.guid) : undefined;
		if (guid !== undefined) this.replace(session, { ...session, guid, renewedAt: requestedAt });
		return cache.current(account) ?? session;
	}

	/** Lets the other servers and workers know that a trigger asks for the events here. */
	claim(session: Session): void {
		if (session.listener === THIS_PROCESS) return;
		this.replace(session, { ...session, listener: THIS_PROCESS });
	}

	/** Lets the other servers and workers know that no trigger asks for the events here any more. */
	withdraw(session: Session): void {
		if (session.listener !== THIS_PROCESS) return;
		// A later time makes it the newer one for all processes; a millisecond takes nothing from a Guid's life.
		const renewedAt = session.renewedAt + 1;
		this.replace(session, { ...session, renewedAt, listener: undefined });
	}

	/** Puts `next` in the place of `session`, unless another one has taken it meanwhile. */
	private replace(session: Session, next: Session): void {
		const { cache, adapter } = this.sessionContext;
		// A Guid may have reached its end while the answer was awaited that brings the next one.
		if (!cache.isNewest(session)) return;
		if (!cache.adopt(next)) return;
		this.storing = this.storing.then(async () => {
			if ((await findStored(this.sessionContext))?.guid === next.guid) await adapter.store(next);
		});
	}
}
