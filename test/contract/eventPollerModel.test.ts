/**
 * Random sequences of events and failures: triggers and runs in one n8n process, runs in a second one, one credential,
 * and the simulator, all on one manual clock.
 */
import fc from 'fast-check';
import { NO_WORDS } from '../../gateway/values/siteWords';
import { readPollAnswer } from '../../gateway/answer/events';
import type { Exchange } from '../../gateway/http/exchange';
import { SessionCache } from '../../gateway/session/sessionCache';
import { EventSession } from '../../gateway/polling/eventSession';
import { SessionClient } from '../../gateway/session/sessionClient';
import type { SessionContext } from '../../gateway/session/sessionContext';
import type { WaitContext } from '../../gateway/http/waitContext';
import type { Subscriber } from '../../gateway/polling/subscribers';
import { EventPoller } from '../../gateway/polling/eventPoller';
import type { Session } from '../../gateway/session/session';
import { agentStatus } from '../../gateway/operations/agentStatus';
import { type GatewayRequest, REQUEST_HEADERS } from '../../gateway/operations/request';
import { ManualClock, type RecordedRequest, type Simulator, startSimulator } from '../../simulator';

import { GUID_LIFETIME, PASSWORD, SERVICE_AGENT_ID } from '../support/serviceAccount';
import {
	accountAt,
	baseUrlOf,
	commandOf,
	isSignIn,
	sessionContextIn,
	overHttp,
	IDLE_STEP_MS,
} from './sharedCredential';

const clock = new ManualClock(1_700_000_000_000);
let gateway: Simulator;

beforeAll(async () => {
	gateway = await startSimulator({
		tls: false,
		clock,
		switches: { cookiesRequired: true },
		agents: [{ id: SERVICE_AGENT_ID, signedIn: false, password: PASSWORD }],
	});
});
afterAll(async () => await gateway.close());

const realTurn = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 1));

/** Number of unanswered requests, and number of sleepers on the client's side. */
let inFlight = 0;
let asleep = 0;

const sleepHere = async (ms: number, resume?: AbortSignal): Promise<void> => {
	asleep++;
	await clock.sleep(ms, resume);
	asleep--;
};

async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
	const resume = new AbortController();
	const wake = () => resume.abort();
	signal.addEventListener('abort', wake, { once: true });
	await sleepHere(ms, resume.signal);
	signal.removeEventListener('abort', wake);
}

/** Waits, in real time, until only polls held back by the gateway are in flight. */
async function rest(): Promise<void> {
	do await realTurn();
	while (inFlight !== clock.sleeping - asleep);
}

/** Advances the clock by `ms`. The clock stands still while a request or its answer is in transit. */
async function pass(ms: number): Promise<void> {
	const end = clock.now() + ms;
	while (clock.now() < end) {
		await rest();
		clock.advance(Math.min(IDLE_STEP_MS, end - clock.now()));
	}
	await rest();
}

/** Advances the clock until the probe is true, by `ms` at most. */
async function passUntil(probe: () => boolean, ms: number): Promise<boolean> {
	const end = clock.now() + ms;
	while (!probe() && clock.now() < end) await pass(IDLE_STEP_MS);
	return probe();
}

const isPoll = ({ path }: Pick<GatewayRequest, 'path'>): boolean => path.startsWith('/agentevent/');

/** The number of a test event; undefined for any other event. */
const numberOf = (content: unknown): number | undefined =>
	(content as { number?: number } | null)?.number;

