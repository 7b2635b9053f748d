/** The simulator's sessions: signing in, Guids that come and go, polling, heartbeat, signing out. */
import { ManualClock, requestLine } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw, type RawAnswer } from '../support/rawRequests';

const START = Date.UTC(2026, 0, 5, 8);
const clock = new ManualClock(START);
const gateway = useGateway({
	clock,
	agents: [
		{ id: '31900', signedIn: false },
		{ id: '31001' },
		{ id: '31003', signedIn: false, passwordExpired: true },
		{ id: '31004', signedIn: false, forceChange: true },
		{ id: '31005', forceable: false },
		{ id: '31006', state: 'talking' },
		{ id: '31007', signedIn: false },
	],
});

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

/** Returns when a condition has come true; the test times out if it never does. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const signInBody = (id: string, fields = {}) => ({
	password: gateway().agent(id).password,
	phonenum: '6000',
	...fields,
});
const login = async (id = '31900', fields = {}): Promise<RawAnswer> =>
	await send('PUT', `/onlineagent/${id}`, { body: signInBody(id, fields) });
const forceLogin = async (id = '31900', fields = {}): Promise<RawAnswer> =>
	await send('PUT', `/onlineagent/${id}/forcelogin`, { body: signInBody(id, fields) });
const loginCode = async (fields = {}, id = '31900') => (await login(id, fields)).retcode;

/** Signs in and returns the Guid, with the event of signing in taken from the queue. */
async function signedIn(id = '31900', fields = {}): Promise<string> {
	const { guid = '', retcode } = await login(id, fields);
	expect(retcode).toBe('0');
	if (!('callBackUri' in fields)) await poll(guid, id);
	return guid;
}

const poll = async (guid: string, id = '31900', signal?: AbortSignal): Promise<RawAnswer> =>
	await send('GET', `/agentevent/${id}`, { guid, signal });
const status = async (guid: string, id = '31900'): Promise<string> =>
	(await send('GET', `/onlineagent/${id}/agentstatus`, { guid })).retcode;
const logout = async (guid: string, id = '31900'): Promise<RawAnswer> =>
	await send('DELETE', `/onlineagent/${id}/logout`, { guid });
const heartbeat = async (guid: string, id = '31900', headers = {}): Promise<RawAnswer> =>
	await send('POST', `/onlineagent/${id}/handshake`, { guid, headers });
const updateGuid = async (guid: string, id = '31900'): Promise<RawAnswer> =>
	await send('PUT', `/onlineagent/${id}/updateGuid`, { guid });
const sendNote = async (to: string): Promise<RawAnswer> =>
	await send('POST', '/onlineagent/31001/sendnoteletex', {
		guid: gateway().agent('31001').guid,
		body: { agentIds: [Number(to)], content: 'x' },
	});

const PUSH = { callBackUri: 'https://desk.example/events', serviceToken: 'token-1' };
const NO_EVENT = '{"message":"","retcode":"0"}';
const eventText = (eventType: string, workNo = '31900') =>
	`{"message":"","retcode":"0","event":{"eventType":"${eventType}","workNo":"${workNo}","content":null}}`;

/** Starts requests that wait, and returns once the gateway lets them sleep. */
async function waiting<T extends RawAnswer>(...starts: Array<() => Promise<T>>) {
	const asleep = clock.sleeping + starts.length;
	const answers = starts.map(async (start) => await start());
	await until(() => clock.sleeping === asleep);
	return answers;
}

afterEach(() => expect(clock.sleeping).toBe(0));

