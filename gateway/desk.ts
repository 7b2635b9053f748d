/**
 * The sign-in desk: what is known of the session of one agent at one gateway, shared by
 * all nodes and executions in one n8n server or worker, and the one place that signs that agent in.
 */
import { isGood, type Session, type SessionOwner } from './session';
import type { Account } from './settings';
import { SignInFailed } from './signIn';
import { TestQuestion } from './testQuestion';

/** A refused account is not tried again by a workflow for so long: accounts lock. In ms. */
const REFUSED_FOR = 300_000;

/** Somebody who asks by hand gets the remembered refusal only within a burst of requests. In ms. */
const BURST = 5_000;

/**
 * While an agent is signed in elsewhere, all executions together ask once in so long. In ms; less than a
 * keeper waits beyond the life of a silent session, so that its last try is a real one.
 */
const OCCUPIED_FOR = 4_000;

/** How many dead Guids and known secrets are kept. */
const MEMORY = 50;

/** Shorter values of cookies tell nothing, such as `true`. */
const SECRET_LENGTH = 8;

/** Who asks for a session. */
export interface Asking {
	/** Whether a workflow's node asks; otherwise n8n itself: the Test button, the HTTP Request node. */
	byNode: boolean;
	/** Whether to end a session that the agent has elsewhere. */
	force: boolean;
}

interface Failure {
	error: SignInFailed;
	at: number;
	/** When it was last answered from memory to somebody who asked by hand. */
	toldAt: number;
}

/** What is known of an agent's session. Times in ms since 1970, of the clock that is handed in. */
export class Desk {
	private newest: Session | undefined;

	/** Guids that the gateway no longer honours. */
	private readonly dead = new Set<string>();

	/** Guids and cookies that may still be echoed by the gateway. */
	private readonly known = new Set<string>();

	private signingIn: Promise<Session> | undefined;

	private failure: Failure | undefined;

	/** The poll that is under way. */
	polling: Promise<void> | undefined;

	/** When the last poll ended. */
	polledAt = 0;

	/** The last question whether the session is alive. */
	check: { guid: string; askedAt: number; alive: Promise<boolean> } | undefined;

	/** The Test button's: is the session alive? */
	readonly testQuestion: TestQuestion;

	constructor(readonly now: () => number) {
		this.testQuestion = new TestQuestion(now);
	}

	/** The newest session, if it is still good. */
	current(owner: SessionOwner): Session | undefined {
		const { newest } = this;
		const good =
			newest !== undefined && !this.dead.has(newest.guid) && isGood(newest, owner, this.now());
		return good ? newest : undefined;
	}

	/** Makes a session the newest, unless a newer one is known. @returns whether it is the newest now */
	offer(session: Session): boolean {
		if (this.dead.has(session.guid)) return false;
		const { newest } = this;
		const newer =
			newest === undefined ||
			this.dead.has(newest.guid) ||
			session.signedInAt > newest.signedInAt ||
			(session.signedInAt === newest.signedInAt && session.renewedAt > newest.renewedAt);
		if (!newer) return session.guid === newest.guid;
		this.newest = session;
		remember(this.known, session.guid);
		for (const pair of session.cookies.split('; ')) {
			const value = pair.slice(pair.indexOf('=') + 1);
			if (value.length >= SECRET_LENGTH) remember(this.known, value);
		}
		return true;
	}

	/** Never uses this session again. */
	bury({ guid }: Session): void {
		remember(this.dead, guid);
	}

	/** What must not show in anything that is told. */
	secrets(): string[] {
		return [...this.known];
	}

	/**
	 * The session in use, or a new one. However many ask at once, the agent is signed in once.
	 * @param open signs in; @throws {SignInFailed}
	 * @throws {SignInFailed} also from memory, where asking again could lock the account
	 */
	async signIn(
		owner: SessionOwner,
		{ byNode, force }: Asking,
		open: () => Promise<Session>,
	): Promise<Session> {
		const known = this.current(owner);
		if (known) return known;
		if (this.signingIn) {
			const result = await this.signingIn.catch((error: unknown) => error);
			if (!(result instanceof Error)) return result as Session;
			if (!force || !(result instanceof SignInFailed)) throw result;
			return await this.signIn(owner, { byNode, force }, open);
		}
		const remembered = this.remembered(byNode, force);
		if (remembered) throw remembered;

		this.signingIn = open();
		try {
			const session = await this.signingIn;
			this.failure = undefined;
			this.newest = undefined;
			this.offer(session);
			return session;
		} catch (error) {
			return this.fail(error);
		} finally {
			this.signingIn = undefined;
		}
	}

	private fail(error: unknown): never {
		if (error instanceof SignInFailed && error.problem !== 'other') {
			const at = this.now();
			this.failure = { error, at, toldAt: at };
		}
		throw error;
	}

	/** The failure that asking again would only repeat. */
	private remembered(byNode: boolean, force: boolean): SignInFailed | undefined {
		const { failure } = this;
		if (failure === undefined) return undefined;
		const now = this.now();
		const { problem } = failure.error;
		if (problem === 'occupied') {
			return !force && now - failure.at < OCCUPIED_FOR ? failure.error : undefined;
		}
		const fresh = byNode ? now - failure.at < REFUSED_FOR : now - failure.toldAt < BURST;
		if (!fresh) return undefined;
		if (!byNode) failure.toldAt = now;
		return failure.error;
	}
}

/** Adds to a set and forgets the oldest where it grows too large. */
function remember(set: Set<string>, value: string): void {
	set.delete(value);
	set.add(value);
	const [oldest] = set;
	if (set.size > MEMORY && oldest !== undefined) set.delete(oldest);
}

const desks = new Map<string, Desk>();

/**
 * The desk of an agent at a gateway. Whoever does not know the password gets another one: a session is
 * for those only who could open it themselves.
 */
export function deskOf({
	baseUrl,
	agentId,
	password,
}: Pick<SessionOwner, 'baseUrl'> & Pick<Account, 'agentId' | 'password'>): Desk {
	const key = JSON.stringify([baseUrl, agentId, password]);
	const known = desks.get(key) ?? new Desk(() => Date.now());
	desks.set(key, known);
	return known;
}
