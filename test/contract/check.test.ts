/** The check of a gateway, against the simulator in every position of the switches for open questions. */
import fc from 'fast-check';
import { MEANINGS, OPEN_CODES } from '../../nodes/shared/check/meanings';
import type { Depth } from '../../gateway/check/question';
import { DEFAULT_SWITCHES, type Switches } from '../../simulator/site/switches';
import { readProfile } from '../../simulator/site/profile';
import { SERVICE_AGENT_ID } from '../support/serviceAccount';
import { type CheckHarness, type CheckHarnessOptions, openCheckHarness } from './checkHarness';

const harnesses: CheckHarness[] = [];
const harness = async (options?: CheckHarnessOptions): Promise<CheckHarness> => {
	const opened = await openCheckHarness(options);
	harnesses.push(opened);
	return opened;
};
afterEach(async () => {
	for (const opened of harnesses.splice(0)) await opened.close();
});

const profileOf = async (switches: Partial<Switches>, depth: Depth) =>
	(await (await harness({ switches })).check(depth)).profile;

/** The answers of the simulator's defaults. */
const DEFAULTS = {
	guidHeader: 'both',
	cookies: 'some',
	password: 'fine',
	wrongGuid: 'permission',
	cookiesNeeded: 'notNeeded',
	contentType: 'needed',
	stateTimeUnit: 'seconds',
	idRange: 'to999999',
	lookUp: 'yes',
	scope: 'own',
	queues: 'yes',
	statistics: 'yes',
	sixthQuery: 'busy',
	busyAgain: 'refused',
	prolongIdle: 'yes',
	noCustomStatus: '65535',
	noteEvent: 'nothing',
	wrongRecipient: 'nobody',
	limitCodes: 'texts',
	monitor: 'yes',
	guidOverlap: '50',
	keepAlive: 'pollsOnly',
};

/** Positions of a switch, the answers that they change, and the least depth at which they do. */
const CASES: ReadonlyArray<
	readonly [position: Partial<Switches>, expected: Record<string, string>, depth: Depth]
> = [
	[{ guidHeader: 'setGuid' }, { guidHeader: 'setGuid' }, 'questions'],
	[{ guidHeader: 'guid' }, { guidHeader: 'guid' }, 'questions'],
	[{ signInCookies: false }, { cookies: 'none' }, 'questions'],
	[{ password: 'expires' }, { password: 'expires' }, 'questions'],
	[{ badGuid: '100-006' }, { wrongGuid: 'session' }, 'questions'],
	[{ badGuid: 'http' }, { wrongGuid: 'http' }, 'questions'],
	[{ badGuid: 'served' }, { wrongGuid: 'served' }, 'questions'],
	[{ cookiesRequired: true }, { cookiesNeeded: 'needed' }, 'questions'],
	[{ contentTypeOn: 'bodies' }, { contentType: 'notNeeded' }, 'questions'],
	[{ stateTimeUnit: 'milliseconds' }, { stateTimeUnit: 'milliseconds' }, 'questions'],
	[{ stateTimeUnit: 'doesNotGrow' }, { stateTimeUnit: 'doesNotGrow' }, 'questions'],
	[{ idRange: '2023' }, { idRange: 'to59999' }, 'questions'],
	[{ idRange: 'withGap' }, { idRange: 'withGap' }, 'questions'],
	[{ guidScope: 'vdn' }, { scope: 'vdn' }, 'questions'],
	[{ lookUpCalls: 'noRight' }, { lookUp: 'noRight' }, 'questions'],
	[{ queueCalls: 'noRight' }, { queues: 'noRight' }, 'questions'],
	[{ queueCalls: '404' }, { queues: 'notThere' }, 'questions'],
	[{ queueCalls: '000-002' }, { queues: 'notThere' }, 'questions'],
	[{ statisticsCalls: 'noRight' }, { statistics: 'noRight' }, 'questions'],
	[{ statisticsCalls: '404' }, { statistics: 'notThere' }, 'questions'],
	[{ statisticsCalls: '000-002' }, { statistics: 'notThere' }, 'questions'],
	[{ queryRefusal: 'http' }, { sixthQuery: 'http' }, 'questions'],
	[{ queryLimit: 0 }, { sixthQuery: 'served' }, 'questions'],
	[{ refusalStatus: 400 }, {}, 'ownState'],
	[{ refusalResult: 'text' }, {}, 'ownState'],
	[{ refusalResult: 'none' }, {}, 'ownState'],
	[{ setGuidOn: 'every' }, {}, 'wait'],
	[{ eventGenTime: true }, {}, 'ownState'],
	[{ busyAgain: '0' }, { busyAgain: 'accepted' }, 'ownState'],
	[{ busyAgain: '000-002' }, { busyAgain: 'refused' }, 'ownState'],
	[{ prolongIdle: 'refused' }, { prolongIdle: 'refused' }, 'ownState'],
	[{ noCustomStatus: '0' }, { noCustomStatus: '0' }, 'ownState'],
	[{ noteEvent: 'note' }, { noteEvent: 'text' }, 'ownState'],
	[{ noteToSelf: 'refused' }, { noteEvent: 'selfRefused', wrongRecipient: 'notAsked' }, 'ownState'],
	[{ wrongRecipient: 'others' }, { wrongRecipient: 'others' }, 'ownState'],
	[{ wrongRecipient: 'accepted' }, { wrongRecipient: 'accepted' }, 'ownState'],
	[{ monitorCalls: 'noRight' }, { monitor: 'noRight' }, 'ownState'],
	[{ monitorCalls: '404' }, { monitor: 'notThere' }, 'ownState'],
	[{ monitorCalls: '000-002' }, { monitor: 'notThere' }, 'ownState'],
	[{ authMode: 'static' }, { guidOverlap: 'neverReplaced' }, 'wait'],
	[{ guidInterval: 50_000, guidTimeout: 80_000 }, { guidOverlap: '5' }, 'wait'],
	[{ keepAliveBy: 'any' }, { keepAlive: 'anyRequest' }, 'wait'],
];

