/** Sends requests in a session that looks after itself. */
import { isSessionRefusal, judge } from '../answer/judge';
import type { Exchange } from '../answer/exchange';
import { findStored, type Keeping, lostAtOnce, type Patience } from './keeping';
import { agentStatus } from '../operations/agentStatus';
import { Opening } from './opening';
import type { GatewayRequest } from '../operations/request';
import { Renewal } from './renewal';
import type { Session } from './session';

/** The session of one run. What is known of the agent's session beyond the run is at its desk. */
export class SessionKeeper {
	private readonly opening: Opening;

	private readonly renewal: Renewal;

	constructor(private readonly keeping: Keeping) {
		this.opening = new Opening(keeping);
		this.renewal = new Renewal(keeping);
	}

	/**
	 * Sends a request in the agent's session. If the gateway refuses it because the session was lost, a
	 * new one is opened and the request is sent once more: a refused request was not carried out.
	 */
	async dispatch(request: GatewayRequest, patience: Patience): Promise<Exchange> {
		const { account } = this.keeping;
		let session = await this.opening.session(patience);
		if ('type' in session) return session;
		let exchange = await this.sendIn(session, request);
		// The second time, only what another process has opened meanwhile.
		for (const next of [
			async () => await this.opening.session(patience),
			async () => await findStored(this.keeping),
		]) {
			if (await this.isAnswer(exchange, session, request)) return exchange;
			const found = await next();
			if (found === undefined) return lostAtOnce(account);
			if ('type' in found) return found;
			session = found;
			exchange = await this.sendIn(session, request);
		}
		return (await this.isAnswer(exchange, session, request)) ? exchange : lostAtOnce(account);
	}

	/** Resolves when nothing is left to be stored; a poll that is still under way does not count. */
	async settled(): Promise<void> {
		await this.renewal.settled();
	}

	private async sendIn(session: Session, request: GatewayRequest): Promise<Exchange> {
		this.renewal.beginIfDue(session);
		return await this.renewal.relay(request, session);
	}

	/** Whether an exchange tells something of the request, and not of a session that was lost. */
	private async isAnswer(
		exchange: Exchange,
		session: Session,
		request: GatewayRequest,
	): Promise<boolean> {
		if (!refusesSession(exchange, request)) return true;
		const { desk, account } = this.keeping;
		return await desk.isAlive({
			session,
			account,
			afresh: request.agentId === account.agentId,
			ask: async () => {
				const status = agentStatus(account.agentId);
				return !refusesSession(await this.renewal.relay(status, session), status);
			},
		});
	}
}

const refusesSession = (exchange: Exchange, request: GatewayRequest): boolean =>
	isSessionRefusal(judge(exchange, request));
