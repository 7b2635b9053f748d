import type { Exchange } from '../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { WaitContext } from '../../../gateway/http/waitContext';

/** What the requests of a run are sent in: a Guid that was given, or a session that looks after itself. */
export interface RunSession {
	/** Tells sessions of one run apart. */
	id: string;
	/** Sends a request. Never throws. */
	send: (request: GatewayRequest, waitContext: WaitContext) => Promise<Exchange>;
	/** What must not show in anything that is told, as far as it is known by now. */
	secrets: () => string[];
}