/** Switches without influence on any answer. */
const UNCHECKED: ReadonlyArray<keyof Switches> = [
	'agentIdStrings',
	'cancelBusy',
	'idleTimeout',
	'listenStatus',
	'lockAfter',
	'monitorEvents',
	'pollWait',
	'restDelay',
	'signInTime',
	'signOutDelivered',
];

const without = (depth: Depth): Record<string, string> => {
	const { guidOverlap, keepAlive, ...state } = DEFAULTS;
	const {
		busyAgain,
		prolongIdle,
		noCustomStatus,
		noteEvent,
		wrongRecipient,
		limitCodes,
		monitor,
		...questions
	} = state;
	void [guidOverlap, keepAlive, busyAgain, prolongIdle, noCustomStatus, noteEvent];
	void [wrongRecipient, limitCodes, monitor];
	return { questions, ownState: state, wait: DEFAULTS }[depth];
};

it('answers every question of the gateway that the documents describe', async () => {
	const { check } = await harness();
	const { items, profile, warnings } = await check('wait');
	expect(profile).toEqual(DEFAULTS);
	expect(warnings).toEqual([]);
	expect(items.map(({ id }) => id).sort()).toEqual(Object.keys(MEANINGS).sort());
	expect(items.at(-1)?.id).toBe('sixthQuery');
});

describe('finds the position of', () => {
	it.each(CASES)('%j', async (position, expected, depth) => {
		const profile = await profileOf(position, depth);
		expect(profile).toEqual({ ...without(depth), ...expected });
	});

	it('every switch for an open question', () => {
		const covered = CASES.flatMap(([position]) => Object.keys(position));
		expect([...new Set([...covered, ...UNCHECKED, 'password'])].sort()).toEqual(
			Object.keys(DEFAULT_SWITCHES).sort(),
		);
	});

	it('a missing look-up, which leaves questions about IDs and queues open', async () => {
		for (const lookUpCalls of ['404', '000-002'] as const) {
			const profile = await profileOf({ lookUpCalls }, 'questions');
			expect(profile).toEqual({
				...without('questions'),
				lookUp: 'notThere',
				stateTimeUnit: 'notAsked',
				idRange: 'notAsked',
			});
		}
	});

	it('a password that must be changed, and sends nothing else', async () => {
		const { check, gateway } = await harness({ switches: { password: 'change' } });
		const { items, profile } = await check('wait');
		expect(profile).toMatchObject({ password: 'change', guidHeader: 'both', cookies: 'some' });
		for (const { id, code, answer } of items) {
			if (['password', 'guidHeader', 'cookies'].includes(id)) continue;
			expect([id, code]).toEqual([id, 'notAsked']);
			expect(answer).toMatch(/password/);
		}
		expect(gateway.requests.map(({ operation }) => operation)).toEqual(['login']);
	});
});

