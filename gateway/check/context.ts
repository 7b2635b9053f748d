/** The context of the questions of a check: one session, its polls, and the answers so far. */
import { readPollAnswer, type RawEvent } from '../answer/events';
import type { Exchange, NoSession } from '../http/exchange';
import type { GatewayRequest } from '../operations/request';
import type { WaitContext } from '../http/waitContext';
import type { SessionContext } from '../session/sessionContext';
import { findStored } from '../session/sessionContext';
import { isPolledElsewhere, RENEW_AFTER } from '../session/pollOwner';
import { SessionOpener } from '../session/sessionOpener';
import { wasSessionLost } from '../session/livenessCheck';
import { SessionRenewer } from '../session/sessionRenewer';
import type { Session } from '../session/session';
import type { SignInFacts } from '../answer/signInFacts';
import type { AgentId } from '../values/agentId';
import { OwnState } from './ownState';
import { CheckAbortedError, CheckStoppedError } from './answer';
import { readReply, type Reply } from './reply';

/** A deviation from the way in which requests are sent. */
export interface Variant {
	/** Another Guid than the session's. */
	guid?: string;
	withoutCookies?: boolean;
	withoutContentType?: boolean;
	/** Without acquiring a permit of the query limit. */
	unlimited?: boolean;
}

/** Sending and time, injected. */
export interface CheckAdapter {
	/** The session of the credential; its account must not take over sessions. */
	sessionContext: SessionContext;
	/** Sends a request in a session, in a deviating way. Must not throw. */
	sendVariant: (request: GatewayRequest, session: Session, variant: Variant) => Promise<Exchange>;
	/** Acquires all permits of the agent's queries. @returns their release; undefined when cancelled */
	acquireAll: () => Promise<(() => void) | undefined>;
	/** Waits; ends early, without throwing, when the run is cancelled. */
	sleep: (ms: number) => Promise<void>;
	/** True once the run was cancelled. */
	aborted: () => boolean;
	/** From 0 to 1. */
	random: () => number;
}

/** The agents that take part, and the labels of the fields that name two of them. */
export interface CheckAgents {
	agentId: AgentId;
	/** A colleague who is signed in. */
	colleagueId?: AgentId;
	/** An ID that no agent has. */
	unusedId?: AgentId;
	labels: Readonly<Record<'colleagueId' | 'unusedId', string>>;
}

/** Sessions that a check opens at most: a lost one is opened again twice. */
const MAX_SESSIONS = 3;

/** The sign-in waits for no other session to end. */
const NO_WAIT_MS = 0;

/** Pause before the next try while another poll of this process is in progress, in ms. */
const POLL_RETRY_MS = 1_100;

const POLL_TRIES = 30;

/** Events that may have waited for an agent of n8n's own; more are those of a busy agent, and never end. */
const MAX_DRAINED = 50;

export class CheckContext {
	/** Codes of the questions that were answered, by ID. */
	readonly codes = new Map<string, string>();

	/** Replies that several questions read, by a name of their own. */
	private readonly replies = new Map<string, Promise<Reply>>();

	private readonly renewer: SessionRenewer;

	/** The state of the agent itself. */
	readonly ownState: OwnState;

	private opened = 0;

	private failure: NoSession | undefined;

	constructor(
		readonly agents: CheckAgents,
		readonly adapter: CheckAdapter,
	) {
		this.renewer = new SessionRenewer(adapter.sessionContext);
		this.ownState = new OwnState(this);
	}

	get agentId(): AgentId {
		return this.agents.agentId;
	}

	/** True if this check opened the session, so that the agent is in the state of a sign-in: busy without a reason. */
	get signedIn(): boolean {
		return this.opened > 0;
	}

	/** Facts of the latest sign-in of the agent, as far as this n8n server or worker made it. */
	get signInFacts(): SignInFacts | undefined {
		return this.adapter.sessionContext.cache.signInFacts;
	}

	/** In ms since 1970. */
	now(): number {
		return this.adapter.sessionContext.cache.now();
	}

	/** Waits; ends early, without throwing, when the run is cancelled. */
	async pause(ms: number): Promise<void> {
		await this.adapter.sleep(ms);
	}

	async sleep(ms: number): Promise<void> {
		await this.adapter.sleep(ms);
		this.throwIfAborted();
	}

	throwIfAborted(): void {
		if (this.adapter.aborted()) throw new CheckAbortedError();
	}

	/**
	 * The session in use, opened if there is none.
	 * @throws {CheckAbortedError}
	 * @throws {CheckStoppedError} where there is none, for the rest of the check
	 */
	async session(): Promise<Session> {
		this.throwIfAborted();
		const { sessionContext } = this.adapter;
		if (this.failure) throw stopped(this.failure);
		const known = await findStored(sessionContext);
		if (known) return known;
		if (this.opened >= MAX_SESSIONS) throw new CheckStoppedError('the session was lost again');
		const session = await new SessionOpener(sessionContext, NO_WAIT_MS).session(this.waitContext());
		this.throwIfAborted();
		if ('type' in session) {
			this.failure = session;
			throw stopped(session);
		}
		this.opened++;
		return session;
	}

