/**
 * Random sequences of runs, silences and failures: two n8n processes that share one credential, the
 * package's session client in each, and the simulator, all on one manual clock.
 */
import fc from 'fast-check';
import { isSessionRefusal } from '../../gateway/answer/judge';
import type { AgentId } from '../../gateway/values/agentId';
import { sendWithRetries } from '../../gateway/answer/sendWithRetries';
import { SessionCache } from '../../gateway/session/sessionCache';
import type { Exchange } from '../../gateway/http/exchange';
import { sendNote } from '../../gateway/operations/sendNote';
import type { Verdict } from '../../gateway/answer/outcome';
import type { GatewayRequest } from '../../gateway/operations/request';
import type { Session } from '../../gateway/session/session';
import { SessionClient } from '../../gateway/session/sessionClient';
import type { WaitContext } from '../../gateway/http/waitContext';
import { ManualClock, type RecordedRequest, type Simulator, startSimulator } from '../../simulator';
import { GUID_LIFETIME, PASSWORD, SERVICE_AGENT_ID } from '../support/serviceAccount';
import { accountAt, commandOf, isSignIn, sessionContextIn, overHttp } from './sharedCredential';
import { SteppedClock } from './steppedClock';

const PRESENT = 31_001;
const ABSENT = 31_777;

const clock = new ManualClock(1_700_000_000_000);
let gateway: Simulator;

beforeAll(async () => {
	gateway = await startSimulator({
		tls: false,
		clock,
		switches: { guidScope: 'vdn', cookiesRequired: true },
		agents: [
			{ id: SERVICE_AGENT_ID, signedIn: false, password: PASSWORD },
			{ id: String(PRESENT) },
			{ id: String(ABSENT), signedIn: false },
		],
	});
});
afterAll(async () => await gateway.close());

const stepped = new SteppedClock(clock);

/** The credential that both processes read and write, and the notes sent so far. */
class SessionModelHarness {
	stored = '';
	readonly processes = [
		new SessionCache(() => clock.now()),
		new SessionCache(() => clock.now()),
	] as const;
	sent = 0;
	accepted: string[] = [];
	/** True after a failure that may prevent a renewal of the session. */
	disturbed = false;

	constructor(readonly takeOver: boolean) {}

	readonly account = () => accountAt(gateway, this.takeOver);

	/** A run of a node in one of the processes. */
	client(process: 0 | 1): SessionClient {
		const cache = this.processes[process];
		return new SessionClient(
			sessionContextIn(this, { cache, account: this.account(), send: wire }),
		);
	}
}

/** What an exchange takes at least, in ms: no session is opened, used and lost within one millisecond. */
const EXCHANGE_MS = 5;

/** Sends a request over HTTP. */
async function wire(request: GatewayRequest, session?: Session): Promise<Exchange> {
	const exchange = await stepped.counted(overHttp(gateway, request, session));
	clock.advance(EXCHANGE_MS);
	return exchange;
}

/** The wait contexts of the two processes, which differ in their random numbers. */
const waitContext = ([0.1, 0.9] as const).map((chance) => ({
	sleep: stepped.sleep,
	aborted: () => false,
	random: () => chance,
})) as [WaitContext, WaitContext];

const command = commandOf<SessionModelHarness>();

/** Sends one note as a node does. */
async function sendOne(
	harness: SessionModelHarness,
	client: SessionClient,
	process: 0 | 1,
	from = SERVICE_AGENT_ID,
): Promise<[string, Verdict]> {
	const content = `note ${harness.sent++}`;
	const request = sendNote({ agentId: from, agentIds: [PRESENT], content });
	const verdict = await sendWithRetries(request, 3, {
		...waitContext[process],
		send: async (one) => await client.sendInSession(one, waitContext[process]),
		cancelled: () => false,
	});
	return [content, verdict];
}

function expectAccepted(harness: SessionModelHarness, [content, verdict]: [string, Verdict]): void {
	expect([content, verdict.outcome, verdict.meaning]).toEqual([content, 'accepted', '']);
	harness.accepted.push(content);
}

/** Counts the sign-ins during the work, and measures its duration. */
async function measured(work: () => Promise<void>): Promise<{ signIns: number; seconds: number }> {
	const before = gateway.requests.length;
	const startedAt = clock.now();
	await stepped.passDuring(work());
	return {
		signIns: gateway.requests.slice(before).filter(isSignIn).length,
		seconds: (clock.now() - startedAt) / 1000,
	};
}

/** Concurrent executions: every note of a present sender is accepted, once. */
const runsOf = (processes: ReadonlyArray<0 | 1>, notes: number, absent: number) =>
	command(
		`run(processes ${processes.join()}; ${notes} notes, ${absent} of an absent agent)`,
		async (harness) => {
			const { signIns, seconds } = await measured(async () => {
				await Promise.all(
					processes.map(async (process) => {
						const client = harness.client(process);
						const good = Array.from({ length: notes }, async () => {
							expectAccepted(harness, await sendOne(harness, client, process));
						});
						const bad = Array.from({ length: absent }, async () => {
							const [, verdict] = await sendOne(
								harness,
								client,
								process,
								String(ABSENT) as AgentId,
							);
							expect(isSessionRefusal(verdict)).toBe(true);
						});
						await Promise.all([...good, ...bad]);
						await client.settled();
					}),
				);
			});
			// Per process: one lost sign-in, one more, one refused because of the lost one, and a forced one;
			// while another application is signed in, one in four seconds.
			expect(signIns).toBeLessThanOrEqual(new Set(processes).size * (4 + seconds / 4));
		},
	);

