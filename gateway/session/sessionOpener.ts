/** Obtains the session of a run: the one in use, the stored one, or a new one, after a wait if necessary. */
import { isWithin } from './lruSet';
import type { NoSession } from '../http/exchange';
import { findStored, type SessionContext, lostAtOnce, SIGN_IN_ABORTED } from './sessionContext';
import type { WaitContext } from '../http/waitContext';
import type { Session } from './session';
import type { SessionAccount } from '../values/settings';
import { isNotToBeForced, isSignedInElsewhere, SignInError } from './signIn';
import { remedyAfterWaiting, type SignInWait } from './signInCodes';

/** Limit of failed sign-ins per run, and of sessions that a run opens within the life of a Guid. */
const MAX_SIGN_INS_PER_RUN = 3;

/** While the agent is signed in elsewhere: interval of reading the stored session, in ms, and reads per sign-in. */
const CHECK_INTERVAL_MS = 2_000;
const CHECKS_PER_ATTEMPT = 5;

/** The wait ends this long after a silent session must have ended at the gateway, in ms. */
const EXTRA_WAIT_MS = 5_000;

/**
 * Delay before a session is taken over, in ms: time for another process to store the one it has just opened. A random
 * delay of up to twice as long is added, so that two processes do not end each other's sessions in turn.
 */
const TAKEOVER_DELAY_MS = 1_000;

/** Opens the session of one run. */
export class SessionOpener {
	/** Final reason for a missing session. */
	private failure: NoSession | undefined;

	/** Number of failed sign-ins of this run. */
	private failures = 0;

	/** Times at which this run opened a session, in ms since 1970. */
	private opened: number[] = [];

	private pending: Promise<Session | NoSession> | undefined;

	private waited: SignInWait | undefined;

	private readonly maxWaitMs: number;

	/** @param maxWaitMs limit of the wait while the agent is signed in elsewhere, in ms */
	constructor(
		private readonly sessionContext: SessionContext,
		maxWaitMs = sessionContext.account.guidLifetime + EXTRA_WAIT_MS,
	) {
		this.maxWaitMs = maxWaitMs;
	}

	/** The wait for the session; undefined if there was none, or no session. */
	get wait(): SignInWait | undefined {
		return this.waited;
	}

	/** The session to use; opens one if there is none. Callers at the same time share one. */
	async session(waitContext: WaitContext): Promise<Session | NoSession> {
		const { cache, account } = this.sessionContext;
		const current = cache.current(account);
		if (current) return current;
		if (this.failure) return this.failure;
		this.pending ??= this.open(waitContext).finally(() => {
			this.pending = undefined;
		});
		return await this.pending;
	}

	private async open({ sleep, aborted, random }: WaitContext): Promise<Session | NoSession> {
		const { cache, account, adapter } = this.sessionContext;
		this.opened = this.opened.filter((at) => isWithin(at, account.guidLifetime, cache.now()));
		if (this.opened.length >= MAX_SIGN_INS_PER_RUN) return (this.failure = lostAtOnce(account));
		const { maxWaitMs } = this;
		// Counted, not read from the clock, which may be changed meanwhile.
		let waited = 0;
		const wait = async (ms: number): Promise<void> => {
			await sleep(ms);
			waited += ms;
		};
		let retcode: string | null = null;
		const got = (session: Session): Session => {
			if (waited > 0) this.waited = { ms: waited + (this.waited?.ms ?? 0), retcode };
			return session;
		};
		let { takeOver } = account;
		let force = false;
		for (;;) {
			const stored = await findStored(this.sessionContext);
			if (stored) return got(stored);
			if (aborted()) return SIGN_IN_ABORTED;
			const opened = await adapter.signIn(force);
			if (!(opened instanceof SignInError)) {
				this.opened.push(cache.now());
				return got(opened);
			}
			if (aborted()) return SIGN_IN_ABORTED;
			const { problem, exchange } = opened;
			if (problem !== 'occupied') return this.giveUp(exchange);
			({ retcode } = exchange);
			if (isNotToBeForced(opened)) takeOver = force = false;
			if (takeOver && !force && isSignedInElsewhere(opened)) {
				await wait(TAKEOVER_DELAY_MS * (1 + 2 * random()));
				force = true;
				continue;
			}
			if (maxWaitMs === 0) return this.giveUp(exchange);
			if (waited >= maxWaitMs) return (this.failure = stillOccupied(exchange, account));
			for (let checks = 0; checks < CHECKS_PER_ATTEMPT && waited < maxWaitMs; checks++) {
				await wait(Math.min(CHECK_INTERVAL_MS, maxWaitMs - waited));
				if (aborted()) return SIGN_IN_ABORTED;
				const found = await findStored(this.sessionContext);
				if (found) return got(found);
			}
		}
	}

	/** Gives up for the whole run if another try is useless, or after three failures. */
	private giveUp(exchange: NoSession): NoSession {
		this.failures++;
		if (exchange.retryable && this.failures < MAX_SIGN_INS_PER_RUN) return exchange;
		return (this.failure = { ...exchange, retryable: false });
	}
}

/** Result for a wait that did not help. */
const stillOccupied = (
	exchange: NoSession,
	{ agentId, guidLifetime }: SessionAccount,
): NoSession => {
	const waited = Math.round((guidLifetime + EXTRA_WAIT_MS) / 1000);
	return {
		...exchange,
		retryable: false,
		meaning: `${exchange.meaning}, and still after ${waited} seconds of waiting`,
		remedy: remedyAfterWaiting(exchange, agentId),
	};
};
