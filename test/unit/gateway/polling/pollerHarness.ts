/** An agent's poller against a scripted gateway. */
import type { Exchange, NoSession } from '../../../../gateway/http/exchange';
import type { AgentEvent } from '../../../../gateway/answer/events';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import type { Subscriber, Report } from '../../../../gateway/polling/subscribers';
import { EventSession } from '../../../../gateway/polling/eventSession';
import { EventPoller } from '../../../../gateway/polling/eventPoller';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { SignInError } from '../../../../gateway/session/signIn';
import { type Session, writeSession } from '../../../../gateway/session/session';
import { NO_WORDS } from '../../../../gateway/values/siteWords';
import { answered, answeredWith } from '../../../support/exchanges';
import { serviceAccount, SERVICE_AGENT_ID } from '../../../support/serviceAccount';

export const START = 1_700_000_000_000;

export const OK = answeredWith('0');
export const LOST: Exchange = { type: 'lost', meaning: 'no answer came', remedy: 'Look.' };
export const AWAY: NoSession = {
	type: 'noSession',
	outcome: 'notAttempted',
	retryable: true,
	meaning: 'nothing listens at the gateway address',
	remedy: 'Check it.',
	retcode: null,
	message: null,
};

export const eventOf = (eventType: string): Exchange =>
	answered({
		retcode: '0',
		message: '',
		event: { eventType, workNo: SERVICE_AGENT_ID, content: null },
	});

/** A trigger whose credential can be changed. */
export interface TestSubscriber extends Omit<Subscriber, 'connect' | 'onEvent'> {
	onEvent: Subscriber['onEvent'];
	connect: Subscriber['connect'];
	received: AgentEvent[];
	lines: string[];
	reports: Report[];
}

/** The gateway's names of the events that a subscriber received. */
export const namesOf = ({ received }: Pick<TestSubscriber, 'received'>): unknown[] =>
	received.map(({ raw }) => raw.eventType);

/** Runs everything that needs no passing of time. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

interface Sleeper {
	dueAt: number;
	resolve: () => void;
}

export class PollerHarness {
	time = START;
	readonly cache = new SessionCache(() => this.time);
	readonly account = serviceAccount();
	stored = '';
	readonly sent: string[] = [];
	/** Pauses of the poller while it has subscribers, in ms. */
	readonly pauses: number[] = [];
	signIns = 0;
	/** If set, time moves by `advance` only; otherwise every wait ends immediately. */
	manualTime = false;
	private sleepers: Sleeper[] = [];
	/** Answers a waiting poll; with `manualTime` only. */
	answerPoll: (exchange: Exchange) => void = () => {};
	/** Answers to polls, in order; when none is left, the last subscriber leaves. */
	polls: Exchange[] = [];
	monitor: () => Exchange | Promise<Exchange> = () => OK;
	status: () => Exchange = () => OK;
	endMonitor: () => Exchange | Promise<Exchange> = () => OK;
	update: () => Exchange = () => OK;
	/** The reason for a missing session, if there is none. */
	refusal: () => NoSession | undefined = () => undefined;

	private readonly sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
		if (this.poller.active) this.pauses.push(ms);
		if (this.manualTime) {
			await new Promise<void>((resolve) => {
				this.sleepers.push({ dueAt: this.time + ms, resolve });
				signal.addEventListener('abort', () => resolve());
			});
			return;
		}
		this.time += ms;
		await new Promise((resolve) => setImmediate(resolve));
	};

	readonly poller = new EventPoller(this.account, {
		now: () => this.time,
		random: () => 0,
		sleep: this.sleep,
		linger: this.sleep,
	});

	private end: () => void = () => {};
	readonly ended = new Promise<void>((resolve) => (this.end = resolve));

	/** Moves time on by `ms`. */
	async advance(ms: number): Promise<void> {
		await settle();
		this.time += ms;
		for (const { resolve } of this.sleepers.filter(({ dueAt }) => dueAt <= this.time)) resolve();
		this.sleepers = this.sleepers.filter(({ dueAt }) => dueAt > this.time);
		await settle();
	}

	private answer({ path, query }: GatewayRequest): Exchange | Promise<Exchange> {
		if (path.endsWith('/agentstatus')) return this.status();
		if (path.endsWith('/beginmonitor')) {
			this.sent.push(`watch ${String(query?.agents)}`);
			return this.monitor();
		}
		if (path.endsWith('/endmonitor')) {
			this.sent.push(`end ${String(query?.agents)}`);
			return this.endMonitor();
		}
		if (path.endsWith('/updateGuid')) {
			this.sent.push('updateGuid');
			return this.update();
		}
		this.sent.push('poll');
		const next = this.polls.shift();
		if (next) return next;
		this.end();
		return new Promise((resolve) => (this.answerPoll = resolve));
	}

	subscriber(
		overrides: Partial<Subscriber> & {
			account?: object;
			cache?: SessionCache;
			outdated?: () => boolean;
		} = {},
	): TestSubscriber {
		const [received, lines, reports]: [AgentEvent[], string[], Report[]] = [[], [], []];
		const { account = {}, cache = this.cache, outdated, ...rest } = overrides;
		return {
			...{ received, lines, reports, accessKeys: ['one'], watched: [] },
			onEvent: (event) => void received.push(event),
			logWarning: (line) => void lines.push(line),
			report: (report) => void reports.push(report),
			connect: async () => ({
				events: new EventSession({
					account: { ...this.account, ...account },
					cache,
					outdated,
					adapter: {
						sendIn: async (request) => await this.answer(request),
						readStored: async () => this.stored,
						store: async (session) => {
							this.stored = writeSession(session);
						},
						signIn: async () => {
							const refusal = this.refusal();
							if (refusal) return new SignInError('other', refusal);
							this.signIns++;
							const opened = this.session(`g${this.signIns}`);
							cache.adopt(opened);
							return opened;
						},
					},
				}),
				words: { busyReasons: NO_WORDS, restReasons: NO_WORDS },
			}),
			...rest,
		};
	}

	session(guid: string): Session {
		return {
			guid,
			cookies: '',
			gatewayUrl: this.account.baseUrl,
			agentId: SERVICE_AGENT_ID,
			signedInAt: this.time,
			renewedAt: this.time,
		};
	}

	/** Keeps a subscriber subscribed until the script has ended. */
	async play(subscriber: Subscriber, keepPolling?: boolean): Promise<void> {
		await this.poller.subscribe(subscriber, keepPolling);
		await this.ended;
		await this.poller.unsubscribe(subscriber);
	}
}

/** Counts how often a subscriber's credential is read. @returns the number so far */
export function countConnects(subscriber: TestSubscriber): () => number {
	let reads = 0;
	const { connect } = subscriber;
	subscriber.connect = async (signal) => {
		reads++;
		return await connect(signal);
	};
	return () => reads;
}
