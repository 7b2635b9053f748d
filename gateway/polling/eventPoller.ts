/**
 * The one poller of an agent in this n8n server or worker. All triggers of the agent receive the same events, and each
 * selects its own. Sending, sleeping and time are injected.
 */
import { type Exchange, noSession, type NoSession } from '../http/exchange';
import { truncateValue } from '../answer/truncateVerdict';
import { readEvent, readPollAnswer } from '../answer/events';
import { judge } from '../answer/judge';
import { type EventConnection, type Subscriber, Subscribers } from './subscribers';
import { EventDistributor } from './eventDistributor';
import type { WaitContext } from '../http/waitContext';
import { POLL_WAIT_MS, pollEvents } from '../operations/pollEvents';
import { Farewell } from './farewell';
import { OutageReporter } from './outageReporter';
import type { Session } from '../session/session';
import type { Account } from '../values/settings';
import { redactor, memoizeRedactor } from '../values/redact';
import { unlessAborted } from './untilEnd';
import { AgentMonitor } from './agentMonitor';

/** Pause after a poll without an event, in ms: Huawei's own clients wait as long (api-cec, cec_07_1274). */
const POLL_GAP_MS = 500;

/** Limit of the wait for a poll's answer after the last trigger has left, in ms; then the poll is aborted. */
const LINGER_MS = POLL_WAIT_MS + 2_000;

/** Time, waiting and chance, injected. */
export interface Clock {
	/** In ms since 1970. */
	now: () => number;
	/** Waits; ends early, without throwing, at the signal. */
	sleep: (ms: number, signal: AbortSignal) => Promise<void>;
	/** Like `sleep`, but keeps no process alive. */
	linger: (ms: number, signal: AbortSignal) => Promise<void>;
	/** From 0 to 1. */
	random: () => number;
}

/** The agent whose events are polled. */
export type AgentRef = Pick<Account, 'baseUrl' | 'agentId'>;

/** The poller while it runs. */
interface PollerRun {
	/** Aborts everything in progress. */
	ending: AbortController;
	/** A poll was sent and is not answered yet. */
	polling: boolean;
	/** Aborts the limit of the wait for the last poll, while no trigger is subscribed. */
	lingering?: AbortController;
	/** Resolves when it has ended. */
	ended: Promise<void>;
}

export class EventPoller {
	private readonly subscribers = new Subscribers();

	private readonly distributor: EventDistributor;

	private readonly reporter: OutageReporter;

	private run: PollerRun | undefined;

	private farewell: Farewell | undefined;

	/** Connection in use, and the trigger whose credential it is. */
	private connection: (EventConnection & { by: Subscriber }) | undefined;

	/** The credential must be read again. */
	private stale = false;

	private monitor: AgentMonitor;

	private readonly redactorOf = memoizeRedactor(redactor);

	constructor(
		private readonly agent: AgentRef,
		private readonly clock: Clock,
	) {
		this.distributor = new EventDistributor(this.subscribers, clock.now);
		this.reporter = new OutageReporter(agent, this.subscribers, clock);
		this.monitor = this.createMonitor();
	}

	/** True while a trigger is subscribed. */
	get active(): boolean {
		return this.subscribers.first !== undefined;
	}

	/** Returns true if a trigger may receive the events of the triggers that are subscribed already. */
	canJoin(subscriber: Pick<Subscriber, 'accessKeys'>): boolean {
		return this.subscribers.canJoin(subscriber);
	}

	/**
	 * Subscribes a trigger to all events. It also receives those that arrived while no trigger was subscribed, and those
	 * that it missed during a short absence.
	 * @param atStart true if it subscribes because n8n starts: it receives all events since the first trigger subscribed
	 */
	async subscribe(subscriber: Subscriber, atStart = false): Promise<void> {
		this.distributor.add(subscriber, atStart);
		// An earlier poller may not have ended yet.
		for (;;) {
			const { run, farewell } = this;
			farewell?.cancel();
			if (run?.ending.signal.aborted) await run.ended;
			else if (farewell) await farewell.ended;
			else break;
		}
		if (!this.subscribers.has(subscriber)) return;
		if (this.run === undefined) {
			this.start();
			return;
		}
		this.run.lingering?.abort();
		if (this.connection === undefined) return;
		this.distributor.catchUp(this.connection.events.cache);
		const session = this.connection.events.current;
		if (session) void this.watch(this.connection, session);
	}

	/**
	 * Unsubscribes a trigger. The agent stays signed in. A poll in progress goes on; its events are kept for the next
	 * trigger.
	 * @returns at once
	 */
	async unsubscribe(subscriber: Subscriber): Promise<void> {
		this.distributor.remove(subscriber);
		this.reporter.forget(subscriber);
		const { run } = this;
		if (this.active || run === undefined) return;
		if (run.polling) {
			if (!run.lingering || run.lingering.signal.aborted) this.linger(run);
			return;
		}
		run.ending.abort();
		await run.ended;
	}

	private linger(run: PollerRun): void {
		const limit = new AbortController();
		run.lingering = limit;
		void this.clock.linger(LINGER_MS, limit.signal).then(() => {
			if (!limit.signal.aborted) run.ending.abort();
		});
	}