/** The two processes with their credential, a record of the events received, and a count of the polls. */
class PollerModelHarness {
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
		inFlight++;
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
			const exchange = await overHttp(gateway, request, session, signal);
			for (const event of process === 0 ? readPollAnswer(exchange).events : []) {
				const number = numberOf(event.content);
				if (number === undefined) continue;
				const present = this.caches[0].pollLock.isHeld ? this.present() : [];
				this.arrived.push({ number, at: clock.now(), present });
			}
			return exchange;
		} finally {
			inFlight--;
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
class TestSubscriber implements Subscriber {
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

const waitContext: WaitContext = {
	sleep: async (ms) => await sleepHere(ms),
	aborted: () => false,
	random: () => 0.5,
};

const command = commandOf<PollerModelHarness>();

const join = command('join', async (harness) => {
	const taken = harness.present().map(({ key }) => key);
	const free = ['one', 'two', 'three'].find((key) => !taken.includes(key));
	if (free === undefined) return;
	const subscriber = new TestSubscriber(harness, free);
	harness.subscribers.push(subscriber);
	await harness.poller.subscribe(subscriber);
	await pass(IDLE_STEP_MS);
});

const leave = async (harness: PollerModelHarness, subscriber: TestSubscriber): Promise<void> => {
	const before = clock.now();
	subscriber.leftAt = before;
	await harness.poller.unsubscribe(subscriber);
	// Unsubscribing needs no time.
	expect(clock.now()).toBe(before);
};

const leaveOne = command('leave', async (harness) => {
	const [subscriber] = harness.present();
	if (subscriber) await leave(harness, subscriber);
});

function push(harness: PollerModelHarness, count: number): void {
	for (let left = count; left > 0; left--) {
		gateway.pushEvent(SERVICE_AGENT_ID, 'AgentOther_Test', { number: harness.pushed++ });
	}
}

const events = (count: number) => command(`events(${count})`, (harness) => push(harness, count));

/** Publishes the workflow again: its trigger leaves and returns a moment later. */
const republish = ([ms, count]: [number, number]) =>
	command(`republish(${ms} ms, ${count} events)`, async (harness) => {
		const [subscriber] = harness.present();
		if (subscriber === undefined) return;
		await leave(harness, subscriber);
		push(harness, count);
		await pass(ms);
		const next = new TestSubscriber(harness, subscriber.key);
		harness.subscribers.push(next);
		await harness.poller.subscribe(next);
		await rest();
	});

const silence = (ms: number) =>
	command(`silence(${ms / 1000} s)`, async (harness) => {
		// Without a subscriber the session may be lost while the gateway still counts its agent as signed in.
		if (!harness.poller.active) harness.outages++;
		await pass(ms);
	});

/** A run of a node, in either process. */
const run = (process: 0 | 1) =>
	command(`run(process ${process})`, async (harness) => {
		const client = new SessionClient(harness.sessionContext(process));
		let exchange: Exchange | undefined;
		void client
			.sendInSession(agentStatus(SERVICE_AGENT_ID), waitContext)
			.then((result) => (exchange = result));
		await passUntil(() => exchange !== undefined, 400_000);
		expect(exchange?.type).toBeDefined();
		const settled = client.settled();
		await rest();
		await settled;
	});

const lostRequest = (operation: 'getAgentEvent' | 'login', after: boolean) =>
	command(`lost(${operation}, ${after ? 'answer' : 'request'})`, (harness) => {
		harness.outages++;
		gateway.faults.add({ kind: after ? 'resetAfter' : 'resetBefore', operation, times: 1 });
	});

const outage = (ms: number) =>
	command(`away(${ms / 1000} s)`, async (harness) => {
		harness.outages++;
		const fault = gateway.faults.add({ kind: 'resetBefore' });
		await pass(ms);
		gateway.faults.remove(fault);
	});

const restarted = command('restarted', (harness) => {
	harness.outages++;
	if (gateway.agent(SERVICE_AGENT_ID).signedIn) gateway.signOut(SERVICE_AGENT_ID);
});

const refused = (ms: number) =>
	command(`passwordRefused(${ms / 1000} s)`, async (harness) => {
		harness.outages++;
		const isLogin = (request: RecordedRequest) => isSignIn(request);
		const fault = gateway.faults.add({ kind: 'retcode', retcode: '100-004', match: isLogin });
		if (gateway.agent(SERVICE_AGENT_ID).signedIn) gateway.signOut(SERVICE_AGENT_ID);
		const before = gateway.requests.length;
		await pass(ms);
		// A sign-in that was lost had no refusal.
		const tries = gateway.requests
			.slice(before)
			.filter((request) => isSignIn(request) && request.retcode === '100-004').length;
		// Two processes, each of which remembers a refusal.
		expect(tries).toBeLessThanOrEqual(2);
		gateway.faults.remove(fault);
		// A workflow is published.
		clock.advance(60_000);
		for (const cache of harness.caches) cache.allowAnotherTry();
	});

/** Another application signs in as the agent by force and then sends nothing. */
const intruder = command('intruder', async (harness) => {
	harness.outages++;
	const { password, phonenum } = harness.account();
	const path = `/onlineagent/${SERVICE_AGENT_ID}/forcelogin`;
	inFlight++;
	await fetch(`${gateway.url}/agentgateway/resource${path}`, {
		method: 'PUT',
		headers: REQUEST_HEADERS,
		body: JSON.stringify({ password, phonenum }),
	})
		.catch(() => {})
		.finally(() => inFlight--);
});

const between = (min: number, max: number) => fc.integer({ min, max });
const process = fc.constantFrom(0 as const, 1 as const);

/** No failures; silences make a Guid old, but lose no session. */
const calm = fc.commands(
	[
		fc.constant(join),
		fc.constant(join),
		fc.constant(leaveOne),
		fc.tuple(between(0, 3_000), between(0, 3)).map(republish),
		between(1, 3).map(events),
		between(45, 75).map((seconds) => silence(seconds * 1000)),
		between(1, 30).map((seconds) => silence(seconds * 1000)),
		process.map(run),
		process.map(run),
	],
	{ maxCommands: 20 },
);

const wild = fc.commands(
	[
		fc.constant(join),
		fc.constant(join),
		fc.constant(leaveOne),
		fc.tuple(between(0, 20_000), between(0, 3)).map(republish),
		between(1, 3).map(events),
		between(1, 3).map(events),
		between(20, 60).map(events),
		between(1, 200).map((seconds) => silence(seconds * 1000)),
		between(1, 30).map((seconds) => silence(seconds * 1000)),
		process.map(run),
		fc.constant(lostRequest('getAgentEvent', true)),
		fc.constant(lostRequest('getAgentEvent', false)),
		fc.constant(lostRequest('login', true)),
		between(1, 300).map((seconds) => outage(seconds * 1000)),
		between(1, 700).map((seconds) => refused(seconds * 1000)),
		fc.constant(restarted),
		fc.constant(intruder),
	],
	{ maxCommands: 20 },
);

/** The longest delay of events in ms: a silent session of another application, and the longest pause. */
const RECOVERY_MS = 120_000 + 60_000 + 300_000;

async function afterwards(harness: PollerModelHarness): Promise<void> {
	gateway.faults.clear();
	const last = new TestSubscriber(harness, 'last');
	harness.subscribers.push(last);
	await harness.poller.subscribe(last);
	const again = () =>
		gateway.agent(SERVICE_AGENT_ID).signedIn && harness.caches[0].current(harness.account());
	expect(
		await passUntil(() => {
			if (!again()) return false;
			if (gateway.agent(SERVICE_AGENT_ID).events.length === 0 && last.received.length === 0) {
				gateway.pushEvent(SERVICE_AGENT_ID, 'AgentOther_Test', { number: harness.pushed++ });
			}
			return last.received.length > 0;
		}, RECOVERY_MS),
	).toBe(true);

	harness.expectReceived();
	for (const subscriber of harness.subscribers) {
		const outages = subscriber.lines.filter((line) => line.includes('no events of agent'));
		expect(outages.length).toBeLessThanOrEqual(harness.outages);
	}
	for (const subscriber of harness.present()) await leave(harness, subscriber);
	// The last poll and the end of the session.
	await pass(20_000);
	// The gateway records an aborted poll with a delay.
	await new Promise((resolve) => setTimeout(resolve, 100));
	const count = gateway.requests.length;
	await pass(20_000);
	expect(gateway.requests).toHaveLength(count);
}

async function play(
	sequence: Iterable<fc.AsyncCommand<object, PollerModelHarness>>,
	takeOver: boolean,
): Promise<PollerModelHarness> {
	gateway.reset();
	const harness = new PollerModelHarness(takeOver);
	await fc.asyncModelRun(() => ({ model: {}, real: harness }), sequence);
	await afterwards(harness);
	expect(harness.maxPolls).toBeLessThanOrEqual(1);
	// Every event that arrived was delivered once, without a fault.
	const delivered = gateway.requests
		.filter(({ event, fault }) => event !== undefined && fault === undefined)
		.flatMap(({ event }) => numberOf(event?.content) ?? []);
	expect(delivered).toEqual(expect.arrayContaining(harness.arrived.map(({ number }) => number)));
	return harness;
}

const RUNS = Number(globalThis.process.env.MODEL_RUNS ?? 25);
/** Limit for all runs, in ms. */
const TIME = RUNS * 12_000;

it(
	'delivers every event once to every trigger, and runs beside it never poll',
	async () => {
		await fc.assert(
			fc.asyncProperty(calm, async (sequence) => {
				const harness = await play(sequence, false);
				expect(harness.runPolls).toBe(0);
				const tooOld = gateway.requests.filter(({ guidAge = 0 }) => guidAge >= GUID_LIFETIME);
				expect(tooOld).toEqual([]);
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	},
	TIME,
);

it(
	'recovers from random failures, and delivers every event that arrived once',
	async () => {
		await fc.assert(
			fc.asyncProperty(wild, fc.boolean(), async (sequence, takeOver) => {
				await play(sequence, takeOver);
				const signIns = gateway.requests.filter(isSignIn).length;
				expect(signIns).toBeLessThanOrEqual(20 + gateway.requests.length / 4);
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	},
	TIME,
);
