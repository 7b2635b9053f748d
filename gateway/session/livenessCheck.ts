/** Distinguishes a refusal of the request from a refusal of its session. */
import { isSessionRefusal, judge } from '../answer/judge';
import type { Exchange } from '../http/exchange';
import type { SessionContext } from './sessionContext';
import { agentStatus } from '../operations/agentStatus';
import { type GatewayRequest, withPriority } from '../operations/request';
import type { SessionRenewer } from './sessionRenewer';
import type { Session } from './session';

const refusesSession = (exchange: Exchange, request: GatewayRequest): boolean =>
	isSessionRefusal(judge(exchange, request));

/** A request and its result. */
export interface Attempt {
	request: GatewayRequest;
	session: Session;
	exchange: Exchange;
}

/**
 * Returns true if the session of an exchange was lost, so that its refusal says nothing about the request: sends a query
 * to find out. A lost session is not used again.
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
