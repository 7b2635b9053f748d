/** Polls for events in the simulator's sessions. */
import { eventText, NO_EVENT, PUSH, until, useSessions } from './sessionHarness';

const { send, clock, gateway, login, signedIn, poll, logout, heartbeat, sendNote, waiting } =
	useSessions();

describe('a poll', () => {
	it('returns one event, the oldest first', async () => {
		const { guid = '' } = await login();
		await sendNote('31900');
		expect((await poll(guid)).text).toBe(eventText('AgentOther_InService'));
		expect((await poll(guid)).text).toBe(eventText('AgentOther_Note'));
		expect(gateway().agent('31900').events).toEqual([]);
	});

	it('waits 10 s for an event and then returns none', async () => {
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		clock.advance(9_999);
		expect(clock.sleeping).toBe(1);
		expect(gateway().requests.at(-1)?.endedAt).toBeUndefined();
		clock.advance(1);
		expect((await answer)?.text).toBe(NO_EVENT);
	});

	it('returns an event that occurs during the wait without delay', async () => {
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
	])('is refused if %s during the wait', async (_case, end) => {
		const guid = await signedIn();
		const [answer] = await waiting(async () => await poll(guid));
		await end(guid);
		expect((await answer)?.retcode).toBe('100-006');
	});

	it('is refused if the agent is signed out for inactivity during the wait', async () => {
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

	it('is refused in push mode, and does not keep the session alive', async () => {
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
