/**
 * The session cache of one agent at one gateway, shared by all nodes and executions in one n8n server or worker, and the
 * one place that signs that agent in.
 */
import { KnownSecrets } from './knownSecrets';
import { THIS_PROCESS } from './pollOwner';
import { isWithin, LruSet } from './lruSet';
import { PollLock } from './pollLock';
import { isGood, readSession, type Session } from './session';
import type { SignInFacts } from '../answer/signInFacts';
import type { Account, SessionAccount } from '../values/settings';
import { type SignInOptions, SingleFlightSignIn } from './singleFlightSignIn';

/** Validity of the result of a liveness check, in ms. */
const ANSWER_TTL_MS = 5_000;

/** A check whether a session is alive. */
export interface LivenessCheck {
	session: Session;
	account: SessionAccount;
	/** Sends a query even if the last result was positive. */
	skipCache: boolean;
	/** Sends the query. Must not throw. */
	check: () => Promise<boolean>;
}

/** Returns true if a session is the known one with a new poll owner: the first one, or the poller here. */
const isClaimUpdate = (session: Session, known: Session): boolean =>
	session.guid === known.guid &&
	session.renewedAt === known.renewedAt &&
	session.listener !== known.listener &&
	(known.listener === undefined || session.listener === THIS_PROCESS);

/** Times in ms since 1970, of the injected clock. */
export class SessionCache {
	private newest: Session | undefined;

	/** Guids that the gateway no longer accepts. */
	private readonly invalidated = new LruSet();

	/** Secrets to redact from everything that is shown. */
	readonly secrets = new KnownSecrets();

	/** Lock for polling the agent's events. */
	readonly pollLock: PollLock;

	/** Facts of the latest accepted sign-in, for the check of a gateway. */
	signInFacts: SignInFacts | undefined;

	private readonly singleFlight: SingleFlightSignIn;

	/** The last liveness check. */
	private lastCheck: { guid: string; requestedAt: number; alive: Promise<boolean> } | undefined;

	/** Time of the last access, in ms since 1970. */
	private usedAt = 0;

	constructor(readonly now: () => number) {
		this.singleFlight = new SingleFlightSignIn(now);
		this.pollLock = new PollLock(now);
	}

	/** Stores the facts of a sign-in. */
	readonly learnSignIn = (facts: SignInFacts): void => {
		this.signInFacts = facts;
	};

	/** Returns true if the cache was not used for `ms` and holds nothing that must be kept. */
	isIdle(ms: number): boolean {
		return (
			!this.singleFlight.busy && !this.singleFlight.isRefused && this.now() - this.usedAt >= ms
		);
	}

	/** Forgets an earlier refusal, because a person wants to know whether the account works by now. */
	allowAnotherTry(): void {
		this.singleFlight.allowAnotherTry();
	}

	/** Updates the time of the last access. */
	markUsed(): void {
		this.usedAt = this.now();
	}

	/** The newest session, if it is still valid. */
	current(account: SessionAccount): Session | undefined {
		this.markUsed();
		const { newest } = this;
		const good =
			newest !== undefined &&
			!this.invalidated.has(newest.guid) &&
			isGood(newest, account, this.now());
		return good ? newest : undefined;
	}

	/** Returns true if a session is the newest one, even if its Guid has expired. */
	isNewest({ guid }: Session): boolean {
		return this.newest?.guid === guid && !this.invalidated.has(guid);
	}

	/**
	 * Makes a session the newest, unless a newer or an equal one is known.
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

	/** Adopts the session that is stored in the credential, if it is still valid. */
	adoptStored(sessionToken: unknown, account: SessionAccount): void {
		const stored = readSession(sessionToken);
		const { baseUrl, agentId } = account;
		if (stored?.gatewayUrl === baseUrl && stored.agentId === agentId) {
			// Applies to an expired session, too: the gateway did not refuse another server or worker.
			this.singleFlight.recordSession(stored.signedInAt);
		}
		if (stored && isGood(stored, account, this.now())) this.adopt(stored);
	}

	/** Marks a session as lost: it is never used again. */
	invalidate({ guid }: Session): void {
		this.invalidated.add(guid);
	}

	/**
	 * Returns the session in use, or a new one. However many callers wait, the agent is signed in once.
	 * @param open signs in; @throws {SignInError}
	 * @throws {SignInError} also a remembered one, where another sign-in could lock the account
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
	 * Returns true if a session is alive although the gateway refused a request in it, so that the refusal concerns the
	 * agent of the request. Invalidates it if not. All callers share a result for a while.
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
