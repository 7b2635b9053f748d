/** Renews the Guid of a session in use, and stores it. */
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

/** Time limit of a poll, in ms: the gateway itself waits ten seconds for an event. */
const POLL_TIMEOUT_MS = POLL_WAIT_MS + 10_000;

export class SessionRenewer {
	private storing: Promise<void> = Promise.resolve();

	constructor(private readonly sessionContext: SessionContext) {}

	/** Resolves when nothing is left to be stored; a poll in progress does not count. */
	async settled(): Promise<void> {
		await this.storing;
	}

	/** Sends a request in a session and adopts the new Guid that its answer may bring. */
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

	/** Starts a poll if the Guid is old: it keeps the session alive and brings the next Guid. Does not wait for it. */
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
			// The trigger that the session names has stopped.
			return await this.poll({ ...session, listener: undefined });
		});
	}

	/** Polls the next event, which keeps the session alive and brings the next Guid. */
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
	 * Requests a new Guid at once, for a session whose Guid would expire during a poll.
	 * @returns the renewed session; the same one if the gateway does not renew it
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

	/** Tells the other servers and workers, through the credential, that a trigger polls in this one. */
	claim(session: Session): void {
		if (session.listener === THIS_PROCESS) return;
		this.replace(session, { ...session, listener: THIS_PROCESS });
	}

	/** Tells the other servers and workers, through the credential, that no trigger polls in this one any more. */
	withdraw(session: Session): void {
		if (session.listener !== THIS_PROCESS) return;
		// A later time makes it the newer one for all processes; a millisecond is negligible.
		const renewedAt = session.renewedAt + 1;
		this.replace(session, { ...session, renewedAt, listener: undefined });
	}

	/** Replaces `session` by `next`, unless another session has replaced it meanwhile. */
	private replace(session: Session, next: Session): void {
		const { cache, adapter } = this.sessionContext;
		// `isNewest`, not `current`: a Guid may expire while the request that renews it is in progress.
		if (!cache.isNewest(session)) return;
		if (!cache.adopt(next)) return;
		this.storing = this.storing.then(async () => {
			if ((await findStored(this.sessionContext))?.guid === next.guid) await adapter.store(next);
		});
	}
}
