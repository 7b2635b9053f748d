/**
 * The one poller of an agent in this n8n server or worker. All triggers of the agent hear the same events, each takes
 * those that it is for. Sending, sleeping and time are handed in.
 */
import { asSentence, type Exchange, type NoSession } from '../answer/exchange';
import { beginningOf } from '../answer/bounded';
import { type RawEvent, readEvent, type ToldEvent, eventIn } from '../answer/events';
import type { SiteWordLists } from '../answer/eventContents';
import { judge } from '../answer/judge';
import type { Verdict } from '../answer/outcome';
import type { EventSession } from './eventSession';
import { lostAtOnce, type Patience } from './keeping';
import { pollEvents } from '../operations/pollEvents';
import { Outage } from './outage';
import type { Account } from '../values/settings';
import { redactor, remembering } from '../values/redact';
import { Watching } from './watching';

/** After a poll that brought nothing, in ms: as Huawei's own clients wait (api-cec, cec_07_1274). */
const POLL_GAP = 500;

/**
 * When n8n starts, its workflows come one after another: so long after the last one, in ms, they are all there. An
 * event that waits at the gateway must not start only the first of them.
 */
const ALL_ARE_THERE = 3_000;

/** No longer than this, in ms: somebody may be waiting. */
const LONGEST_WAIT = 15_000;

/** A credential as it was read, ready for use. */
export interface Connected {
	events: EventSession;
	words: SiteWordLists;
}

/** A trigger. */
export interface Ear {
	/**
	 * Reads the credential. Must not throw.
	 * @param end aborted when whatever is under way is of no more use
	 */
	connect(end: AbortSignal): Promise<Connected | NoSession>;
	/** What shows that it may hear what another one hears: they have one of these in common. */
	readonly proofs: readonly unknown[];
	/** Whom it watches beside its own agent. */
	readonly watched: readonly number[];
	/** Is handed every event. */
	hear(event: ToldEvent): void;
	/** Tells those who run n8n, in a line. */
	say(line: string): void;
}

/** What the loop uses. */
export interface ListeningMeans {
	/** In ms since 1970. */
	now: () => number;
	/** Waits; ends early, without throwing, at the signal. */
	sleep: (ms: number, end: AbortSignal) => Promise<void>;
	/** From 0 to 1. */
	random: () => number;
}

/** Whose events. */
export type Whose = Pick<Account, 'baseUrl' | 'agentId'>;

/** The poller while it runs. */
interface Run {
	ending: AbortController;
	/** Resolves when it has ended. */
	ended: Promise<void>;
}

export class Listening {
	private readonly ears: Ear[] = [];

	private run: Run | undefined;

	/** By whose credential the events are fetched. */
	private connected: (Connected & { by: Ear }) | undefined;

	/** Whether the credential is to be read again. */
	private stale = false;

	/** Whether more triggers may be about to come. */
	private othersCome = false;

	private outage: Outage;

	private watching: Watching;

	private readonly redactorOf = remembering(redactor);

	constructor(
		private readonly whose: Whose,
		private readonly means: ListeningMeans,
	) {
		this.outage = new Outage(means.now, means.random);
		this.watching = this.newWatching();
	}

	/** Whether somebody listens. */
	get active(): boolean {
		return this.ears.length > 0;
	}

	/** Whether a trigger may hear what those hear that are there already. */
	admits({ proofs }: Pick<Ear, 'proofs'>): boolean {
		return (
			!this.active || this.ears.some((ear) => ear.proofs.some((proof) => proofs.includes(proof)))
		);
	}

	/**
	 * From now on a trigger hears every event.
	 * @param others whether more of them are about to come
	 */
	async join(ear: Ear, others = false): Promise<void> {
		this.ears.push(ear);
		// An earlier poller may not have ended yet.
		while (this.run?.ending.signal.aborted) await this.run.ended;
		if (!this.active) return;
		if (others) this.othersCome = true;
		if (this.run === undefined) {
			this.start();
			return;
		}
		const session = this.connected?.events.current;
		if (this.connected && session) void this.watch(this.connected, session);
	}

	/** A trigger hears no more. Resolves when nothing is left to be done, at once: nobody is signed out. */
	async leave(ear: Ear): Promise<void> {
		const place = this.ears.indexOf(ear);
		if (place >= 0) this.ears.splice(place, 1);
		if (this.active || this.run === undefined) return;
		this.run.ending.abort();
		await this.run.ended;
	}

	private start(): void {
		this.outage = new Outage(this.means.now, this.means.random);
		this.watching = this.newWatching();
		const ending = new AbortController();
		const ended = this.poll(ending.signal).finally(() => {
			this.connected?.events.desk.polls.giveBack();
			this.connected = undefined;
			this.run = undefined;
			this.othersCome = false;
		});
		this.run = { ending, ended };
	}

