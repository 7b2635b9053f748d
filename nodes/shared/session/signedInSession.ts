import { SessionClient } from '../../../gateway/session/sessionClient';
import { accountSession, type AccountSessionOptions } from './accountSession';
import type { RunSession } from './runSession';

/** The session of a credential whose agent the package signs in. */
export function signedInSession(options: AccountSessionOptions): RunSession & {
	/** The secrets to redact in text that users wrote: cookies and short passwords may be plain words. */
	secretsInInput: () => string[];
	/** Notices about how the session was opened, in sentences. */
	hints: () => string[];
	/** Resolves when the run's new knowledge about its session is stored. */
	settled: () => Promise<void>;
} {
	const sessionContext = accountSession(options);
	const client = new SessionClient(sessionContext);
	const { account, cache } = sessionContext;
	return {
		id: account.agentId,
		send: async (request, waitContext) => await client.sendInSession(request, waitContext),
		secrets: () => cache.secrets.all(),
		secretsInInput: () => cache.secrets.inInput(),
		hints: () => client.hints(),
		settled: async () => await client.settled(),
	};
}