it('finds random combinations of positions, and a simulator with that profile gives the same answers', async () => {
	const independent = CASES.filter(([, , depth]) => depth !== 'wait').map(([position]) => position);
	await fc.assert(
		fc.asyncProperty(fc.subarray(independent, { minLength: 2, maxLength: 12 }), async (some) => {
			const switches = Object.assign({}, ...some) as Partial<Switches>;
			// No agent could sign in at such a site.
			fc.pre(!(switches.cookiesRequired && switches.signInCookies === false));
			const first = await harness({ switches });
			const { profile, warnings } = await first.check('ownState');
			expect(warnings).toEqual([]);
			const read = readProfile(profile);
			expect(read.ignored).toEqual([]);
			const second = await harness({ switches: read.switches });
			expect((await second.check('ownState')).profile).toEqual(profile);
			const expected = Object.assign(
				{},
				...CASES.filter(([position]) =>
					Object.entries(position).every(
						([name, value]) => switches[name as keyof Switches] === value,
					),
				).map(([, codes]) => codes),
			) as Record<string, string>;
			for (const [id, code] of Object.entries(expected)) {
				// Some positions hide others; the visible ones must be right.
				if (!OPEN_CODES.includes(profile[id] ?? '')) expect([id, profile[id]]).toEqual([id, code]);
			}
		}),
		{ numRuns: 30 },
	);
}, 300_000);

describe('leaves the agent in the state from before the check', () => {
	const found = (gateway: CheckHarness['gateway']) => {
		const { state, customState, busyReason } = gateway.agent(SERVICE_AGENT_ID);
		return { state, customState, busyReason: state === 'busy' ? busyReason : 0 };
	};
	const IDLE = { state: 'idle', customState: 65_535, busyReason: 0 };

	/** A harness whose agent is idle in a session of the package. */
	const idleHarness = async (): Promise<CheckHarness> => {
		const opened = await harness();
		await opened.check('questions', {});
		opened.gateway.idle(SERVICE_AGENT_ID);
		opened.gateway.requests.splice(0);
		return opened;
	};

	it('idle, and without a custom status', async () => {
		const { check, gateway } = await idleHarness();
		const { profile, warnings } = await check('ownState');
		expect(profile).toEqual(without('ownState'));
		expect(warnings).toEqual([]);
		expect(found(gateway)).toEqual(IDLE);
	});

	it('even if one of its requests is lost, whichever it is', async () => {
		const first = await idleHarness();
		await first.check('ownState');
		const count = first.gateway.requests.length;
		expect(count).toBeGreaterThan(30);
		for (const kind of ['resetBefore', 'resetAfter'] as const) {
			// Each request is lost once, before or after it was carried out.
			for (let lost = kind === 'resetBefore' ? 0 : 1; lost < count; lost += 2) {
				const { check, gateway, close } = await idleHarness();
				gateway.faults.add({ kind, after: lost, times: 1 });
				const { warnings } = await check('ownState');
				expect([kind, lost, warnings]).toEqual([kind, lost, []]);
				expect([kind, lost, found(gateway)]).toEqual([kind, lost, IDLE]);
				await close();
			}
		}
	}, 300_000);

	it('even if it is cancelled, after whichever request', async () => {
		const first = await idleHarness();
		await first.check('ownState');
		const count = first.gateway.requests.length;
		for (let last = 0; last < count; last += 2) {
			const { check, gateway, cancelAfter, close } = await idleHarness();
			cancelAfter(last);
			const { items } = await check('ownState');
			expect([last, items.some(({ code }) => code === 'notAsked')]).toEqual([last, true]);
			expect([last, found(gateway)]).toEqual([last, IDLE]);
			await close();
		}
	}, 300_000);

	it('or reports that it cannot', async () => {
		const { check, gateway } = await idleHarness();
		gateway.faults.add({ kind: 'resetBefore', operation: 'sayFree' });
		const { warnings } = await check('ownState');
		expect(warnings).toEqual([
			`Agent ${SERVICE_AGENT_ID} was idle before, and could not be put back. Do it by hand.`,
		]);
	});
});