describe('signing in', () => {
	it('answers what the documents show, a Guid and cookies', async () => {
		const { text, guid, cookies } = await login();
		expect(text).toBe(
			'{"message":"success","retcode":"0","result":{"vdnid":"1","workno":"31900",' +
				`"mediatype":"TTF","loginTime":"${clock.now()}","isForceChange":"false",` +
				'"serverName":"CCGateway","timeRemaining":""}}',
		);
		expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.AgentGateway1$/);
		expect(guid).toBe(gateway().agent('31900').guid);
		expect(cookies).toEqual([
			'ccgw=AgentGateway1; Path=/; Secure; HttpOnly',
			expect.stringMatching(/^ccgw-session=[0-9a-f-]{36}; Path=\/; Secure; HttpOnly$/),
		]);
		expect(gateway().agent('31900').signedIn).toBe(true);
		expect(gateway().sessions).toEqual([
			{ agentId: '31900', openedAt: clock.now(), forced: false },
		]);
	});

	it('gives each session Guids and a cookie of its own', async () => {
		const first = await login();
		await logout(first.guid ?? '');
		const second = await login();
		expect(second.guid).not.toBe(first.guid);
		expect(second.cookies[1]).not.toBe(first.cookies[1]);
	});

	it.each([
		[3, 'busy'],
		['4', 'idle'],
		[5, 'wrapUp'],
		[undefined, 'idle'],
	])('with status %p makes the agent %s, and sends the event', async (code, state) => {
		const { guid = '' } = await login('31900', { status: code });
		expect(gateway().agent('31900').state).toBe(state);
		expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
	});

	it('accepts an empty password only of an agent without one', async () => {
		gateway().addAgent({ id: '31008', signedIn: false, password: '' });
		expect(await loginCode({}, '31008')).toBe('0');
		expect(await loginCode({ password: '' })).toBe('100-004');
	});

	it('starts with no events of an earlier session', async () => {
		const first = await signedIn();
		await sendNote('31900');
		await logout(first);
		const { guid = '' } = await login();
		expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
		expect(gateway().agent('31900').events).toEqual([]);
	});

	it.each([
		{ password: undefined },
		{ password: 12345 },
		{ password: 'x'.repeat(33) },
		{ phonenum: '' },
		{ phonenum: undefined },
		{ phonenum: 6000 },
		{ phonenum: '6'.repeat(25) },
		{ status: 8 },
		{ status: '04' },
		{ releasephone: 'yes' },
		{ autoanswer: 'yes' },
		{ callBackUri: 'x'.repeat(201) },
		{ serviceToken: 'x'.repeat(51) },
		{ serviceToken: 'a b' },
		{ unheardOf: 1 },
	])('refuses %p', async (fields) => {
		expect(await loginCode(fields)).toBe('100-001');
		expect((await forceLogin('31900', fields)).retcode).toBe('100-001');
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it('refuses a wrong agent type, a wrong address and a missing body', async () => {
		expect(await loginCode({ agenttype: 5 })).toBe('100-012');
		expect(await loginCode({ ip: '::1' })).toBe('100-016');
		expect(await loginCode({ ip: '10.0.0.256' })).toBe('100-016');
		expect((await send('PUT', '/onlineagent/31900')).retcode).toBe('100-001');
		expect(gateway().sessions).toEqual([]);
	});

	it('accepts all documented fields, and strings as in the samples', async () => {
		const fields = {
			phonenum: '6'.repeat(24),
			autoanswer: true,
			autoenteridle: false,
			releasephone: 'true',
			agenttype: '11',
			status: '3',
			ip: '127.0.0.1',
			entryIp: '10.1.2.3',
			phonelinkage: false,
			checkInWebm: true,
			checkInMailm: false,
			vcPhoneNumber: '',
			listenStatus: false,
			signInMode: 1,
		};
		expect(await loginCode(fields)).toBe('0');
	});

	it('refuses unknown agents and wrong passwords alike', async () => {
		const body = { password: 'Pass-31999', phonenum: '6000' };
		expect((await send('PUT', '/onlineagent/31999', { body })).retcode).toBe('100-004');
		expect((await send('PUT', '/onlineagent/31900', { body })).retcode).toBe('100-004');
		expect(gateway().sessions).toEqual([]);
	});

	it('locks the account after five wrong passwords in a row', async () => {
		for (let wrong = 1; wrong <= 5; wrong += 1) {
			expect(await loginCode({ password: 'wrong' })).toBe('100-004');
		}
		expect(await loginCode({ password: 'wrong' })).toBe('110-016');
		expect(await loginCode()).toBe('110-016');
		expect((await forceLogin()).retcode).toBe('110-016');
		expect(await loginCode({}, '31007')).toBe('0');
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it('restarts the count of wrong passwords after a right one', async () => {
		gateway().switches.lockAfter = 2;
		expect(await loginCode({ password: 'wrong' })).toBe('100-004');
		await logout(await signedIn());
		expect(await loginCode({ password: 'wrong' })).toBe('100-004');
		expect(await loginCode()).toBe('0');
	});

	it('refuses an expired password, and names the reason only for the right one', async () => {
		expect(await loginCode({}, '31003')).toBe('100-020');
		expect((await forceLogin('31003')).retcode).toBe('100-020');
		expect(await loginCode({ password: 'wrong' }, '31003')).toBe('100-004');
	});

	it('refuses a second sign-in, and names the reason only for the right password', async () => {
		const guid = await signedIn();
		expect(await loginCode()).toBe('100-002');
		expect(await loginCode({ password: 'wrong' })).toBe('100-004');
		expect(await loginCode({}, '31001')).toBe('100-002');
		expect(await status(guid)).toBe('0');
		expect(gateway().sessions).toHaveLength(1);
	});

	it('refuses a sign-in while another one is running', async () => {
		gateway().switches.signInTime = 3000;
		const [first] = await waiting(login);
		expect(await loginCode()).toBe('100-021');
		expect((await forceLogin()).retcode).toBe('100-021');
		expect(await loginCode({ password: 'wrong' })).toBe('100-004');
		clock.advance(2999);
		expect(clock.sleeping).toBe(1);
		expect(gateway().agent('31900').signedIn).toBe(false);
		clock.advance(1);
		expect((await first)?.retcode).toBe('0');
		expect(gateway().sessions).toMatchObject([{ openedAt: clock.now() }]);
		expect(await loginCode()).toBe('100-002');
	});

	it('is cancelled by a reset', async () => {
		gateway().switches.signInTime = 3000;
		const [running] = await waiting(login);
		gateway().reset();
		clock.advance(3000);
		expect((await running)?.retcode).toBe('100-003');
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it('allows only signing out while the password must be changed', async () => {
		const { text, guid = '' } = await login('31004');
		expect(text).toContain('"isForceChange":"true"');
		expect(await status(guid, '31004')).toBe('000-003');
		expect((await poll(guid, '31004')).retcode).toBe('000-003');
		expect((await updateGuid(guid, '31004')).retcode).toBe('000-003');
		gateway().switches.guidScope = 'vdn';
		expect(await status(guid, '31001')).toBe('000-003');
		expect((await logout(guid, '31004')).retcode).toBe('0');
		expect(gateway().agent('31004').signedIn).toBe(false);
	});
});

describe('forced sign-in', () => {
	it('ends the other session and opens a new one', async () => {
		const old = await signedIn();
		const openedAt = clock.now();
		clock.advance(1000);
		const { retcode, guid = '', cookies } = await forceLogin('31900', { status: 3 });
		expect(retcode).toBe('0');
		expect(cookies).toHaveLength(2);
		expect(await status(guid)).toBe('0');
		expect(await status(old)).toBe('000-003');
		gateway().switches.badGuid = '100-006';
		expect(await status(old)).toBe('100-006');
		expect(gateway().agent('31900').state).toBe('busy');
		expect(gateway().sessions).toEqual([
			{ agentId: '31900', openedAt, forced: false, endedAt: clock.now(), end: 'forced' },
			{ agentId: '31900', openedAt: clock.now(), forced: true },
		]);
	});

	it('ends the session of an agent at a desk', async () => {
		const receptionist = gateway().agent('31001').guid;
		const { guid = '' } = await forceLogin('31001');
		expect(await status(receptionist, '31001')).toBe('000-003');
		expect(await status(guid, '31001')).toBe('0');
		expect(gateway().sessions).toHaveLength(1);
	});

	it('is refused for an agent who may not be forced out', async () => {
		const receptionist = gateway().agent('31005').guid;
		expect((await forceLogin('31005')).retcode).toBe('100-015');
		expect(await status(receptionist, '31005')).toBe('0');
		gateway().signOut('31005');
		expect((await forceLogin('31005')).retcode).toBe('0');
	});

	it('refuses the poll that the other session left waiting', async () => {
		const [waitingPoll] = await waiting(poll.bind(null, await signedIn(), '31900', undefined));
		const { guid = '' } = await forceLogin();
		expect((await waitingPoll)?.retcode).toBe('000-003');
		expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
	});
});

describe('Guids', () => {
	it('change every 60 s and are accepted for 120 s, two of them in between', async () => {
		const first = await signedIn();
		await sendNote('31900');
		await sendNote('31900');
		clock.advance(59_999);
		expect((await poll(first)).guid).toBeUndefined();
		clock.advance(1);
		const { guid: second = '' } = await poll(first);
		expect(second).not.toBe('');
		expect(second).not.toBe(first);
		expect(gateway().agent('31900').guid).toBe(second);
		expect([await status(first), await status(second)]).toEqual(['0', '0']);
		clock.advance(59_999);
		expect([await status(first), await status(second)]).toEqual(['0', '0']);
		clock.advance(1);
		expect([await status(first), await status(second)]).toEqual(['000-003', '0']);
		gateway().switches.badGuid = '100-006';
		expect(await status(first)).toBe('100-006');
		expect((await poll(first)).retcode).toBe('100-006');
	});

	it('follow the schedule of the sign-in, whenever they are fetched', async () => {
		const first = await signedIn();
		await sendNote('31900');
		clock.advance(90_000);
		const { guid: second = '' } = await poll(first);
		await status(second);
		expect(gateway().requests.at(-1)).toMatchObject({ guidAge: 30_000, deadGuid: false });
		clock.advance(30_000);
		const third = gateway().agent('31900').guid;
		expect(third).not.toBe(second);
		clock.advance(59_999);
		expect(await status(second)).toBe('0');
		clock.advance(1);
		expect([await status(second), await status(third)]).toEqual(['000-003', '0']);
	});

	it('come only with polls, and only when they are new to the client', async () => {
		const first = await signedIn();
		for (let note = 1; note <= 3; note += 1) await sendNote('31900');
		clock.advance(60_000);
		const busy = await send('POST', '/onlineagent/31900/saybusy', { guid: first });
		expect(busy).toMatchObject({ retcode: '0', guid: undefined });
		const { guid: second = '' } = await poll(first);
		expect((await poll(second)).guid).toBeUndefined();
		expect((await poll(first)).guid).toBe(second);
	});

	it('come with every accepted answer with the switch', async () => {
		gateway().switches.setGuidOn = 'every';
		const first = await signedIn();
		clock.advance(60_000);
		const busy = '/onlineagent/31900/saybusy';
		const { guid: second } = await send('POST', busy, { guid: first });
		expect(second).toBe(gateway().agent('31900').guid);
		expect(second).not.toBe(first);
		const again = await send('POST', busy, { guid: first });
		expect(again).toMatchObject({ retcode: '100-009', guid: undefined });
		expect(await logout(first)).toMatchObject({ retcode: '0', guid: undefined });
	});

	it('never change in static mode', async () => {
		gateway().switches.authMode = 'static';
		const guid = await signedIn();
		for (let minute = 1; minute <= 10; minute += 1) {
			await sendNote('31900');
			clock.advance(60_000);
			expect(await poll(guid)).toMatchObject({ retcode: '0', guid: undefined });
		}
		expect(gateway().agent('31900').guid).toBe(guid);
	});

	it('can be renewed at once; the older one lives on to its own end', async () => {
		const first = await signedIn();
		await sendNote('31900');
		clock.advance(30_000);
		const answer = await updateGuid(first);
		const { guid: second } = gateway().agent('31900');
		expect(answer.text).toBe(`{"message":"success","retcode":"0","result":{"guid":"${second}"}}`);
		expect(second).not.toBe(first);
		expect(answer.guid).toBeUndefined();
		expect((await poll(first)).guid).toBe(second);
		clock.advance(89_999);
		expect([await status(first), await status(second)]).toEqual(['0', '0']);
		clock.advance(1);
		expect([await status(first), await status(second)]).toEqual(['000-003', '0']);
		clock.advance(29_999);
		expect(await status(second)).toBe('0');
		expect((await updateGuid(first)).retcode).toBe('000-003');
	});

	it('act for the VDN with the switch, but do not poll or sign out for it', async () => {
		gateway().switches.guidScope = 'vdn';
		const guid = await signedIn();
		expect(await status(guid, '31001')).toBe('0');
		expect((await poll(guid, '31001')).retcode).toBe('000-003');
		expect((await heartbeat(guid, '31001')).retcode).toBe('000-003');
		expect((await updateGuid(guid, '31001')).retcode).toBe('000-003');
		expect((await logout(guid, '31001')).retcode).toBe('000-003');
		expect(gateway().agent('31001').signedIn).toBe(true);
		clock.advance(120_000);
		expect(await status(guid, '31001')).toBe('000-003');
	});

	it('of agents at a desk never change', async () => {
		const { guid } = gateway().agent('31001');
		clock.advance(36_000_000);
		await sendNote('31001');
		expect(await status(guid, '31001')).toBe('0');
		expect((await poll(guid, '31001')).guid).toBeUndefined();
		expect(gateway().agent('31001').guid).toBe(guid);
		expect(gateway().requests.map(({ deadGuid }) => deadGuid)).not.toContain(true);
	});

	it('are recognised in the list of requests, even expired ones', async () => {
		const guid = await signedIn();
		clock.advance(5000);
		await status(guid);
		expect(gateway().requests.at(-1)).toMatchObject({ guidAge: 5000, deadGuid: false });
		await logout(guid);
		await status(guid);
		expect(gateway().requests.at(-1)).toMatchObject({ guidAge: 5000, deadGuid: true });
		gateway().reset();
		await status(guid);
		expect(gateway().requests.at(-1)).toMatchObject({ guidAge: 5000, deadGuid: true });
		await status('00000000-0000-4000-8000-000000000000.AgentGateway1');
		expect(gateway().requests.at(-1)).not.toHaveProperty('guidAge');
	});
});

describe('an agent without a sign of life', () => {
	it('is signed out at 120 s, even if the next request is much later', async () => {
		await signedIn();
		const endedAt = clock.now() + 120_000;
		clock.advance(1_000_000);
		expect(gateway().sessions).toMatchObject([{ endedAt, end: 'idle' }]);
	});

	it('is signed out after 120 s', async () => {
		const guid = await signedIn();
		const openedAt = clock.now();
		const view = gateway().agent('31900');
		clock.advance(119_999);
		expect(view.signedIn).toBe(true);
		clock.advance(1);
		expect(view.signedIn).toBe(false);
		clock.advance(1_000_000);
		expect(gateway().sessions).toEqual([
			{ agentId: '31900', openedAt, forced: false, endedAt: openedAt + 120_000, end: 'idle' },
		]);
		expect([await status(guid), await status(view.guid)]).toEqual(['100-006', '100-006']);
		expect((await poll(guid)).retcode).toBe('100-006');
		await sendNote('31900');
		expect(view.inbox).toEqual([]);
		expect(await loginCode()).toBe('0');
		expect(gateway().sessions).toHaveLength(2);
	});

	it('is kept signed in by polls only', async () => {
		const first = await signedIn();
		await sendNote('31900');
		clock.advance(100_000);
		const { guid: second = '' } = await poll(first);
		clock.advance(80_000);
		const { guid: third } = gateway().agent('31900');
		expect(await status(third)).toBe('0');
		await updateGuid(third);
		clock.advance(39_999);
		expect(gateway().agent('31900').signedIn).toBe(true);
		clock.advance(1);
		expect(await status(third)).toBe('100-006');
		expect(second).not.toBe(third);
	});

	it('is kept signed in by any request with the switch, except one with an expired Guid', async () => {
		gateway().switches.keepAliveBy = 'any';
		const first = await signedIn();
		clock.advance(100_000);
		expect(await status(first)).toBe('0');
		clock.advance(100_000);
		expect(gateway().agent('31900').signedIn).toBe(true);
		expect(await status(first)).toBe('000-003');
		clock.advance(20_000);
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it("may be silent for the switch's duration", async () => {
		gateway().switches.idleTimeout = 5000;
		await signedIn();
		clock.advance(4999);
		expect(
			gateway()
				.agents()
				.find(({ id }) => id === '31900')?.signedIn,
		).toBe(true);
		clock.advance(1);
		expect(
			gateway()
				.agents()
				.find(({ id }) => id === '31900')?.signedIn,
		).toBe(false);
	});
});

describe('a poll', () => {
	it('brings one event, the oldest first', async () => {
		const { guid = '' } = await login();
		await sendNote('31900');
		expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
		expect((await poll(guid)).text).toBe(eventText('AgentOther_Note'));
		expect(gateway().agent('31900').events).toEqual([]);
	});

	it('waits 10 s for an event and then brings none', async () => {
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		clock.advance(9_999);
		expect(clock.sleeping).toBe(1);
		expect(gateway().requests.at(-1)?.endedAt).toBeUndefined();
		clock.advance(1);
		expect((await answer)?.text).toBe(NO_EVENT);
	});

	it('brings an event that arrives meanwhile at once', async () => {
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		await sendNote('31900');
		expect((await answer)?.text).toBe(eventText('AgentOther_Note'));
	});

	it('takes the event from another poll of that agent', async () => {
		const guid = await signedIn();
		const again = async () => await poll(guid);
		const answers = await waiting(again, again);
		await sendNote('31900');
		const first = await Promise.race(answers);
		expect(first.text).toBe(eventText('AgentOther_Note'));
		await until(() => clock.sleeping === 1);
		clock.advance(10_000);
		const texts = (await Promise.all(answers)).map(({ text }) => text);
		expect(texts.sort()).toEqual([eventText('AgentOther_Note'), NO_EVENT].sort());
	});

	it('brings the Guid that was issued while it waited', async () => {
		const guid = await signedIn();
		clock.advance(55_000);
		const [answer] = await waiting(async () => await poll(guid));
		clock.advance(10_000);
		const { text, guid: second } = (await answer) ?? {};
		expect(text).toBe(NO_EVENT);
		expect(second).toBe(gateway().agent('31900').guid);
		expect(second).not.toBe(guid);
	});

	it.each([
		['the agent signs out', async (guid: string) => await logout(guid)],
		['the test signs the agent out', async () => await Promise.resolve(gateway().signOut('31900'))],
		['the simulator is reset', async () => await Promise.resolve(gateway().reset())],
	])('is refused when %s meanwhile', async (_case, end) => {
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		await end(guid);
		expect((await answer)?.retcode).toBe('100-006');
	});

	it('is refused when the agent is signed out for inactivity meanwhile', async () => {
		gateway().switches.idleTimeout = 5000;
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		clock.advance(10_000);
		expect((await answer)?.retcode).toBe('100-006');
		expect(gateway().sessions).toMatchObject([{ end: 'idle' }]);
	});

	it('takes no event with it when the client hangs up', async () => {
		const guid = await signedIn();
		const hangUp = new AbortController();
		const [answer] = await waiting(async () => await poll(guid, '31900', hangUp.signal));
		const disconnected = expect(answer).rejects.toThrow('canceled');
		hangUp.abort();
		await disconnected;
		await until(() => clock.sleeping === 0);
		await until(() => gateway().requests.at(-1)?.endedAt !== undefined);
		expect(gateway().requests.at(-1)?.status).toBeUndefined();
		await sendNote('31900');
		expect((await poll(guid)).text).toBe(eventText('AgentOther_Note'));
	});

	it('may carry call data, and nothing else', async () => {
		const { guid = '' } = await login();
		const uri = '/agentevent/31900?calldata=';
		expect((await send('GET', uri, { guid })).retcode).toBe('0');
		expect((await send('GET', `${uri}&wait=1`, { guid })).retcode).toBe('000-002');
	});

	it('needs the Guid of the agent', async () => {
		await signedIn();
		expect((await poll(gateway().agent('31001').guid)).retcode).toBe('000-003');
		expect((await poll('')).retcode).toBe('000-003');
		expect((await poll(gateway().agent('31007').guid, '31007')).retcode).toBe('100-006');
	});

	it('is refused in push mode, and is no sign of life there', async () => {
		const guid = await signedIn('31900', PUSH);
		clock.advance(100_000);
		expect((await poll(guid)).retcode).toBe('000-001');
		clock.advance(20_000);
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it.each([{ callBackUri: PUSH.callBackUri }, { serviceToken: PUSH.serviceToken }])(
		'belongs to a sign-in with %j alone',
		async (fields) => {
			const { guid = '' } = await login('31900', fields);
			expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
			expect((await heartbeat(guid)).retcode).toBe('000-003');
		},
	);
});

describe('the heartbeat', () => {
	it('keeps the session in push mode and brings new Guids', async () => {
		let guid = await signedIn('31900', PUSH);
		expect((await heartbeat(guid)).text).toBe('{"message":"success","retcode":"0"}');
		for (let beat = 1; beat <= 3; beat += 1) {
			clock.advance(70_000);
			const { guid: next = '' } = await heartbeat(guid);
			expect(next).toBe(gateway().agent('31900').guid);
			expect(next).not.toBe(guid);
			guid = next;
		}
		expect((await heartbeat(guid)).guid).toBeUndefined();
		clock.advance(120_000);
		expect((await heartbeat(guid)).retcode).toBe('100-006');
	});

	it('may carry a service token of letters and digits', async () => {
		const guid = await signedIn('31900', PUSH);
		const beat = async (token: string) =>
			(await heartbeat(guid, '31900', { service_token: token })).retcode;
		expect(await beat('a'.repeat(50))).toBe('0');
		expect(await beat('a'.repeat(51))).toBe('100-001');
		expect(await beat('a;b')).toBe('100-001');
	});

	it('is refused for agents who poll', async () => {
		expect((await heartbeat(await signedIn())).retcode).toBe('000-003');
	});
});

describe('signing out', () => {
	it('ends the session', async () => {
		const guid = await signedIn();
		clock.advance(1000);
		expect((await logout(guid)).text).toBe('{"message":"success","retcode":"0","result":null}');
		expect(gateway().sessions).toMatchObject([{ endedAt: clock.now(), end: 'logout' }]);
		expect(gateway().agent('31900')).toMatchObject({ signedIn: false, guid });
		expect(await status(guid)).toBe('100-006');
		expect((await logout(guid)).retcode).toBe('100-006');
	});

	it('is refused during a call', async () => {
		const { guid } = gateway().agent('31006');
		expect((await logout(guid, '31006')).retcode).toBe('100-010');
		gateway().endCall('31006');
		expect((await logout(guid, '31006')).retcode).toBe('0');
	});

	it('by the test has a record of its own', async () => {
		await signedIn();
		gateway().signOut('31900');
		expect(gateway().sessions).toMatchObject([{ endedAt: clock.now(), end: 'test' }]);
		gateway().reset();
		expect(gateway().sessions).toEqual([]);
	});
});

it('requires cookies after the sign-in with the switch', async () => {
	gateway().switches.cookiesRequired = true;
	const { guid = '', cookies, retcode } = await login();
	expect(retcode).toBe('0');
	expect((await poll(guid)).retcode).toBe('000-003');
	const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
	const polled = await send('GET', '/agentevent/31900', { guid, headers: { Cookie: cookie } });
	expect(polled.retcode).toBe('0');
});

describe('faults', () => {
	const agentOf = () => gateway().agent('31900');

	it('can lose the answer of a sign-in that was carried out', async () => {
		gateway().faults.add({ kind: 'resetAfter', operation: 'login', times: 1 });
		await expect(login()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(agentOf().signedIn).toBe(true);
		expect(gateway().requests).toMatchObject([{ retcode: '0', carriedOut: true }]);
		expect(await loginCode()).toBe('100-002');
	});

	it('can refuse a sign-in that was not carried out', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-003', operation: 'login', times: 1 });
		expect(await loginCode()).toBe('100-003');
		expect(agentOf().signedIn).toBe(false);
		expect(await loginCode()).toBe('0');
	});

	it('can lose the answer of a sign-in that takes time', async () => {
		gateway().switches.signInTime = 3000;
		gateway().faults.add({ kind: 'resetAfter', operation: 'login' });
		const [answer] = await waiting(login);
		const lost = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
		clock.advance(3000);
		await lost;
		expect(agentOf().signedIn).toBe(true);
	});

	it('can lose an event on its way', async () => {
		const guid = await signedIn();
		await sendNote('31900');
		gateway().faults.add({ kind: 'resetAfter', operation: 'getAgentEvent', times: 1 });
		await expect(poll(guid)).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(agentOf().events).toEqual([]);
	});

	it('can refuse a poll without consuming an event', async () => {
		const guid = await signedIn();
		await sendNote('31900');
		gateway().faults.add({ kind: 'retcode', retcode: '000-004', operation: 'getAgentEvent' });
		expect((await poll(guid)).retcode).toBe('000-004');
		expect(agentOf().events).toHaveLength(1);
	});
});

it('shows no password, Guid or cookie in the log', async () => {
	const { guid = '', cookies } = await login();
	const [, cookie = ''] = /=([^;]+)/.exec(cookies[1] ?? '') ?? [];
	const { password } = gateway().agent('31900');
	await send('PUT', `/onlineagent/31900?password=${password}`, { body: signInBody('31900') });
	await send('GET', `/agentevent/31900?calldata=${guid}${cookie}`, {
		guid,
		headers: { Cookie: `ccgw=AgentGateway1; ccgw-session=${cookie}` },
	});
	expect(gateway().requests.at(0)?.body).toMatchObject({ password });
	const lines = gateway().requests.map(requestLine);
	expect(lines).toHaveLength(3);
	for (const line of lines) {
		for (const secret of [guid, cookie, password]) expect(line).not.toContain(secret);
	}
});
