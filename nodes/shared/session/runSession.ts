import type { Exchange } from '../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../gateway/operations/request';
import type { WaitContext } from '../../../gateway/session/sessionContext';

/** The session of a run's requests: a given Guid, or a session that renews itself. */
export interface RunSession {
	/** Identifies a session within a run. */
	id: string;
	/** Sends a request. Never throws. */
	send: (request: GatewayRequest, waitContext: WaitContext) => Promise<Exchange>;
	/** The secrets known by now that no report may show. */
	secrets: () => string[];
}