describe('changes nothing', () => {
	const READ_ONLY = [
		...['login', 'agentStatus', 'queryAgentInfoByWorkNo'],
		...['querySkillQueueOnAgentVDN', 'queryStatInfoOfAcd'],
	];

	it('in a check with questions only, and polls no events', async () => {
		const { check, gateway } = await harness();
		await check('questions');
		expect(READ_ONLY).toEqual(
			expect.arrayContaining(gateway.requests.map(({ operation }) => operation)),
		);
	});

	it('for an agent who is at rest, or busy in an older session', async () => {
		for (const state of ['busy', 'rest'] as const) {
			const opened = await harness();
			await opened.check('questions', {});
			if (state === 'rest') opened.gateway.rest(SERVICE_AGENT_ID);
			const { profile } = await opened.check('ownState');
			for (const id of ['busyAgain', 'prolongIdle', 'noCustomStatus', 'noteEvent', 'limitCodes']) {
				expect([state, id, profile[id]]).toEqual([state, id, 'notAsked']);
			}
			expect(opened.gateway.agent(SERVICE_AGENT_ID).state).toBe(state);
		}
	});

	it('for a trigger: takes no events and does not end its monitoring', async () => {
		const { check, cache, gateway } = await harness();
		await cache.pollLock.acquire(() => {});
		const { profile } = await check('wait');
		for (const id of ['noteEvent', 'wrongRecipient', 'monitor', 'guidOverlap', 'keepAlive']) {
			expect([id, profile[id]]).toEqual([id, 'notAsked']);
		}
		const operations = gateway.requests.map(({ operation }) => operation);
		for (const operation of ['getAgentEvent', 'beginMonitor', 'endMonitor'] as const) {
			expect(operations).not.toContain(operation);
		}
	});
});

it('never forces a sign-in, and reports that the agent is signed in elsewhere', async () => {
	const { check, gateway } = await harness({ serviceAgent: { signedIn: true } });
	await expect(check('wait')).rejects.toThrow(/100-002/);
	expect(gateway.requests.map(({ operation }) => operation)).toEqual(['login']);
});

it('gives up after one sign-in that suggests a locked account', async () => {
	for (const serviceAgent of [{ password: 'another' }, { passwordExpired: true }]) {
		const { check, gateway } = await harness({ serviceAgent });
		await expect(check('wait')).rejects.toThrow(/could not be signed in/);
		expect(gateway.requests).toHaveLength(1);
	}
});

it('sends one wrong Guid, and keeps the query limit except for the sixth query', async () => {
	const { check, gateway, sent } = await harness();
	await check('ownState');
	const times = sent.filter(({ effect }) => effect === 'readOnly').map(({ at }) => at);
	const crowded = times.filter(
		(from) => times.filter((at) => at >= from && at < from + 2_000).length > 5,
	);
	expect(crowded).toHaveLength(6);
	expect(gateway.sessions).toHaveLength(1);
	// The wrong Guid once, and the right one for the colleague.
	const refused = gateway.requests.filter(({ retcode }) => retcode === '000-003');
	expect(refused.map(({ path }) => path)).toEqual([
		`/onlineagent/${SERVICE_AGENT_ID}/agentstatus`,
		'/onlineagent/31001/agentstatus',
	]);
});

it('never reports a Guid, a cookie or a password', async () => {
	const { check, secrets } = await harness();
	const received = JSON.stringify(await check('wait'));
	expect(secrets.size).toBeGreaterThan(2);
	for (const secret of secrets) expect(received).not.toContain(secret);
});
