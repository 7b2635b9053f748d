/** Password, Guids and cookies that the gateway may still echo. */
import { LruSet } from './lruSet';
import type { Session } from './session';

/** Shorter cookie values, such as `true`, are not secrets. In characters. */
const SECRET_LENGTH = 8;

export class KnownSecrets {
	private readonly knownGuids = new LruSet();

	private readonly cookies = new LruSet();

	private readonly passwords = new LruSet();

	learnPassword(password: string): void {
		if (password !== '') this.passwords.add(password);
	}

	learn(session: Session): void {
		this.knownGuids.add(session.guid);
		for (const pair of session.cookies.split('; ')) {
			const value = pair.slice(pair.indexOf('=') + 1);
			if (value.length >= SECRET_LENGTH) this.cookies.add(value);
		}
	}

	/** Secrets to redact from users' own input: cookies and short passwords are left out, as they may be plain words. */
	inInput(): string[] {
		const long = this.passwords.all().filter((password) => password.length >= SECRET_LENGTH);
		return [...this.knownGuids.all(), ...long];
	}

	all(): string[] {
		return [...this.knownGuids.all(), ...this.cookies.all(), ...this.passwords.all()];
	}
}
