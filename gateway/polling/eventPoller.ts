/**
 * The one poller of an agent in this n8n server or worker. All triggers of the agent hear the same events, each takes
 * those that it is for. Sending, sleeping and time are handed in.
 */
import type { Exchange, NoSession } from '../http/exchange';
import { truncateValue } from '../answer/truncateVerdict';
import { extractEvent, readEvent } from '../answer/events';
import { judge } from '../answer/judge';
import { type EventConnection, type Subscriber, Subscribers } from './subscribers';
import { lostAtOnce, type WaitContext } from '../session/sessionContext';
import { notWatchedLine, outageLine } from './logMessages';
import { pollEvents } from '../operations/pollEvents';
import { ReconnectBackoff } from './reconnectBackoff';
import type { Session } from '../session/session';
import type { Account } from '../values/settings';
import { redactor, memoizeRedactor } from '../values/redact';
import { AgentMonitor } from './agentMonitor';

/** After a poll that brought nothing, in ms: as Huawei's own clients wait (api-cec, cec_07_1274). */
const POLL_GAP_MS = 500;

/**
 * When n8n starts, its workflows come one after another: so long after the last one, in ms, they are all there. An
 * event that waits at the gateway must not start only the first of them.
 */
const STARTUP_QUIET_MS = 3_000;

/** No longer than this, in ms: somebody may be waiting. */
const MAX_STARTUP_WAIT_MS = 15_000;

/** What the poller uses. */
export interface Clock {
	/** In ms since 1970. */
	now: () => number;
	/** Waits; ends early, without throwing, at the signal. */
	sleep: (ms: number, signal: AbortSignal) => Promise<void>;
	/** From 0 to 1. */
	random: () => number;
}

/** Whose events. */
export type AgentRef = Pick<Account, 'baseUrl' | 'agentId'>;

/** The poller while it runs. */
interface PollerRun {
	ending: AbortController;
	/** Resolves when it has ended. */
	ended: Promise<void>;
}

/**
 * Waits for something, at most until the end. Leaves nothing behind: a trigger runs for months, and what waits for a
 * promise that never resolves is kept for as long.
 */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	return await new Promise<T | undefined>((resolve, reject) => {
		const stop = (): void => resolve(undefined);
		signal.addEventListener('abort', stop, { once: true });
		const forget = (): void => signal.removeEventListener('abort', stop);
		work.finally(forget).then(resolve, reject);
	});
}

export class EventPoller {
	private readonly subscribers = new Subscribers();

	private run: PollerRun | undefined;

	/** Whether more triggers may be about to come. */
	private moreExpected = false;

	/** By whose credential the events are fetched. */
	private connection: (EventConnection & { by: Subscriber }) | undefined;

	/** Whether the credential is to be read again. */
	private stale = false;

	private backoff: ReconnectBackoff;

	private monitor: AgentMonitor;

	private readonly redactorOf = memoizeRedactor(redactor);

	constructor(
		private readonly agent: AgentRef,
		private readonly clock: Clock,
	) {
		this.backoff = this.createBackoff();
		this.monitor = this.createMonitor();
	}

	/** Whether somebody listens. */
	get active(): boolean {
		return this.subscribers.first !== undefined;
	}

	/** Whether a trigger may hear what those hear that are there already. */
	canJoin(subscriber: Pick<Subscriber, 'accessKeys'>): boolean {
		return this.subscribers.canJoin(subscriber);
	}

	/**
	 * From now on a trigger hears every event.
	 * @param moreExpected whether more of them are about to come
	 */
	async subscribe(subscriber: Subscriber, moreExpected = false): Promise<void> {
		this.subscribers.add(subscriber);
		// An earlier poller may not have ended yet.
		while (this.run?.ending.signal.aborted) await this.run.ended;
		if (!this.active) return;
		if (moreExpected) this.moreExpected = true;
		if (this.run === undefined) {
			this.start();
			return;
		}
		const session = this.connection?.events.current;
		if (this.connection && session) void this.watch(this.connection, session);
	}

	/** A trigger hears no more. Resolves when nothing is left to be done, at once: nobody is signed out. */
	async unsubscribe(subscriber: Subscriber): Promise<void> {
		this.subscribers.remove(subscriber);
		if (this.active || this.run === undefined) return;
		this.run.ending.abort();
		await this.run.ended;
	}

	private start(): void {
		this.backoff = this.createBackoff();
		this.monitor = this.createMonitor();
		this.stale = false;
		const ending = new AbortController();
		const begin = async (): Promise<void> => await this.poll(ending.signal);
		const ended = Promise.resolve()
			.then(begin)
			.finally(() => {
				this.connection?.events.cache.pollLock.release();
				this.connection = undefined;
				this.run = undefined;
				this.moreExpected = false;
			});
		this.run = { ending, ended };
	}

	private createBackoff(): ReconnectBackoff {
		return new ReconnectBackoff(this.clock.now, this.clock.random);
	}

	private createMonitor(): AgentMonitor {
		return new AgentMonitor((agentIds, verdict) =>
			this.subscribers.logWarning(notWatchedLine(this.agent.agentId, agentIds, verdict)),
		);
	}