	private newWatching(): Watching {
		return new Watching((agentIds, { meaning, remedy }) => {
			this.ears[0]?.say(
				`CC-Gateway Trigger: the gateway does not watch agents ${agentIds.join(', ')} for agent ${this.whose.agentId}, so no changes of theirs are heard; all other events are. ${asSentence(meaning)}. ${remedy}`.trim(),
			);
		});
	}

	private async poll(end: AbortSignal): Promise<void> {
		const ended = new Promise<void>((resolve) => {
			end.addEventListener('abort', () => resolve(), { once: true });
		});
		const sleep = async (ms: number): Promise<void> =>
			await Promise.race([this.means.sleep(ms, end), ended]);
		for (let waited = 0; this.othersCome && waited < LONGEST_WAIT; waited += ALL_ARE_THERE) {
			this.othersCome = false;
			await sleep(ALL_ARE_THERE);
		}
		while (!end.aborted) {
			const pause = await Promise.race([this.step(end).catch(() => this.outage.failed()), ended]);
			if (pause) await sleep(pause);
		}
	}

	/** One poll, with what it needs. @returns when the next one is due, in ms from now */
	private async step(end: AbortSignal): Promise<number> {
		const connected = await this.connect(end);
		if (end.aborted) return 0;
		if ('type' in connected) return this.failed(connected);
		const { events } = connected;
		const session = await events.open(this.patience(end));
		if (end.aborted) return 0;
		if ('type' in session) return this.failed(session);
		await this.watch(connected, session);
		// Watching may have lost the session, or a run may have opened another one meanwhile.
		const current = events.current;
		if (end.aborted || current === undefined) return end.aborted ? 0 : this.lost();
		const exchange = await events.poll(current);
		if (end.aborted) return 0;
		if (judge(exchange, pollEvents(this.whose.agentId)).outcome === 'accepted') {
			this.outage.worked();
			return this.tell(exchange) ? 0 : POLL_GAP;
		}
		if (await events.isAnswer(exchange, current)) return this.failed(exchange);
		return this.lost();
	}

	/** The credential of a trigger that is still there, read again after it did not work. */
	private async connect(end: AbortSignal): Promise<Connected | NoSession> {
		const { connected, ears } = this;
		if (connected && !this.stale && ears.includes(connected.by)) return connected;
		const [by] = ears;
		if (by === undefined) return OVER;
		const next = await by.connect(end);
		if (end.aborted) return OVER;
		if ('type' in next) return next;
		const { agentId, baseUrl } = next.events.account;
		if (agentId !== this.whose.agentId || baseUrl !== this.whose.baseUrl) return ANOTHER_AGENT;
		this.stale = false;
		const { polls } = next.events.desk;
		if (connected?.events.desk.polls !== polls) connected?.events.desk.polls.giveBack();
		this.connected = { ...next, by };
		await polls.take((exchange) => this.tell(exchange));
		return this.connected;
	}

	private patience(end: AbortSignal): Patience {
		return {
			sleep: async (ms) => await this.means.sleep(ms, end),
			halted: () => end.aborted,
			random: this.means.random,
		};
	}

	private async watch(
		{ events }: Connected,
		session: NonNullable<EventSession['current']>,
	): Promise<void> {
		await this.watching.begin(events, session, () => [
			...new Set(this.ears.flatMap(({ watched }) => watched)),
		]);
	}

	private lost(): number {
		this.watching.forget();
		const pause = this.outage.lost();
		this.tellOutage(judge(lostAtOnce(this.whose), pollEvents(this.whose.agentId)), false);
		return pause;
	}

	private failed(exchange: Exchange): number {
		const verdict = judge(exchange, pollEvents(this.whose.agentId));
		this.stale = exchange.type === 'noSession';
		const pause = this.outage.failed(verdict.retryAfter);
		this.tellOutage(verdict, verdict.outcome === 'rejected');
		return pause;
	}

	private tellOutage({ meaning, remedy }: Verdict, final: boolean): void {
		if (!this.outage.isToBeTold(final)) return;
		this.ears[0]?.say(
			`CC-Gateway Trigger: no events of agent ${this.whose.agentId} can be fetched for now, which is tried again until it works. ${asSentence(meaning)}. ${remedy}`.trim(),
		);
	}

	/** @returns whether there was an event */
	private tell(exchange: Exchange): boolean {
		const raw = eventIn(exchange);
		if (raw === undefined || this.connected === undefined) return false;
		const { events, words } = this.connected;
		const clean: RawEvent = this.redactorOf(events.desk.secrets.all())(raw);
		const { agentId } = this.whose;
		const told = readEvent(beginningOf(clean), { agentId, now: this.means.now(), words });
		for (const ear of [...this.ears]) {
			try {
				ear.hear(told);
			} catch {
				// The others hear it all the same.
			}
		}
		return true;
	}
}

/** Nobody listens any more; told to nobody. */
const OVER: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	again: false,
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