	private start(): void {
		this.reporter.reset();
		this.monitor = this.createMonitor();
		this.stale = false;
		const run: PollerRun = {
			ending: new AbortController(),
			polling: false,
			ended: Promise.resolve(),
		};
		this.run = run;
		run.ended = Promise.resolve()
			.then(async () => await this.poll(run))
			.finally(() => {
				run.lingering?.abort();
				const { connection } = this;
				connection?.events.cache.pollLock.release();
				this.connection = undefined;
				this.run = undefined;
				if (!this.active) this.sayGoodbye(connection);
				// Otherwise a new subscriber waits for this end, and starts the poller.
				else if (!run.ending.signal.aborted) this.start();
			});
	}

	private sayGoodbye(connection: { by: Subscriber } | undefined): void {
		if (connection === undefined) return;
		const farewell = new Farewell({
			by: connection.by,
			watching: this.monitor,
			isOurs: (one) => this.isOurs(one),
			linger: this.clock.linger,
		});
		this.farewell = farewell;
		void farewell.ended.then(() => {
			if (this.farewell === farewell) this.farewell = undefined;
		});
	}

	private isOurs({ events: { account } }: EventConnection): boolean {
		return account.agentId === this.agent.agentId && account.baseUrl === this.agent.baseUrl;
	}

	private createMonitor(): AgentMonitor {
		return new AgentMonitor(this.clock.now, (agentIds, verdict) =>
			this.reporter.notWatched(agentIds, verdict),
		);
	}

	private async poll(run: PollerRun): Promise<void> {
		const signal = run.ending.signal;
		while (!signal.aborted && this.active) {
			const polling = this.pollOnce(run).catch(() => this.reporter.unforeseen());
			const pause = await unlessAborted(polling, signal);
			if (pause && this.active) await unlessAborted(this.clock.sleep(pause, signal), signal);
		}
	}

	/** Polls once, after opening the session if necessary. @returns the delay of the next poll, in ms */
	private async pollOnce(run: PollerRun): Promise<number> {
		const signal = run.ending.signal;
		const connection = await this.connect(signal);
		if (signal.aborted) return 0;
		if ('type' in connection) return this.handleFailure(connection);
		const { events } = connection;
		this.distributor.catchUp(events.cache);
		const session = await events.open(this.waitContext(signal));
		if (signal.aborted) return 0;
		if ('type' in session) return this.handleFailure(session);
		await this.watch(connection, session);
		if (signal.aborted) return 0;
		// The monitoring may have renewed the session, or found it lost.
		const { current } = events;
		if (current === undefined) return this.handleLoss();
		run.polling = true;
		const exchange = await events.poll(current).finally(() => {
			run.polling = false;
		});
		const isAccepted = judge(exchange, pollEvents(this.agent.agentId)).outcome === 'accepted';
		if (isAccepted) this.distributor.proved(events.cache);
		const brought = this.publishEvent(exchange, connection);
		if (isAccepted || brought) {
			this.reporter.recordSuccess();
			return brought ? 0 : POLL_GAP_MS;
		}
		if (signal.aborted || !this.active) return 0;
		const concernsRequest = !(await events.wasSessionLost(exchange, current));
		if (signal.aborted) return 0;
		return concernsRequest ? this.handleFailure(exchange) : this.handleLoss();
	}

	/** The connection of a subscribed trigger; reads the credential again if it opened no session. */
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
			// Runs with a usable credential must renew the session themselves.
			connection?.events.cache.pollLock.release();
			this.connection = undefined;
			return next ?? AGENT_CHANGED;
		}
		const { pollLock } = next.events.cache;
		const before = connection?.events.cache.pollLock;
		if (before !== pollLock) before?.release();
		this.connection = next;
		this.stale = false;
		await pollLock.acquire((exchange) => this.publishEvent(exchange, next));
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
		await this.monitor.update(events, session, () => this.subscribers.watched());
	}

	/** @returns the delay of the next poll, in ms */
	private handleLoss(): number {
		this.monitor.forget();
		return this.reporter.lost();
	}

	/** @returns the delay of the next poll, in ms */
	private handleFailure(exchange: Exchange): number {
		this.stale = exchange.type === 'noSession';
		return this.reporter.failed(exchange);
	}

	/** @returns true if there was an event */
	private publishEvent(exchange: Exchange, { events, words }: EventConnection): boolean {
		const { events: raws, unreadable } = readPollAnswer(exchange);
		if (unreadable) this.reporter.unreadable();
		if (raws.length === 0) return false;
		this.distributor.proved(events.cache);
		const redact = this.redactorOf(events.cache.secrets.all());
		const { agentId } = this.agent;
		for (const raw of raws) {
			const clean = truncateValue(redact(raw));
			this.distributor.publish(readEvent(clean, { agentId, now: this.clock.now(), words }));
		}
		return true;
	}
}

/** All triggers have left; shown nowhere. */
const ABORTED = noSession({
	outcome: 'notAttempted',
	meaning: 'no trigger listens any more',
	remedy: '',
});

const AGENT_CHANGED = noSession({
	outcome: 'rejected',
	meaning: 'the credential now names another agent or gateway',
	remedy: 'Publish the workflow again, so that its trigger starts again.',
});
