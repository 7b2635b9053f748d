import { SessionKeeper } from '../../../gateway/session/sessionClient';
import { keepAccount, type SignedIn } from './accountSession';
import type { RunSession } from './runSession';

/** The session of a credential whose agent the package signs in. */
export function signedInSession(signedIn: SignedIn): RunSession & {
	/** What must not show in what users wrote: the cookies of a session may be plain words. */
	guids: () => string[];
	/** What is to be known of how the session was opened, in sentences. */
	hints: () => string[];
	/** Resolves when what the run has learned about its session is stored. */
	settled: () => Promise<void>;
} {
	const keeping = keepAccount(signedIn);
	const keeper = new SessionKeeper(keeping);
	const { account, cache } = keeping;
	return {
		id: account.agentId,
		send: async (request, waitContext) => await keeper.sendInSession(request, waitContext),
		secrets: () => cache.secrets.all(),
		guids: () => cache.secrets.guids(),
		hints: () => keeper.hints(),
		settled: async () => await keeper.settled(),
	};
}
