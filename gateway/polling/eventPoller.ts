/**
 * The one poller of an agent in this n8n server or worker. All triggers of the agent hear the same events, each takes
 * those that it is for. Sending, sleeping and time are handed in.
 */
import type { Exchange, NoSession } from '../http/exchange';
import { truncateValue } from '../answer/truncateVerdict';
import { eventIn, readEvent } from '../answer/events';
import { judge } from '../answer/judge';
import { type Connected, type Ear, Ears } from './subscribers';
import { lostAtOnce, type WaitContext } from '../session/sessionContext';
import { notWatchedLine, outageLine } from './logMessages';
import { pollEvents } from '../operations/pollEvents';
import { Outage } from './reconnectBackoff';
import type { Session } from '../session/session';
import type { Account } from '../values/settings';
import { redactor, memoizeRedactor } from '../values/redact';
import { Watching } from './agentMonitor';

/** After a poll that brought nothing, in ms: as Huawei's own clients wait (api-cec, cec_07_1274). */
const POLL_GAP_MS = 500;

/**
 * When n8n starts, its workflows come one after another: so long after the last one, in ms, they are all there. An
 * event that waits at the gateway must not start only the first of them.
 */
const ALL_ARE_THERE = 3_000;

/** No longer than this, in ms: somebody may be waiting. */
const LONGEST_WAIT = 15_000;

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
export type Whose = Pick<Account, 'baseUrl' | 'agentId'>;

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
async function untilEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	return await new Promise<T | undefined>((resolve, reject) => {
		const stop = (): void => resolve(undefined);
		signal.addEventListener('abort', stop, { once: true });
		const forget = (): void => signal.removeEventListener('abort', stop);
		work.finally(forget).then(resolve, reject);
	});
}

export class Listening {
	private readonly ears = new Ears();

	private run: PollerRun | undefined;

	/** Whether more triggers may be about to come. */
	private othersCome = false;

	/** By whose credential the events are fetched. */
	private connected: (Connected & { by: Ear }) | undefined;

	/** Whether the credential is to be read again. */
	private stale = false;

	private outage: Outage;

	private watching: Watching;

	private readonly redactorOf = memoizeRedactor(redactor);

	constructor(
		private readonly whose: Whose,
		private readonly clock: Clock,
	) {
		this.outage = this.newOutage();
		this.watching = this.newWatching();
	}

	/** Whether somebody listens. */
	get active(): boolean {
		return this.ears.first !== undefined;
	}

	/** Whether a trigger may hear what those hear that are there already. */
	admits(ear: Pick<Ear, 'proofs'>): boolean {
		return this.ears.admits(ear);
	}

	/**
	 * From now on a trigger hears every event.
	 * @param othersCome whether more of them are about to come
	 */
	async join(ear: Ear, othersCome = false): Promise<void> {
		this.ears.add(ear);
		// An earlier poller may not have ended yet.
		while (this.run?.ending.signal.aborted) await this.run.ended;
		if (!this.active) return;
		if (othersCome) this.othersCome = true;
		if (this.run === undefined) {
			this.start();
			return;
		}
		const session = this.connected?.events.current;
		if (this.connected && session) void this.watch(this.connected, session);
	}

	/** A trigger hears no more. Resolves when nothing is left to be done, at once: nobody is signed out. */
	async leave(ear: Ear): Promise<void> {
		this.ears.remove(ear);
		if (this.active || this.run === undefined) return;
		this.run.ending.abort();
		await this.run.ended;
	}

	private start(): void {
		this.outage = this.newOutage();
		this.watching = this.newWatching();
		this.stale = false;
		const ending = new AbortController();
		const begin = async (): Promise<void> => await this.poll(ending.signal);
		const ended = Promise.resolve()
			.then(begin)
			.finally(() => {
				this.connected?.events.cache.pollLock.release();
				this.connected = undefined;
				this.run = undefined;
				this.othersCome = false;
			});
		this.run = { ending, ended };
	}

	private newOutage(): Outage {
		return new Outage(this.clock.now, this.clock.random);
	}

	private newWatching(): Watching {
		return new Watching((agentIds, verdict) =>
			this.ears.say(notWatchedLine(this.whose.agentId, agentIds, verdict)),
		);
	}

