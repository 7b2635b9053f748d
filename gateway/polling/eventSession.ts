/** The session in which an agent's events are fetched: opened, renewed and stored as runs do it. */
import type { Exchange, NoSession } from '../http/exchange';
import { isSessionRefusal, judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import type { SessionCache } from '../session/sessionCache';
import { findStored, type SessionContext, lostAtOnce } from '../session/sessionContext';
import type { WaitContext } from '../http/waitContext';
import { SessionOpener } from '../session/sessionOpener';
import { agentStatus } from '../operations/agentStatus';
import { POLL_WAIT_MS, pollEvents } from '../operations/pollEvents';
import { type GatewayRequest, withPriority } from '../operations/request';
import { wasSessionLost } from '../session/livenessCheck';
import { SessionRenewer } from '../session/sessionRenewer';
import type { Session } from '../session/session';
import type { SessionAccount } from '../values/settings';

/** While the agent is signed in elsewhere: one try at a time, for whoever listens has the time to come again. */
const NO_WAIT_MS = 0;

export class EventSession {
	private readonly renewer: SessionRenewer;

	/** The Guid that the gateway was asked to replace at once. */
	private notRenewed: string | undefined;

	constructor(private readonly sessionContext: SessionContext) {
		this.renewer = new SessionRenewer(sessionContext);
	}

	get account(): SessionAccount {
		return this.sessionContext.account;
	}

	get cache(): SessionCache {
		return this.sessionContext.cache;
	}

	/** Whether the credential was changed or deleted since it was read. */
	get outdated(): boolean {
		return this.sessionContext.outdated?.() ?? false;
	}

	/** The session in use, if it is still good. */
	get current(): Session | undefined {
		return this.cache.current(this.account);
	}

	/** The session in use, or the one that another server or worker has stored. */
	async stored(): Promise<Session | undefined> {
		return await findStored(this.sessionContext);
	}

	/** The session in use, or a new one; tries once. */
	async open(waitContext: WaitContext): Promise<Session | NoSession> {
		return await new SessionOpener(this.sessionContext, NO_WAIT_MS).session(waitContext);
	}

	/** Asks for the next event. The other servers and workers are told to leave that to this one. */
	async poll(session: Session): Promise<Exchange> {
		this.renewer.claim(session);
		if (this.wouldOutlive(session) && this.notRenewed !== session.guid) {
			this.notRenewed = session.guid;
			await this.renewer.renewAtOnce(session);
		}
		return await this.renewer.poll(this.current ?? session);
	}

	/** Informs the other servers and workers that this one does not ask for events any more. */
	async withdraw(): Promise<void> {
		const { current } = this;
		if (current === undefined) return;
		this.renewer.withdraw(current);
		await this.renewer.settled();
	}

	/** Whether a poll that begins now may end after the session's Guid has: only one that was idle for long is so old. */
	private wouldOutlive({ renewedAt }: Session): boolean {
		const { guidLifetime } = this.account;
		const age = this.cache.now() - renewedAt;
		return age > guidLifetime / 2 && age + POLL_WAIT_MS >= guidLifetime;
	}

	/** Sends another request. */
	async send(request: GatewayRequest, session: Session): Promise<Exchange> {
		return await this.renewer.sendAndRenew(request, session);
	}

	/** Whether an exchange shows that the session was lost, so that it says nothing of its request. */
	async wasSessionLost(
		exchange: Exchange,
		session: Session,
		request: GatewayRequest = pollEvents(this.account.agentId),
	): Promise<boolean> {
		return await wasSessionLost(this.sessionContext, this.renewer, { request, session, exchange });
	}

	/** Whether there is a session that the gateway honours, opened if need be. @returns why there is none */
	async verify(waitContext: WaitContext): Promise<Verdict | undefined> {
		const request = withPriority(agentStatus(this.account.agentId), 'liveness');
		for (let tries = 0; tries < 2; tries++) {
			const session = await this.open(waitContext);
			if ('type' in session) return judge(session, request);
			const exchange = await this.send(request, session);
			if (await this.wasSessionLost(exchange, session, request)) continue;
			const verdict = judge(exchange, request);
			// A gateway that answers with whatever code is there.
			const isThere = verdict.retcode !== null && !isSessionRefusal(verdict);
			return isThere ? undefined : verdict;
		}
		return judge(lostAtOnce(this.account), request);
	}
}