/** A run of minutes: without failures it signs in at its start or not at all. */
const longRun = (process: 0 | 1, notes: number, pause: number) =>
	command(
		`longRun(process ${process}, ${notes} notes, ${pause / 1000} s apart)`,
		async (harness) => {
			const client = harness.client(process);
			await measured(async () => expectAccepted(harness, await sendOne(harness, client, process)));
			const { signIns } = await measured(async () => {
				for (let note = 0; note < notes; note++) {
					await stepped.sleep(pause);
					expectAccepted(harness, await sendOne(harness, client, process));
				}
				await client.settled();
			});
			if (!harness.disturbed) expect(signIns).toBe(0);
		},
	);

const silence = (ms: number) =>
	command(`silence(${ms / 1000} s)`, async () => await stepped.pass(ms));

const signedOut = command('signedOutByInspector', () => {
	if (gateway.agent(SERVICE_AGENT_ID).signedIn) gateway.signOut(SERVICE_AGENT_ID);
});

/** Another application signs in as the agent by force and then sends nothing. */
const intruder = command('intruder', async (harness) => {
	const { password, phonenum } = harness.account();
	await stepped.passDuring(
		wire({
			method: 'PUT',
			agentId: SERVICE_AGENT_ID,
			path: `/onlineagent/${SERVICE_AGENT_ID}/forcelogin`,
			body: { password, phonenum },
			effect: 'nonIdempotent',
		}),
	);
});

const lostRequest = (operation: NonNullable<RecordedRequest['operation']>, after: boolean) =>
	command(`lost(${operation}, ${after ? 'answer' : 'request'})`, (harness) => {
		harness.disturbed = true;
		const waiting = gateway.faults
			.planned()
			.some(({ fault, struck }) => fault.operation === operation && struck === 0);
		if (!waiting)
			gateway.faults.add({ kind: after ? 'resetAfter' : 'resetBefore', operation, times: 1 });
	});

const storedLost = command('storedSessionLost', (harness) => {
	harness.stored = '';
});

const everyAnswer = (every: boolean) =>
	command(`setGuidOn(${every ? 'every' : 'poll'})`, () => {
		gateway.switches.setGuidOn = every ? 'every' : 'poll';
	});

const process = fc.constantFrom(0 as const, 1 as const);
const processes = fc.array(process, { minLength: 1, maxLength: 4 });
const commands = fc.commands(
	[
		fc
			.tuple(processes, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3 }))
			.map((args) => runsOf(...args)),
		fc
			.tuple(processes, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3 }))
			.map((args) => runsOf(...args)),
		fc
			.tuple(process, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 15 }))
			.map(([of, notes, seconds]) => longRun(of, notes, seconds * 1000)),
		fc.integer({ min: 0, max: 200 }).map((seconds) => silence(seconds * 1000)),
		fc.integer({ min: 40, max: 70 }).map((seconds) => silence(seconds * 1000)),
		fc.constant(signedOut),
		fc.constant(intruder),
		fc.constant(storedLost),
		fc.boolean().map(everyAnswer),
		fc.constant(lostRequest('getAgentEvent', true)),
		fc.constant(lostRequest('getAgentEvent', false)),
		fc.constant(lostRequest('login', true)),
	],
	{ maxCommands: 25 },
);

it('loses no item, sends no note twice, limits sign-ins, and uses no expired Guid over random events', async () => {
	await fc.assert(
		fc.asyncProperty(commands, fc.boolean(), async (sequence, takeOver) => {
			gateway.reset();
			const harness = new SessionModelHarness(takeOver);
			await fc.asyncModelRun(() => ({ model: {}, real: harness }), sequence);

			const notes = gateway.agent(String(PRESENT)).inbox.map(({ content }) => content);
			expect([...notes].sort()).toEqual([...harness.accepted].sort());
			const own = gateway.requests.filter((request) => !isSignIn(request));
			if (!harness.disturbed) {
				const tooOld = own.filter(({ guidAge = 0 }) => guidAge >= GUID_LIFETIME);
				expect(tooOld.map(({ operation, guidAge }) => [operation, guidAge])).toEqual([]);
			}
			if (!takeOver) {
				const forced = gateway.requests.filter(({ operation }) => operation === 'forceLogin');
				// Only the forced sign-ins of `intruder`.
				expect(forced.every(({ body }) => !('status' in (body as object)))).toBe(true);
			}
		}),
		{ numRuns: Number(globalThis.process.env.MODEL_RUNS ?? 40), endOnFailure: true },
	);
}, 300_000);
