/** Sign-ins at the simulator, also by force, and faults of requests. */
import { eventText, useSessions } from './sessionHarness';

const {
	send,
	clock,
	gateway,
	login,
	forceLogin,
	loginCode,
	signedIn,
	poll,
	status,
	logout,
	updateGuid,
	sendNote,
	waiting,
} = useSessions();

describe('signing in', () => {
	it('returns the documented answer, a Guid and cookies', async () => {
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
		{ undocumented: 1 },
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

	it('refuses unknown agents and wrong passwords in the same way', async () => {
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
