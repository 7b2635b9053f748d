/** The session in which an agent's events are polled: opened, renewed and stored as in runs. */
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

/** While the agent is signed in elsewhere, a trigger tries once and comes back later. */
const NO_WAIT_MS = 0;

export class EventSession {
	private readonly renewer: SessionRenewer;

	/** The Guid for whose immediate renewal a request was sent. */
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

	/** True if the credential was changed or deleted since it was read. */
	get outdated(): boolean {
		return this.sessionContext.outdated?.() ?? false;
	}

	/** The session in use, if it is still valid. */
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

	/** Polls the next event, and claims the polling for this server or worker. */
	async poll(session: Session): Promise<Exchange> {
		this.renewer.claim(session);
		if (this.wouldOutlive(session) && this.notRenewed !== session.guid) {
			this.notRenewed = session.guid;
			await this.renewer.renewAtOnce(session);
		}
		return await this.renewer.poll(this.current ?? session);
	}

	/** Tells the other servers and workers that this one no longer polls. */
	async withdraw(): Promise<void> {
		const { current } = this;
		if (current === undefined) return;
		this.renewer.withdraw(current);
		await this.renewer.settled();
	}

	/** Returns true if the session's Guid may expire during a poll; only after a long idle time. */
	private wouldOutlive({ renewedAt }: Session): boolean {
		const { guidLifetime } = this.account;
		const age = this.cache.now() - renewedAt;
		return age > guidLifetime / 2 && age + POLL_WAIT_MS >= guidLifetime;
	}

	/** Sends another request. */
	async send(request: GatewayRequest, session: Session): Promise<Exchange> {
		return await this.renewer.sendAndRenew(request, session);
	}

	/** Returns true if an exchange was refused because its session was lost. */
	async wasSessionLost(
		exchange: Exchange,
		session: Session,
		request: GatewayRequest = pollEvents(this.account.agentId),
	): Promise<boolean> {
		return await wasSessionLost(this.sessionContext, this.renewer, { request, session, exchange });
	}

	/** Verifies that the gateway accepts the session; opens one if necessary. @returns the failure, if any */
	async verify(waitContext: WaitContext): Promise<Verdict | undefined> {
		const request = withPriority(agentStatus(this.account.agentId), 'liveness');
		for (let tries = 0; tries < 2; tries++) {
			const session = await this.open(waitContext);
			if ('type' in session) return judge(session, request);
			const exchange = await this.send(request, session);
			if (await this.wasSessionLost(exchange, session, request)) continue;
			const verdict = judge(exchange, request);
			// Any code shows that a gateway answers.
			const isThere = verdict.retcode !== null && !isSessionRefusal(verdict);
			return isThere ? undefined : verdict;
		}
		return judge(lostAtOnce(this.account), request);
	}
}
