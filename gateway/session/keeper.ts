/** Sends requests in a session that looks after itself. Sending, waiting and storing are handed in. */
import { isSessionRefusal, judge } from '../answer/judge';
import type { Desk } from './desk';
import { isRecent } from './memory';
import type { Exchange, NoSession } from '../answer/exchange';
import { agentStatus } from '../operations/agentStatus';
import { POLL_WAIT, pollEvents } from '../operations/pollEvents';
import type { GatewayRequest } from '../operations/request';
import { renewed, type Session } from './session';
import type { Account } from '../values/settings';
import { isSignedInElsewhere, type SignInFailed, USE_ANOTHER } from './signIn';

/** A session is renewed once its Guid is older than this part of its life. */
const RENEW_AFTER = 0.4;

/** A gateway that replaces Guids at all has done so before this part of a Guid's life. */
const REPLACED_BY = 0.6;

/** How long to wait for the answer of a poll, in ms: the gateway itself waits ten seconds for an event. */
const POLL_TIMEOUT = POLL_WAIT + 10_000;

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

/** What the keeper uses. */
export interface KeeperMeans {
	/** Puts a request on the wire, in a session. Must not throw. */
	send: (request: GatewayRequest, session: Session, timeout?: number) => Promise<Exchange>;
	/** The text that is stored in the credential now. Must not throw. */
	readStored: () => Promise<unknown>;
	/** Signs in by way of {@link Desk.signIn} and stores the session. Returns why it did not work. */
	signIn: (force: boolean) => Promise<SignInFailed | undefined>;
	/** Stores a session that is newer than the stored one. Must not throw. */
	store: (session: Session) => Promise<void>;
}

/** How a request may wait. */
export interface Patience {
	/** Waits; ends early, without throwing, when nothing more is to be tried. */
	sleep: (ms: number) => Promise<void>;
	/** Whether nothing more is to be tried. */
	halted: () => boolean;
	/** From 0 to 1. */
	random: () => number;
}

const CALLED_OFF: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	again: false,
	calledOff: true,
	meaning: 'the run ended while the agent was being signed in',
	remedy: 'Run the workflow again for what is missing.',
	retcode: null,
	message: null,
};

/** What is told where a new session does not last. */
const lostAtOnce = ({ agentId }: Account): NoSession => ({
	type: 'noSession',
	outcome: 'rejected',
	again: false,
	meaning: `agent ${agentId} was signed in, and its session was lost at once`,
	remedy:
		'Somebody else may be signing in with this agent ID, or a proxy or load balancer may drop the cookies of the session. Give the credential an agent of its own.',
	retcode: null,
	message: null,
});

/** The session of one run. What is known of the agent's session beyond the run is at its desk. */
export class SessionKeeper {
	/** Why this run gets no session; final. */
	private failure: NoSession | undefined;

	/** How often a sign-in of this run failed. */
	private failures = 0;

	/** When this run opened a session. */
	private opened: number[] = [];

	private opening: Promise<Session | NoSession> | undefined;

	private storing: Promise<void> = Promise.resolve();

	constructor(
		private readonly account: Account,
		private readonly desk: Desk,
		private readonly means: KeeperMeans,
	) {}

	/**
	 * Sends a request in the agent's session. If the gateway refuses it because the session was lost, a
	 * new one is opened and the request is sent once more: a refused request was not carried out.
	 */
	async send(request: GatewayRequest, patience: Patience): Promise<Exchange> {
		let session = await this.session(patience);
		if ('type' in session) return session;
		let exchange = await this.sendIn(session, request);
		// The second time, only what another process has opened meanwhile.
		for (const next of [
			async () => await this.session(patience),
			async () => await this.stored(),
		]) {
			if (await this.isAnswer(exchange, session, request)) return exchange;
			const found = await next();
			if (found === undefined) return lostAtOnce(this.account);
			if ('type' in found) return found;
			session = found;
			exchange = await this.sendIn(session, request);
		}
		return (await this.isAnswer(exchange, session, request)) ? exchange : lostAtOnce(this.account);
	}

	/** Whether an exchange tells something of the request, and not of a session that was lost. */
	private async isAnswer(
		exchange: Exchange,
		session: Session,
		request: GatewayRequest,
	): Promise<boolean> {
		if (!refusesSession(exchange, request)) return true;
		const { desk, account } = this;
		return await desk.isAlive({
			session,
			account,
			afresh: request.agentId === account.agentId,
			ask: async () => await this.askForStatus(session),
		});
	}

	/** Resolves when nothing is left to be stored; a poll that is still under way does not count. */
	async settled(): Promise<void> {
		await this.storing;
	}

	private async sendIn(session: Session, request: GatewayRequest): Promise<Exchange> {
		this.renewIfDue(session);
		const askedAt = this.desk.now();
		const exchange = await this.means.send(request, session);
		this.adopt(session, exchange, askedAt);
		return exchange;
	}

