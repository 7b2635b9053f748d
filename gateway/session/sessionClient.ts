/** Sends requests in a session, and opens and renews it as needed. */
import type { Exchange } from '../http/exchange';
import { findStored, type SessionContext, lostAtOnce } from './sessionContext';
import type { WaitContext } from '../http/waitContext';
import { SessionOpener } from './sessionOpener';
import { signInWaitHint } from './signInCodes';
import type { GatewayRequest } from '../operations/request';
import { wasSessionLost } from './livenessCheck';
import { SessionRenewer } from './sessionRenewer';
import type { Session } from './session';

/** Time that another process may take to store a session that it has opened, in ms. */
const STORE_GRACE_MS = 1_000;

/** The session of one run. Its cache outlives the run. */
export class SessionClient {
	private readonly opener: SessionOpener;

	private readonly renewer: SessionRenewer;

	constructor(private readonly sessionContext: SessionContext) {
		this.opener = new SessionOpener(sessionContext);
		this.renewer = new SessionRenewer(sessionContext);
	}

	/**
	 * Sends a request in the agent's session. If the gateway refuses it because the session was lost, opens a new session
	 * and sends the request once more: a refused request was not carried out.
	 */
	async sendInSession(request: GatewayRequest, waitContext: WaitContext): Promise<Exchange> {
		const { account, cache } = this.sessionContext;
		const begunAt = cache.now();
		const open = async () => await this.opener.session(waitContext);
		const fallbacks = [open, async () => await this.openedElsewhere(waitContext)];
		let session = await open();
		let oldOnes = 0;
		for (;;) {
			if ('type' in session) return session;
			const exchange = await this.sendRenewing(session, request);
			if (
				!(await wasSessionLost(this.sessionContext, this.renewer, { request, session, exchange }))
			) {
				return exchange;
			}
			// The stored session may have been lost, too.
			const another = session.signedInAt < begunAt && ++oldOnes === 2 ? open : fallbacks.shift();
			const found = await another?.();
			if (found === undefined) return lostAtOnce(account);
			session = found;
		}
	}

	/** A session that another process has opened, and perhaps not stored yet. */
	private async openedElsewhere({ sleep, aborted }: WaitContext): Promise<Session | undefined> {
		const found = await findStored(this.sessionContext);
		if (found || aborted()) return found;
		await sleep(STORE_GRACE_MS);
		return await findStored(this.sessionContext);
	}

	/** Notes on how the run obtained its session, in sentences. */
	hints(): string[] {
		const { wait } = this.opener;
		return wait === undefined ? [] : signInWaitHint(wait, this.sessionContext.account.agentId);
	}

	/** Resolves when nothing is left to be stored; a poll in progress does not count. */
	async settled(): Promise<void> {
		await this.renewer.settled();
	}

	private async sendRenewing(session: Session, request: GatewayRequest): Promise<Exchange> {
		this.renewer.renewIfDue(session);
		return await this.renewer.sendAndRenew(request, session);
	}
}
