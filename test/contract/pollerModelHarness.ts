/** Two n8n processes, one of them with triggers, their shared credential and the simulator, all on one manual clock. */
import { NO_WORDS } from '../../gateway/values/siteWords';
import { readPollAnswer } from '../../gateway/answer/events';
import type { Exchange } from '../../gateway/http/exchange';
import { SessionCache } from '../../gateway/session/sessionCache';
import { EventSession } from '../../gateway/polling/eventSession';
import type { SessionContext } from '../../gateway/session/sessionContext';
import type { Subscriber } from '../../gateway/polling/subscribers';
import { EventPoller } from '../../gateway/polling/eventPoller';
import type { Session } from '../../gateway/session/session';
import type { GatewayRequest } from '../../gateway/operations/request';
import { ManualClock, type Simulator, startSimulator } from '../../simulator';
import { PASSWORD, SERVICE_AGENT_ID } from '../support/serviceAccount';
import { accountAt, baseUrlOf, sessionContextIn, overHttp } from './sharedCredential';
import { SteppedClock } from './steppedClock';

export const clock = new ManualClock(1_700_000_000_000);

export let gateway: Simulator;

beforeAll(async () => {
	gateway = await startSimulator({
		tls: false,
		clock,
		switches: { cookiesRequired: true },
		agents: [{ id: SERVICE_AGENT_ID, signedIn: false, password: PASSWORD }],
	});
});

afterAll(async () => await gateway.close());

export const stepped = new SteppedClock(clock);

async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
	const resume = new AbortController();
	const wake = () => resume.abort();
	signal.addEventListener('abort', wake, { once: true });
	await stepped.sleep(ms, resume.signal);
	signal.removeEventListener('abort', wake);
}

const isPoll = ({ path }: Pick<GatewayRequest, 'path'>): boolean => path.startsWith('/agentevent/');

/** The number of a test event; undefined for any other event. */
export const numberOf = (content: unknown): number | undefined =>
	(content as { number?: number } | null)?.number;

/** The two processes with their credential, a record of the events received, and a count of the polls. */
export class PollerModelHarness {
	stored = '';
	readonly caches = [
		new SessionCache(() => clock.now()),
		new SessionCache(() => clock.now()),
	] as const;
	readonly poller = new EventPoller(
		{ baseUrl: baseUrlOf(gateway), agentId: SERVICE_AGENT_ID },
		{ now: () => clock.now(), random: () => 0.5, sleep: sleepUntil, linger: sleepUntil },
	);
	readonly subscribers: TestSubscriber[] = [];
	/** Events that arrived in the first process, which has the triggers. */
	readonly arrived: Arrival[] = [];
	/** Polls in flight in the first process, and their maximum. */
	private polls = 0;
	maxPolls = 0;
	/** Number of polls of runs while a trigger polled. */
	runPolls = 0;
	pushed = 0;
	/** Number of failures that may delay events. */
	outages = 0;
	/** Number of sign-ins of another application. */
	intrusions = 0;
	readonly startedAt = clock.now();

	constructor(readonly takeOver: boolean) {}

	readonly account = () => accountAt(gateway, this.takeOver);

	/** The session context of a node in one of the processes. */
	sessionContext(process: 0 | 1, byTrigger?: AbortSignal): SessionContext {
		const cache = this.caches[process];
		const send = async (request: GatewayRequest, session?: Session) =>
			await this.wire(process, request, session, byTrigger);
		return sessionContextIn(this, { cache, account: this.account(), send });
	}

	/** Sends a request over HTTP. */
	private async wire(
		process: 0 | 1,
		request: GatewayRequest,
		session?: Session,
		signal?: AbortSignal,
	): Promise<Exchange> {
		const poll = isPoll(request);
		const countsAsPoll = poll && process === 0;
		const stop = () => this.polls--;
		if (countsAsPoll) {
			this.polls++;
			this.maxPolls = Math.max(this.maxPolls, this.polls);
			// An aborted poll is over for its client.
			signal?.addEventListener('abort', stop, { once: true });
		}
		if (poll && signal === undefined && this.poller.active) this.runPolls++;
		try {
			const exchange = await stepped.counted(overHttp(gateway, request, session, signal));
			for (const event of process === 0 ? readPollAnswer(exchange).events : []) {
				const number = numberOf(event.content);
				if (number === undefined) continue;
				const present = this.caches[0].pollLock.isHeld ? this.present() : [];
				this.arrived.push({ number, at: clock.now(), present });
			}
			return exchange;
		} finally {
			if (countsAsPoll && !signal?.aborted) {
				signal?.removeEventListener('abort', stop);
				stop();
			}
		}
	}

	/** The present triggers. */
	present(): TestSubscriber[] {
		return this.subscribers.filter(({ leftAt }) => leftAt === undefined);
	}

	/** Expects that present, returning and new triggers received every event due to them, in order and once. */
	expectReceived(): void {
		for (const { number, present } of this.arrived) {
			for (const subscriber of present) expect(subscriber.received).toContain(number);
		}
		for (const key of new Set(this.subscribers.map((subscriber) => subscriber.key))) {
			const lives = this.subscribers.filter((subscriber) => subscriber.key === key);
			const numbers = lives.flatMap(({ received }) => received);
			expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
			for (const [index, life] of lives.entries()) {
				const { leftAt = Infinity, received } = lives[index - 1] ?? {};
				if (received === undefined || life.received.length === 0) continue;
				if (life.joinedAt - leftAt >= 60_000) continue;
				const to = life.received.at(-1) ?? 0;
				const got = new Set([...received, ...life.received]);
				const missed = this.arrived.filter(
					({ at, number }) => at >= leftAt && number <= to && !got.has(number),
				);
				expect(missed.map(({ number }) => number)).toEqual([]);
			}
		}
		const received = new Set(this.subscribers.flatMap((subscriber) => subscriber.received));
		for (const { number, at } of this.arrived) {
			if (received.has(number)) continue;
			const later = this.subscribers.filter(
				({ firstAt }) => firstAt !== undefined && firstAt > at && firstAt - at < 120_000,
			);
			expect(later.map(({ key }) => [key, number])).toEqual([]);
		}
	}
}

/** An event that arrived. */
interface Arrival {
	number: number;
	at: number;
	/** The triggers that were present and must receive it without delay. */
	present: TestSubscriber[];
}

/** A trigger. */
export class TestSubscriber implements Subscriber {
	readonly received: number[] = [];
	readonly lines: string[] = [];
	readonly watched: number[] = [];
	readonly joinedAt = clock.now();
	leftAt: number | undefined;
	/** Time of its first event. */
	firstAt: number | undefined;

	constructor(
		private readonly harness: PollerModelHarness,
		readonly key: string,
	) {}

	readonly accessKeys = ['the credential'];

	connect = async (signal: AbortSignal) => ({
		events: new EventSession(this.harness.sessionContext(0, signal)),
		words: { busyReasons: NO_WORDS, restReasons: NO_WORDS },
	});

	onEvent: Subscriber['onEvent'] = ({ content }) => {
		const number = numberOf(content);
		if (number === undefined) return;
		this.firstAt ??= clock.now();
		this.received.push(number);
	};

	logWarning = (line: string): void => void this.lines.push(line);
}