	private async poll(signal: AbortSignal): Promise<void> {
		const sleep = async (ms: number): Promise<void> => {
			await unlessAborted(this.clock.sleep(ms, signal), signal);
		};
		for (
			let waited = 0;
			this.moreExpected && waited < MAX_STARTUP_WAIT_MS;
			waited += STARTUP_QUIET_MS
		) {
			this.moreExpected = false;
			await sleep(STARTUP_QUIET_MS);
		}
		while (!signal.aborted) {
			const polling = this.pollOnce(signal).catch(() => this.backoff.recordFailure());
			const pause = await unlessAborted(polling, signal);
			if (pause) await sleep(pause);
		}
	}

	/** One poll, with what it needs. @returns when the next one is due, in ms from now */
	private async pollOnce(signal: AbortSignal): Promise<number> {
		const connection = await this.connect(signal);
		if (signal.aborted) return 0;
		if ('type' in connection) return this.handleFailure(connection);
		const { events } = connection;
		const session = await events.open(this.waitContext(signal));
		if (signal.aborted) return 0;
		if ('type' in session) return this.handleFailure(session);
		await this.watch(connection, session);
		if (signal.aborted) return 0;
		// That may have renewed the session, or found it lost.
		const { current } = events;
		if (current === undefined) return this.handleLoss();
		const exchange = await events.poll(current);
		if (signal.aborted) return 0;
		if (judge(exchange, pollEvents(this.agent.agentId)).outcome === 'accepted') {
			this.backoff.recordSuccess();
			return this.publishEvent(exchange) ? 0 : POLL_GAP_MS;
		}
		const concernsRequest = !(await events.wasSessionLost(exchange, current));
		if (signal.aborted) return 0;
		return concernsRequest ? this.handleFailure(exchange) : this.handleLoss();
	}

	/** The credential of a trigger that is still there, read again where it opened no session. */
	private async connect(signal: AbortSignal): Promise<EventConnection | NoSession> {
		const { connection } = this;
		const inUse = connection && !connection.events.outdated && this.subscribers.has(connection.by);
		if (inUse && !this.stale) return connection;
		if (this.subscribers.first === undefined) return ABORTED;
		const next = await this.subscribers.connect(signal, ({ events: { account } }) => {
			return account.agentId === this.agent.agentId && account.baseUrl === this.agent.baseUrl;
		});
		if (signal.aborted) return ABORTED;
		if (next === undefined || 'type' in next) {
			// Runs whose credential is good must renew the session by themselves.
			connection?.events.cache.pollLock.release();
			this.connection = undefined;
			return next ?? AGENT_CHANGED;
		}
		const { pollLock } = next.events.cache;
		const before = connection?.events.cache.pollLock;
		if (before !== pollLock) before?.release();
		this.connection = next;
		this.stale = false;
		await pollLock.acquire((exchange) => this.publishEvent(exchange));
		return this.connection;
	}

	private waitContext(signal: AbortSignal): WaitContext {
		return {
			sleep: async (ms) => await this.clock.sleep(ms, signal),
			aborted: () => signal.aborted,
			random: this.clock.random,
		};
	}

	private async watch({ events }: EventConnection, session: Session): Promise<void> {
		await this.monitor.start(events, session, () => this.subscribers.watched());
	}

	/** @returns when to go on, in ms */
	private handleLoss(): number {
		this.monitor.forget();
		const pause = this.backoff.recordLoss();
		this.logOutage(lostAtOnce(this.agent), false);
		return pause;
	}

	/** @returns when to go on, in ms */
	private handleFailure(exchange: Exchange): number {
		const { retryAfter, retry } = judge(exchange, pollEvents(this.agent.agentId));
		this.stale = exchange.type === 'noSession';
		const pause = this.backoff.recordFailure(retryAfter);
		this.logOutage(exchange, retry === 'never');
		return pause;
	}

	private logOutage(exchange: Exchange, final: boolean): void {
		if (!this.backoff.shouldLog(final)) return;
		const { agentId } = this.agent;
		this.subscribers.logWarning(outageLine(agentId, judge(exchange, pollEvents(agentId))));
	}

	/** @returns whether there was an event */
	private publishEvent(exchange: Exchange): boolean {
		const raw = extractEvent(exchange);
		if (raw === undefined || this.connection === undefined) return false;
		const { events, words } = this.connection;
		const clean = truncateValue(this.redactorOf(events.cache.secrets.all())(raw));
		const { agentId } = this.agent;
		this.subscribers.publish(readEvent(clean, { agentId, now: this.clock.now(), words }));
		return true;
	}
}

/** Nobody listens any more; told to nobody. */
const ABORTED: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	retryable: false,
	meaning: 'nobody listens any more',
	remedy: '',
	retcode: null,
	message: null,
};

const AGENT_CHANGED: NoSession = {
	...ABORTED,
	outcome: 'rejected',
	meaning: 'the credential now names another agent or gateway',
	remedy: 'Publish the workflow again, so that its trigger begins anew.',
};
