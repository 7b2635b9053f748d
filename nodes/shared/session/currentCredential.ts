/**
 * The credential of a session, read again before each sign-in and each storing of a session: a run lasts hours, a
 * trigger months, and people change and delete credentials in the meantime.
 */
import { omit } from '../../../gateway/values/omit';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { noSession, type NoSession } from '../../../gateway/http/exchange';
import type { Account } from '../../../gateway/values/settings';
import { PreflightError } from '../read/preflightError';
import { MissingCredentialError, readCredential, settingsOf } from './credential';
import type { NodeContext } from './requestContext';
import { storedCredential } from './storedCredential';

/** The credential in its present state, or the reason why its agent must not be signed in. */
type Reading = { account: Account; data: ICredentialDataDecryptedObject } | NoSession;

export class CurrentCredential {
	/** True once the credential was changed or deleted: its holder must read it again. */
	outdated = false;

	private readonly asItWas: string;

	/**
	 * @param account as the credential named it when it was read
	 * @param data the credential as it was read
	 */
	constructor(
		private readonly context: NodeContext,
		private readonly account: Account,
		data: ICredentialDataDecryptedObject,
	) {
		this.asItWas = fieldsOf(data);
	}

	/** The credential for a sign-in. Never throws. */
	async forSignIn(): Promise<Reading> {
		const now = await this.read();
		if ('type' in now || now.account.password === this.account.password) return now;
		return CHANGED;
	}

	/** The fields to store a session with; see `ReadStoredFields`. Never throws. */
	readonly toStore = async (): Promise<ICredentialDataDecryptedObject | undefined> => {
		const now = await this.read();
		return 'type' in now ? undefined : ((await storedCredential(this.context)) ?? now.data);
	};

	/** The session that is stored in it; undefined where it names another agent. Never throws. */
	async storedSession(): Promise<unknown> {
		const now = await this.read();
		return 'type' in now ? undefined : now.data.sessionToken;
	}

	private async read(): Promise<Reading> {
		try {
			const data = await readCredential(this.context);
			if (fieldsOf(data) !== this.asItWas) this.outdated = true;
			const { authentication } = settingsOf(data);
			if (authentication.mode !== 'signIn') return CHANGED;
			const { baseUrl, agentId } = authentication;
			const same = baseUrl === this.account.baseUrl && agentId === this.account.agentId;
			return same ? { account: authentication, data } : CHANGED;
		} catch (error) {
			if (error instanceof MissingCredentialError) this.outdated = true;
			return unreadable(error);
		}
	}
}

/** The fields that people may change. */
const fieldsOf = (data: ICredentialDataDecryptedObject): string =>
	JSON.stringify(omit(data, 'sessionToken'));

const CHANGED = noSession({
	outcome: 'rejected',
	retryable: true,
	meaning: 'the credential was changed in the meantime',
	remedy: 'Run the workflow again.',
});

function unreadable(error: unknown): NoSession {
	const { message, remedy } =
		error instanceof PreflightError
			? error
			: { message: 'The credential could not be read', remedy: '' };
	return noSession({
		outcome: 'rejected',
		retryable: !(error instanceof MissingCredentialError),
		meaning: message.charAt(0).toLowerCase() + message.slice(1),
		remedy,
	});
}
