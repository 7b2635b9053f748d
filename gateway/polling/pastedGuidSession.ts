/** The session of a Guid that was pasted into the credential; newer Guids are kept in memory only. */
import { noSession, type NoSession } from '../http/exchange';
import { sessionCacheFor } from '../session/sessionCacheFor';
import type { SessionContext, SessionAdapter } from '../session/sessionContext';
import { writeSession } from '../session/session';
import { SignInError } from '../session/signIn';
import type { Authentication, Connection } from '../values/settings';

type PastedGuid = Authentication & { mode: 'guid' };

/** Sending, and reading the credential. */
interface PastedGuidAdapter extends Pick<SessionAdapter, 'sendIn'> {
	/** The credential as it is now; undefined if it holds no Guid. Must not throw. */
	read: () => Promise<PastedGuid | undefined>;
}

const refused = ({ agentId }: PastedGuid): NoSession =>
	noSession({
		outcome: 'rejected',
		meaning: `the gateway does not accept the Guid of agent ${agentId}`,
		remedy:
			"Paste the agent's current Guid into the credential, or choose 'Sign In as an Agent' there: then a new session is opened whenever one was lost.",
	});

/** The session context of a pasted Guid: without sign-in and without storing. */
export function pastedGuidSession(
	{ baseUrl }: Pick<Connection, 'baseUrl'>,
	pasted: PastedGuid,
	{ sendIn, read }: PastedGuidAdapter,
): SessionContext {
	const { agentId } = pasted;
	return {
		account: { baseUrl, agentId, takeOver: false, guidLifetime: Infinity },
		cache: sessionCacheFor({ baseUrl, agentId, pastedGuid: pasted.guid }),
		adapter: {
			sendIn,
			readStored: async () => {
				const now = await read();
				if (now?.agentId !== agentId) return '';
				const { guid, cookies } = now;
				const since = { signedInAt: 0, renewedAt: 0 };
				return writeSession({ guid, cookies, gatewayUrl: baseUrl, agentId, ...since });
			},
			signIn: async () => new SignInError('refused', refused(pasted)),
			store: async () => {},
		},
	};
}
