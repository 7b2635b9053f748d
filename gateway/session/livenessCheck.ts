/** Whether a refusal is about the request, or about the session that it was sent in. */
import { isSessionRefusal, judge } from '../answer/judge';
import type { Exchange } from '../http/exchange';
import type { SessionContext } from './sessionContext';
import { agentStatus } from '../operations/agentStatus';
import { type GatewayRequest, withPriority } from '../operations/request';
import type { SessionRenewer } from './sessionRenewer';
import type { Session } from './session';

const refusesSession = (exchange: Exchange, request: GatewayRequest): boolean =>
	isSessionRefusal(judge(exchange, request));

/** What came back for a request. */
export interface Attempt {
	request: GatewayRequest;
	session: Session;
	exchange: Exchange;
}

/**
 * Whether an exchange shows that its session was lost, so that it says nothing of the request: the gateway is
 * asked. A session that was lost is not used again.
 */
export async function wasSessionLost(
	{ cache, account }: SessionContext,
	renewer: SessionRenewer,
	{ request, session, exchange }: Attempt,
): Promise<boolean> {
	if (!refusesSession(exchange, request)) return false;
	return !(await cache.isAlive({
		session,
		account,
		skipCache: request.agentId === account.agentId,
		check: async () => {
			const status = withPriority(agentStatus(account.agentId), 'liveness');
			return !refusesSession(await renewer.sendAndRenew(status, session), status);
		},
	}));
}
