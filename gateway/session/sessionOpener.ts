/** How a run comes by its session: the one in use, the stored one, or a new one, with patience. */
import { isRecent } from './lruSet';
import type { NoSession } from '../http/exchange';
import { findStored, type SessionContext, lostAtOnce, type WaitContext } from './sessionContext';
import type { Session } from './session';
import type { Account } from '../values/settings';
import { isNotToBeForced, isSignedInElsewhere } from './signIn';
import { remedyAfterWaiting, type Waited } from './signInCodes';

/** A run does not go on signing in for ever: so often in vain, or so often within the life of a Guid. */
const SIGN_INS_PER_RUN = 3;

/** While the agent is signed in elsewhere: how often to see what is stored, and to sign in. In ms. */
const LOOK_EVERY = 2_000;
const LOOKS_PER_TRY = 5;

/** Waiting ends so long after a silent session must have ended at the gateway. In ms. */
const WAIT_LONGER = 5_000;

/**
 * Before a session is taken over, in ms: time for another process to store the one it has just opened. By
 * chance up to twice as long again, so that two processes do not end each other's sessions in turn.
 */
const BEFORE_TAKING_OVER = 1_000;

const CALLED_OFF: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	again: false,
	aborted: true,
	meaning: 'the run ended while the agent was being signed in',
	remedy: 'Run the workflow again for what is missing.',
	retcode: null,
	message: null,
};

/** Opens the session of one run. */
export class Opening {
	/** Why this run gets no session; final. */
	private failure: NoSession | undefined;

	/** How often a sign-in of this run failed. */
	private failures = 0;

	/** When this run opened a session. */
	private opened: number[] = [];

	private underWay: Promise<Session | NoSession> | undefined;

	private waited: Waited | undefined;

	private readonly longest: number;

	/** @param longest how long to wait at most while the agent is signed in elsewhere, in ms */
	constructor(
		private readonly keeping: SessionContext,
		longest = keeping.account.guidLifetime + WAIT_LONGER,
	) {
		this.longest = longest;
	}

	/** What the run had to wait for; undefined if it had its session at once, or has none. */
	get wait(): Waited | undefined {
		return this.waited;
	}

	/** The session to use; opens one if there is none. However many ask at once, one is opened. */
	async session(waitContext: WaitContext): Promise<Session | NoSession> {
		const { cache, account } = this.keeping;
		const current = cache.current(account);
		if (current) return current;
		if (this.failure) return this.failure;
		this.underWay ??= this.open(waitContext).finally(() => {
			this.underWay = undefined;
		});
		return await this.underWay;
	}

	private async open({ sleep, aborted, random }: WaitContext): Promise<Session | NoSession> {
		const { cache, account, adapter } = this.keeping;
		this.opened = this.opened.filter((at) => isRecent(at, account.guidLifetime, cache.now()));
		if (this.opened.length >= SIGN_INS_PER_RUN) return (this.failure = lostAtOnce(account));
		const { longest } = this;
		// Counted, not read from the clock, which may be set meanwhile.
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
			const stored = await findStored(this.keeping);
			if (stored) return got(stored);
			if (aborted()) return CALLED_OFF;
			const failed = await adapter.signIn(force);
			const opened = cache.current(account);
			if (opened) {
				this.opened.push(cache.now());
				return got(opened);
			}
			if (aborted()) return CALLED_OFF;
			if (failed?.problem !== 'occupied') {
				return this.failed(failed?.exchange ?? lostAtOnce(account));
			}
			({ retcode } = failed.exchange);
			if (isNotToBeForced(failed)) takeOver = force = false;
			if (takeOver && !force && isSignedInElsewhere(failed)) {
				await wait(BEFORE_TAKING_OVER * (1 + 2 * random()));
				force = true;
				continue;
			}
			if (longest === 0) return this.failed(failed.exchange);
			if (waited >= longest) return (this.failure = afterWaiting(failed.exchange, account));
			for (let looks = 0; looks < LOOKS_PER_TRY && waited < longest; looks++) {
				await wait(Math.min(LOOK_EVERY, longest - waited));
				if (aborted()) return CALLED_OFF;
				const found = await findStored(this.keeping);
				if (found) return got(found);
			}
		}
	}

	/** Gives up for the whole run where another try is of no use, or after a few. */
	private failed(exchange: NoSession): NoSession {
		this.failures++;
		if (exchange.again && this.failures < SIGN_INS_PER_RUN) return exchange;
		return (this.failure = { ...exchange, again: false });
	}
}

/** What is told when waiting did not help. */
const afterWaiting = (exchange: NoSession, { agentId, guidLifetime }: Account): NoSession => {
	const waited = Math.round((guidLifetime + WAIT_LONGER) / 1000);
	return {
		...exchange,
		again: false,
		meaning: `${exchange.meaning}, and still after ${waited} seconds of waiting`,
		remedy: remedyAfterWaiting(exchange, agentId),
	};
};
