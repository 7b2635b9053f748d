/** The simulator's sessions: Guids that change, inactivity, the heartbeat, signing out. */
import { requestLine } from '../../simulator';
import { PUSH, useSessions } from './sessionHarness';

const {
	send,
	signInBody,
	clock,
	gateway,
	login,
	loginCode,
	signedIn,
	poll,
	status,
	logout,
	heartbeat,
	updateGuid,
	sendNote,
} = useSessions();

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

	it('are sent only with polls, and only if new to the client', async () => {
		const first = await signedIn();
		for (let note = 1; note <= 3; note += 1) await sendNote('31900');
		clock.advance(60_000);
		const busy = await send('POST', '/onlineagent/31900/saybusy', { guid: first });
		expect(busy).toMatchObject({ retcode: '0', guid: undefined });
		const { guid: second = '' } = await poll(first);
		expect((await poll(second)).guid).toBeUndefined();
		expect((await poll(first)).guid).toBe(second);
	});

	it('are sent with every accepted answer with the switch', async () => {
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

	it('can be renewed at any time; the older one stays valid until it expires', async () => {
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

	it('act for other agents of the VDN with the switch, but do not poll or sign out for them', async () => {
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

describe('an agent without activity', () => {
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

	it('called by a test is recorded', async () => {
		await signedIn();
		gateway().signOut('31900');
		expect(gateway().sessions).toMatchObject([{ endedAt: clock.now(), end: 'test' }]);
		gateway().reset();
		expect(gateway().sessions).toEqual([]);
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
