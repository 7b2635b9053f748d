/**
 * Random sequences of events and failures: triggers and runs in one n8n process, runs in a second one, one credential,
 * and the simulator, all on one manual clock.
 */
import fc from 'fast-check';
import { GUID_LIFETIME, SERVICE_AGENT_ID } from '../support/serviceAccount';
import { isSignIn } from './sharedCredential';
import {
	clock,
	gateway,
	stepped,
	numberOf,
	PollerModelHarness,
	TestSubscriber,
} from './pollerModelHarness';
import {
	join,
	leave,
	leaveOne,
	events,
	republish,
	silence,
	run,
	lostRequest,
	outage,
	restarted,
	refused,
	intruder,
} from './pollerModelCommands';

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
		await stepped.passUntil(() => {
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
	await stepped.pass(20_000);
	// The gateway records an aborted poll with a delay.
	await new Promise((resolve) => setTimeout(resolve, 100));
	const count = gateway.requests.length;
	await stepped.pass(20_000);
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
				const { startedAt, intrusions } = await play(sequence, takeOver);
				const signIns = gateway.requests.filter(isSignIn).length - intrusions;
				// A run that waits for another session to end tries every ten seconds, the poller less and less often.
				const waiting = (clock.now() - startedAt) / 10_000;
				expect(signIns).toBeLessThanOrEqual(20 + gateway.requests.length / 4 + waiting);
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	},
	TIME,
);