	private async poll(signal: AbortSignal): Promise<void> {
		const sleep = async (ms: number): Promise<void> => {
			await untilEnd(this.clock.sleep(ms, signal), signal);
		};
		for (let waited = 0; this.othersCome && waited < LONGEST_WAIT; waited += ALL_ARE_THERE) {
			this.othersCome = false;
			await sleep(ALL_ARE_THERE);
		}
		while (!signal.aborted) {
			const step = this.step(signal).catch(() => this.outage.failed());
			const pause = await untilEnd(step, signal);
			if (pause) await sleep(pause);
		}
	}

	/** One poll, with what it needs. @returns when the next one is due, in ms from now */
	private async step(signal: AbortSignal): Promise<number> {
		const connected = await this.connect(signal);
		if (signal.aborted) return 0;
		if ('type' in connected) return this.failed(connected);
		const { events } = connected;
		const session = await events.open(this.waitContext(signal));
		if (signal.aborted) return 0;
		if ('type' in session) return this.failed(session);
		await this.watch(connected, session);
		if (signal.aborted) return 0;
		// That may have renewed the session, or found it lost.
		const { current } = events;
		if (current === undefined) return this.lost();
		const exchange = await events.poll(current);
		if (signal.aborted) return 0;
		if (judge(exchange, pollEvents(this.whose.agentId)).outcome === 'accepted') {
			this.outage.worked();
			return this.tell(exchange) ? 0 : POLL_GAP_MS;
		}
		const concernsRequest = !(await events.wasSessionLost(exchange, current));
		if (signal.aborted) return 0;
		return concernsRequest ? this.failed(exchange) : this.lost();
	}

	/** The credential of a trigger that is still there, read again where it opened no session. */
	private async connect(signal: AbortSignal): Promise<Connected | NoSession> {
		const { connected } = this;
		if (connected && !this.stale && this.ears.has(connected.by)) return connected;
		const by = this.ears.first;
		if (by === undefined) return OVER;
		const next = await by.connect(signal);
		if (signal.aborted || 'type' in next) return next;
		const { agentId, baseUrl } = next.events.account;
		if (agentId !== this.whose.agentId || baseUrl !== this.whose.baseUrl) return ANOTHER_AGENT;
		const { pollLock } = next.events.cache;
		const before = connected?.events.cache.pollLock;
		if (before !== pollLock) before?.release();
		this.connected = { ...next, by };
		this.stale = false;
		await pollLock.acquire((exchange) => this.tell(exchange));
		return this.connected;
	}

	private waitContext(signal: AbortSignal): WaitContext {
		return {
			sleep: async (ms) => await this.clock.sleep(ms, signal),
			aborted: () => signal.aborted,
			random: this.clock.random,
		};
	}

	private async watch({ events }: Connected, session: Session): Promise<void> {
		await this.watching.begin(events, session, () => this.ears.watched());
	}

	/** @returns when to go on, in ms */
	private lost(): number {
		this.watching.forget();
		const pause = this.outage.lost();
		this.sayOutage(lostAtOnce(this.whose), false);
		return pause;
	}

	/** @returns when to go on, in ms */
	private failed(exchange: Exchange): number {
		const { retryAfter, retry } = judge(exchange, pollEvents(this.whose.agentId));
		this.stale = exchange.type === 'noSession';
		const pause = this.outage.failed(retryAfter);
		this.sayOutage(exchange, retry === 'never');
		return pause;
	}

	private sayOutage(exchange: Exchange, final: boolean): void {
		if (!this.outage.isToBeTold(final)) return;
		const { agentId } = this.whose;
		this.ears.say(outageLine(agentId, judge(exchange, pollEvents(agentId))));
	}

	/** @returns whether there was an event */
	private tell(exchange: Exchange): boolean {
		const raw = eventIn(exchange);
		if (raw === undefined || this.connected === undefined) return false;
		const { events, words } = this.connected;
		const clean = truncateValue(this.redactorOf(events.cache.secrets.all())(raw));
		const { agentId } = this.whose;
		this.ears.tell(readEvent(clean, { agentId, now: this.clock.now(), words }));
		return true;
	}
}

/** Nobody listens any more; told to nobody. */
const OVER: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	retryable: false,
	meaning: 'nobody listens any more',
	remedy: '',
	retcode: null,
	message: null,
};

const ANOTHER_AGENT: NoSession = {
	...OVER,
	outcome: 'rejected',
	meaning: 'the credential now names another agent or gateway',
	remedy: 'Publish the workflow again, so that its trigger begins anew.',
};
