/**
 * The sign-in desk: what is known of the session of one agent at one gateway, shared by
 * all nodes and executions in one n8n server or worker, and the one place that signs that agent in.
 */
import { isGood, readSession, type Session } from './session';
import type { Account } from '../values/settings';
import { SignInFailed } from './signIn';

/** A refused account is not tried again by a workflow for so long: accounts lock. In ms. */
const REFUSED_FOR = 300_000;

/**
 * While an agent is signed in elsewhere, all executions together ask once in so long. In ms; less than a
 * keeper waits beyond the life of a silent session, so that its last try is a real one.
 */
const OCCUPIED_FOR = 4_000;

/** Between two polls, in ms. The gateway asks for 200 to 500 (api-cec, cec_07_1274). */
const POLL_GAP = 1_000;

/** How long an answer to "is the session alive?" counts, in ms. */
const ANSWER_COUNTS = 5_000;

/** How many dead Guids and known secrets are kept. */
const MEMORY = 50;

/** Shorter values of cookies tell nothing, such as `true`. */
const SECRET_LENGTH = 8;

/** Who asks for a session. */
export interface Asking {
	/** Whether somebody presses the Test button, and wants to know what the gateway says now. */
	byHand: boolean;
	/** Whether to end a session that the agent has elsewhere. */
	force: boolean;
}

/** Whether a session is alive. */
export interface LifeQuestion {
	session: Session;
	account: Account;
	/** Whether to ask even if the last answer was yes. */
	afresh: boolean;
	/** Asks the gateway. Must not throw. */
	ask: () => Promise<boolean>;
}

interface Failure {
	error: SignInFailed;
	at: number;
}

/** Whether something happened within the last so many ms. Never where a clock was set back. */
export const isRecent = (at: number, ms: number, now: number): boolean =>
	now >= at && now - at < ms;

/** What is known of an agent's session. Times in ms since 1970, of the clock that is handed in. */
export class Desk {
	private newest: Session | undefined;

	/** Guids that the gateway no longer honours. */
	private readonly dead = new Set<string>();

	/** Guids and cookies that may still be echoed by the gateway. */
	private readonly guids = new Set<string>();

	private readonly cookies = new Set<string>();

	private signingIn: Promise<Session> | undefined;

	private failure: Failure | undefined;

	/** The poll that is under way. */
	private polling: Promise<void> | undefined;

	/** When the last poll ended. */
	private polledAt = 0;

	/** The last question whether the session is alive. */
	private question: { guid: string; askedAt: number; alive: Promise<boolean> } | undefined;

	constructor(readonly now: () => number) {}

	/** The newest session, if it is still good. */
	current(account: Account): Session | undefined {
		const { newest } = this;
		const good =
			newest !== undefined && !this.dead.has(newest.guid) && isGood(newest, account, this.now());
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
		remember(this.guids, session.guid);
		for (const pair of session.cookies.split('; ')) {
			const value = pair.slice(pair.indexOf('=') + 1);
			if (value.length >= SECRET_LENGTH) remember(this.cookies, value);
		}
		return true;
	}

	/** Takes what is stored in the credential for a session to know, if it is still good. */
	offerStored(sessionToken: unknown, account: Account): void {
		const stored = readSession(sessionToken);
		if (stored && isGood(stored, account, this.now())) this.offer(stored);
	}

	/** Never uses this session again. */
	bury({ guid }: Session): void {
		remember(this.dead, guid);
	}

	/** Runs a poll, unless one is under way or has just ended. Nobody waits for it; it must not throw. */
	pollOnce(poll: () => Promise<void>): void {
		if (this.polling || isRecent(this.polledAt, POLL_GAP, this.now())) return;
		this.polling = poll().finally(() => {
			this.polling = undefined;
			this.polledAt = this.now();
		});
	}

	/**
	 * Whether a session that a request was refused in is alive all the same, so that the refusal is
	 * about the agent of the request. Buries it if not. However many ask, an answer counts for a while.
	 */
	async isAlive({ session, account, afresh, ask }: LifeQuestion): Promise<boolean> {
		const { guid } = session;
		if (this.current(account)?.guid !== guid) return false;
		const { question } = this;
		if (question?.guid === guid && isRecent(question.askedAt, ANSWER_COUNTS, this.now())) {
			if (!(await question.alive)) return false;
			if (!afresh) return true;
		}
		const alive = ask().then((yes) => {
			if (!yes) this.bury(session);
			return yes;
		});
		this.question = { guid, askedAt: this.now(), alive };
		return await alive;
	}

	/** What must not show in anything that is told. */
	knownGuids(): string[] {
		return [...this.guids];
	}

	/** What must not show in what the gateway says. A cookie may be a plain word that users use, too. */
	secrets(): string[] {
		return [...this.guids, ...this.cookies];
	}

	/**
	 * The session in use, or a new one. However many ask at once, the agent is signed in once.
	 * @param open signs in; @throws {SignInFailed}
	 * @throws {SignInFailed} also from memory, where asking again could lock the account
	 */
	async signIn(
		account: Account,
		{ byHand, force }: Asking,
		open: () => Promise<Session>,
	): Promise<Session> {
		const known = this.current(account);
		if (known) return known;
		if (this.signingIn) {
			const result = await this.signingIn.catch((error: unknown) => error);
			if (!(result instanceof Error)) return result as Session;
			if (!force || !(result instanceof SignInFailed)) throw result;
			return await this.signIn(account, { byHand, force }, open);
		}
		const remembered = byHand ? undefined : this.remembered(force);
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
			this.failure = { error, at: this.now() };
		}
		throw error;
	}

	/** The failure that asking again would only repeat. */
	private remembered(force: boolean): SignInFailed | undefined {
		if (this.failure === undefined) return undefined;
		const { error, at } = this.failure;
		const occupied = error.problem === 'occupied';
		if (occupied && force) return undefined;
		return isRecent(at, occupied ? OCCUPIED_FOR : REFUSED_FOR, this.now()) ? error : undefined;
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
}: Pick<Account, 'baseUrl' | 'agentId' | 'password'>): Desk {
	const key = JSON.stringify([baseUrl, agentId, password]);
	const known = desks.get(key) ?? new Desk(() => Date.now());
	desks.set(key, known);
	return known;
}