	/** The session to use; opens one if there is none. */
	private async session(patience: Patience): Promise<Session | NoSession> {
		const current = this.desk.current(this.account);
		if (current) return current;
		if (this.failure) return this.failure;
		this.opening ??= this.open(patience).finally(() => {
			this.opening = undefined;
		});
		return await this.opening;
	}

	private async open({ sleep, halted, random }: Patience): Promise<Session | NoSession> {
		const { desk, account, means } = this;
		this.opened = this.opened.filter((at) => isRecent(at, account.guidLifetime, desk.now()));
		if (this.opened.length >= SIGN_INS_PER_RUN) return (this.failure = lostAtOnce(account));
		const giveUpAt = desk.now() + account.guidLifetime + WAIT_LONGER;
		let force = false;
		let lastTry = false;
		for (;;) {
			const stored = await this.stored();
			if (stored) return stored;
			if (halted()) return CALLED_OFF;
			const failed = await means.signIn(force);
			const opened = desk.current(account);
			if (opened) {
				this.opened.push(desk.now());
				return opened;
			}
			if (halted()) return CALLED_OFF;
			if (failed?.problem !== 'occupied')
				return this.failed(failed?.exchange ?? lostAtOnce(account));
			if (account.takeOver && !force && isSignedInElsewhere(failed)) {
				await sleep(BEFORE_TAKING_OVER * (1 + 2 * random()));
				force = true;
				continue;
			}
			if (lastTry) return (this.failure = afterWaiting(failed, account));
			for (let looks = 0; looks < LOOKS_PER_TRY && !lastTry; looks++) {
				await sleep(Math.min(LOOK_EVERY, giveUpAt - desk.now()));
				lastTry = desk.now() >= giveUpAt;
				if (halted()) return CALLED_OFF;
				const found = await this.stored();
				if (found) return found;
			}
		}
	}

	/** Gives up for the whole run where another try is of no use, or after a few. */
	private failed(exchange: NoSession): NoSession {
		this.failures++;
		if (exchange.again && this.failures < SIGN_INS_PER_RUN) return exchange;
		return (this.failure = { ...exchange, again: false });
	}

	/** The stored session, or one that somebody in this process has opened meanwhile. */
	private async stored(): Promise<Session | undefined> {
		this.desk.offerStored(await this.means.readStored(), this.account);
		return this.desk.current(this.account);
	}

	private async askForStatus(session: Session): Promise<boolean> {
		const request = agentStatus(this.account.agentId);
		const askedAt = this.desk.now();
		const exchange = await this.means.send(request, session);
		this.adopt(session, exchange, askedAt);
		return !refusesSession(exchange, request);
	}

	/** Takes over the new Guid that an answer brought along. */
	private adopt(session: Session, exchange: Exchange, askedAt: number): void {
		const next = renewed(session, exchange, { askedAt, guidLifetime: this.account.guidLifetime });
		if (next) this.replace(session, next);
	}

	/** Puts `next` in the place of `session`, unless another one has taken it meanwhile. */
	private replace(session: Session, next: Session): void {
		const { desk, account, means } = this;
		if (desk.current(account)?.guid !== session.guid) return;
		if (!desk.offer(next)) return;
		this.storing = this.storing.then(async () => {
			if ((await this.stored())?.guid === next.guid) await means.store(next);
		});
	}

	/** One poll keeps the session alive and brings the next Guid. Nobody waits for it. */
	private renewIfDue(session: Session): void {
		const { desk, account } = this;
		const age = desk.now() - session.renewedAt;
		if (age < RENEW_AFTER * account.guidLifetime) return;
		desk.pollOnce(async () => await this.poll(session));
	}

	private async poll(session: Session): Promise<void> {
		const { desk, account, means } = this;
		const { guidLifetime } = account;
		// Another process may have renewed it.
		if ((await this.stored())?.guid !== session.guid) return;
		const request = pollEvents(account.agentId);
		const askedAt = desk.now();
		const exchange = await means.send(request, session, POLL_TIMEOUT);
		this.adopt(session, exchange, askedAt);
		if (judge(exchange, request).outcome !== 'accepted') return;
		// A gateway that replaces Guids would have done so by now: this one is good for a while yet.
		if (askedAt - session.renewedAt < REPLACED_BY * guidLifetime) return;
		this.replace(session, { ...session, renewedAt: askedAt - RENEW_AFTER * guidLifetime });
	}
}

const refusesSession = (exchange: Exchange, request: GatewayRequest): boolean =>
	isSessionRefusal(judge(exchange, request));

/** What is told when waiting did not help. */
const afterWaiting = (
	{ exchange }: SignInFailed,
	{ agentId, guidLifetime }: Account,
): NoSession => {
	const waited = Math.round((guidLifetime + WAIT_LONGER) / 1000);
	return {
		...exchange,
		again: false,
		meaning: `${exchange.meaning}, and still after ${waited} seconds of waiting`,
		remedy:
			exchange.retcode === '100-002'
				? `Somebody else uses agent ${agentId}: ${USE_ANOTHER}`
				: exchange.remedy,
	};
};
