/** Guids and cookies that the gateway may still echo. */
import { LruSet } from './lruSet';
import type { Session } from './session';

/** Shorter values of cookies tell nothing, such as `true`. */
const SECRET_LENGTH = 8;

export class KnownSecrets {
	private readonly knownGuids = new LruSet();

	private readonly cookies = new LruSet();

	learn(session: Session): void {
		this.knownGuids.add(session.guid);
		for (const pair of session.cookies.split('; ')) {
			const value = pair.slice(pair.indexOf('=') + 1);
			if (value.length >= SECRET_LENGTH) this.cookies.add(value);
		}
	}

	guids(): string[] {
		return this.knownGuids.all();
	}

	all(): string[] {
		return [...this.knownGuids.all(), ...this.cookies.all()];
	}
}
