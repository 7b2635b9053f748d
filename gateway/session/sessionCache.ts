/**
 * The session cache: what is known of the session of one agent at one gateway, shared by
 * all nodes and executions in one n8n server or worker, and the one place that signs that agent in.
 */
import { KnownSecrets } from './knownSecrets';
import { THIS_PROCESS } from './pollOwner';
import { isWithin, LruSet } from './lruSet';
import { PollLock } from './pollLock';
import { isGood, readSession, type Session } from './session';
import type { SignInFacts } from '../answer/signInFacts';
import type { Account, SessionAccount } from '../values/settings';
import { type SignInOptions, SingleFlightSignIn } from './singleFlightSignIn';

/** How long an answer to "is the session alive?" counts, in ms. */
const ANSWER_TTL_MS = 5_000;

/** Whether a session is alive. */
export interface LivenessCheck {
	session: Session;
	account: SessionAccount;
	/** Whether to ask even if the last answer was yes. */
	skipCache: boolean;
	/** Asks the gateway. Must not throw. */
	check: () => Promise<boolean>;
}

/** Whether a session is the known one, and says who listens where nothing was known of that, or that it is here. */
const isClaimUpdate = (session: Session, known: Session): boolean =>
	session.guid === known.guid &&
	session.renewedAt === known.renewedAt &&
	session.listener !== known.listener &&
	(known.listener === undefined || session.listener === THIS_PROCESS);

/** What is known of an agent's session. Times in ms since 1970, of the clock that is handed in. */
export class SessionCache {
	private newest: Session | undefined;

	/** Guids that the gateway no longer honours. */
	private readonly invalidated = new LruSet();

	/** What must not show in anything that is told. */
	readonly secrets = new KnownSecrets();

	/** Who asks for the agent's events. */
	readonly pollLock: PollLock;

	/** Facts of the latest accepted sign-in, for the check of a gateway. */
	signInFacts: SignInFacts | undefined;

	private readonly singleFlight: SingleFlightSignIn;

	/** The last question whether the session is alive. */
	private lastCheck: { guid: string; requestedAt: number; alive: Promise<boolean> } | undefined;

	/** When somebody last came by. */
	private usedAt = 0;

	constructor(readonly now: () => number) {
		this.singleFlight = new SingleFlightSignIn(now);
		this.pollLock = new PollLock(now);
	}

	/** Remembers what a sign-in told of the gateway. */
	readonly learnSignIn = (facts: SignInFacts): void => {
		this.signInFacts = facts;
	};

	/** Whether nobody has used it for so many ms, and nothing is known that must not be forgotten. */
	isIdle(ms: number): boolean {
		return (
			!this.singleFlight.busy && !this.singleFlight.isRefused && this.now() - this.usedAt >= ms
		);
	}

	/** A person wants to know whether the account works by now: a refusal before that does not count any more. */
	allowAnotherTry(): void {
		this.singleFlight.allowAnotherTry();
	}

	/** Counts as used. */
	markUsed(): void {
		this.usedAt = this.now();
	}

	/** The newest session, if it is still good. */
	current(account: SessionAccount): Session | undefined {
		this.markUsed();
		const { newest } = this;
		const good =
			newest !== undefined &&
			!this.invalidated.has(newest.guid) &&
			isGood(newest, account, this.now());
		return good ? newest : undefined;
	}

	/** Whether a session is the newest one, also where its Guid has grown too old meanwhile. */
	isNewest({ guid }: Session): boolean {
		return this.newest?.guid === guid && !this.invalidated.has(guid);
	}

	/**
	 * Makes a session the newest, unless a newer one is known, or as much of the same one.
	 * @returns whether it is the newest now
	 */
	adopt(session: Session): boolean {
		if (this.invalidated.has(session.guid)) return false;
		const { newest } = this;
		const newer =
			newest === undefined ||
			this.invalidated.has(newest.guid) ||
			session.signedInAt > newest.signedInAt ||
			(session.signedInAt === newest.signedInAt && session.renewedAt > newest.renewedAt) ||
			isClaimUpdate(session, newest);
		if (!newer) return session.guid === newest.guid;
		this.newest = session;
		this.singleFlight.recordSession(session.signedInAt);
		this.secrets.learn(session);
		return true;
	}

	/** Takes what is stored in the credential for a session to know, if it is still good. */
	adoptStored(sessionToken: unknown, account: SessionAccount): void {
		const stored = readSession(sessionToken);
		const { baseUrl, agentId } = account;
		if (stored?.gatewayUrl === baseUrl && stored.agentId === agentId) {
			// Also one that has ended since: another server or worker was not refused.
			this.singleFlight.recordSession(stored.signedInAt);
		}
		if (stored && isGood(stored, account, this.now())) this.adopt(stored);
	}

	/** Never uses this session again. */
	invalidate({ guid }: Session): void {
		this.invalidated.add(guid);
	}

	/**
	 * The session in use, or a new one. However many ask at once, the agent is signed in once.
	 * @param open signs in; @throws {SignInError}
	 * @throws {SignInError} also from memory, where asking again could lock the account
	 */
	async signIn(
		account: Account,
		options: SignInOptions,
		open: () => Promise<Session>,
	): Promise<Session> {
		return (
			this.current(account) ??
			(await this.singleFlight.run(options, account.phonenum, async () => {
				const session = await open();
				// Newer than all others, even if the clock was set back.
				this.newest = undefined;
				this.adopt(session);
				return session;
			}))
		);
	}

	/**
	 * Whether a session that a request was refused in is alive all the same, so that the refusal is
	 * about the agent of the request. Invalidates it if not. However many ask, an answer counts for a while.
	 */
	async isAlive({ session, account, skipCache, check }: LivenessCheck): Promise<boolean> {
		const { guid } = session;
		if (this.current(account)?.guid !== guid) return false;
		const { lastCheck } = this;
		if (lastCheck?.guid === guid && isWithin(lastCheck.requestedAt, ANSWER_TTL_MS, this.now())) {
			if (!(await lastCheck.alive)) return false;
			if (!skipCache) return true;
		}
		const alive = check().then((yes) => {
			if (!yes) this.invalidate(session);
			return yes;
		});
		this.lastCheck = { guid, requestedAt: this.now(), alive };
		return await alive;
	}
}