	private waitContext(): WaitContext {
		const { sleep, aborted, random } = this.adapter;
		return { sleep, random, aborted };
	}

	/**
	 * Sends a request, a query only with a permit. A lost session is opened again.
	 * @throws {CheckAbortedError}
	 * @throws {CheckStoppedError}
	 */
	async send(request: GatewayRequest): Promise<Reply> {
		const { sessionContext } = this.adapter;
		for (;;) {
			const session = await this.session();
			const exchange = await this.renewer.sendAndRenew(request, session);
			this.throwIfAborted();
			if (!(await wasSessionLost(sessionContext, this.renewer, { request, session, exchange }))) {
				return readReply(exchange, request);
			}
		}
	}

	/**
	 * Sends a request in a deviating way, once.
	 * @param session default: the one in use
	 */
	async sendVariant(request: GatewayRequest, variant: Variant, session?: Session): Promise<Reply> {
		this.throwIfAborted();
		const used = session ?? (await this.session());
		const exchange = await this.adapter.sendVariant(request, used, variant);
		this.throwIfAborted();
		return readReply(exchange, request);
	}

	/** The reply to a request that several questions read: it is sent once. */
	async once(name: string, request: GatewayRequest): Promise<Reply> {
		const known = this.replies.get(name) ?? this.send(request);
		this.replies.set(name, known);
		return await known;
	}

	/** The reason why events must not be polled now; undefined if they may be. */
	async pollObstacle(): Promise<string | undefined> {
		const { cache, account } = this.adapter.sessionContext;
		const stored = await findStored(this.adapter.sessionContext);
		const elsewhere = stored && isPolledElsewhere(stored, account, cache.now());
		if (!cache.pollLock.isHeld && !elsewhere) return undefined;
		return `a trigger listens to agent ${this.agentId}, and the check would take its events`;
	}

	/** Renews the session with a poll where that is due, as any run does. */
	async renewIfDue(): Promise<void> {
		const { account } = this.adapter.sessionContext;
		const { renewedAt } = await this.session();
		if (this.now() - renewedAt < RENEW_AFTER * account.guidLifetime) return;
		if ((await this.pollObstacle()) === undefined) await this.poll();
	}

	/**
	 * Polls once, and never beside another poll that this process has in progress.
	 * @returns the events, mostly one or none; none, too, where a trigger polls by now
	 */
	async poll(): Promise<readonly RawEvent[]> {
		const { pollLock } = this.adapter.sessionContext.cache;
		for (let tries = 0; tries < POLL_TRIES; tries++) {
			if ((await this.pollObstacle()) !== undefined) return [];
			const session = await this.session();
			let running: Promise<Exchange> | undefined;
			pollLock.tryPoll(async () => await (running = this.renewer.poll(session)));
			if (running) {
				const exchange = await running;
				this.throwIfAborted();
				return readPollAnswer(exchange).events;
			}
			await this.sleep(POLL_RETRY_MS);
		}
		return [];
	}

	/**
	 * Polls until an event matches or the time is over; other events are dropped.
	 * @param ms after which no further poll begins
	 */
	async waitForEvent(
		matches: (event: RawEvent) => boolean,
		ms: number,
	): Promise<RawEvent | undefined> {
		const startedAt = this.now();
		while (this.now() - startedAt < ms) {
			const event = (await this.poll()).find(matches);
			if (event) return event;
			if ((await this.pollObstacle()) !== undefined) return undefined;
		}
		return undefined;
	}

	/** Takes the events that wait at the gateway, 50 at most. */
	async drainEvents(): Promise<void> {
		for (let taken = 0; taken < MAX_DRAINED && (await this.poll()).length > 0; taken++);
	}

	/** Takes over a Guid of the session that was obtained without a poll. */
	async adopt(session: Session, guid: string): Promise<void> {
		const { cache, adapter } = this.adapter.sessionContext;
		const next = { ...session, guid, renewedAt: this.now() };
		if (cache.adopt(next)) await adapter.store(next);
	}

	/** Whether this process uses another Guid by now, because another run has polled. */
	usesAnotherThan(guid: string): boolean {
		const { cache, account } = this.adapter.sessionContext;
		const current = cache.current(account);
		return current !== undefined && current.guid !== guid;
	}

	/** Resolves when nothing is left to be stored. */
	async settled(): Promise<void> {
		await this.renewer.settled();
	}
}

const stopped = ({ meaning, retcode, message }: NoSession): CheckStoppedError =>
	new CheckStoppedError(
		`${meaning}${retcode === null ? '' : ` (${retcode})`}${message ? `. The gateway says: ${message}` : ''}`,
	);
