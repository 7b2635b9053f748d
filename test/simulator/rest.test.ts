/** Agents of the simulator who set themselves at rest, busy or idle: states, events, refusals. */
import { ManualClock } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const START = Date.UTC(2026, 0, 5, 8);
const clock = new ManualClock(START);
const gateway = useGateway({
	clock,
	agents: [
		{ id: '31001' },
		{ id: '31002', state: 'busy' },
		{ id: '31003', state: 'talking' },
		{ id: '31004', state: 'wrapUp' },
		{ id: '31005', state: 'rest' },
		{ id: '31007', signedIn: false },
		{ id: '31900', signedIn: false },
	],
});

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

/** Calls an operation with the agent's own Guid. */
const call = async (id: string, path: string, method = 'POST') =>
	await send(method, `/onlineagent/${id}/${path}`, { guid: gateway().agent(id).guid });
const codeOf = async (id: string, path: string) => (await call(id, path)).retcode;
const events = (id: string) => gateway().agent(id).events;
const eventTypes = (id: string) => events(id).map(({ eventType }) => eventType);
const statusOf = async (id: string) =>
	(JSON.parse((await call(id, 'agentstatus', 'GET')).text) as { result: object }).result;

/** Waits for the timers that the clock has fired. */
const wokenUp = async () => await new Promise((resolve) => setImmediate(resolve));

describe('a rest', () => {
	it('gets the documented answer, and begins', async () => {
		const { text } = await call('31001', 'rest/900/12');
		expect(text).toBe('{"result":{},"message":"success","retcode":"0"}');
		expect(gateway().agent('31001')).toMatchObject({
			state: 'rest',
			restCause: 12,
			restSeconds: 900,
			restEndsAt: clock.now() + 900_000,
			preRest: false,
		});
		expect(events('31001')).toMatchObject([
			{ eventType: 'AgentState_SetRest_Success', workNo: '31001', content: { reason: '12' } },
		]);
		expect(await statusOf('31001')).toEqual({ agentState: 8, isWorking: false });
	});

	it.each(['31001', '31002'])(
		'of agent %s sends a reminder when its time is up, and continues',
		async (id) => {
			await call(id, 'rest/60/0');
			clock.advance(59_999);
			await wokenUp();
			expect(eventTypes(id)).toEqual(['AgentState_SetRest_Success']);
			clock.advance(1);
			await wokenUp();
			expect(eventTypes(id)).toEqual(['AgentState_SetRest_Success', 'AgentState_Rest_Timeout']);
			expect(gateway().agent(id).state).toBe('rest');
			expect(clock.sleeping).toBe(0);
		},
	);

	it('ends a waiting poll with its reminder', async () => {
		await call('31001', 'rest/5/0');
		const { guid } = gateway().agent('31001');
		const poll = async () => (await send('GET', '/agentevent/31001', { guid })).text;
		expect(await poll()).toContain('"AgentState_SetRest_Success"');
		const waiting = poll();
		while (clock.sleeping < 2) await wokenUp();
		clock.advance(5000);
		expect(await waiting).toContain('"AgentState_Rest_Timeout"');
	});

	it.each(['cancelrest', 'sayfree'])('is ended by %s, without a reminder', async (end) => {
		await call('31001', 'rest/60/0');
		expect(await codeOf('31001', end)).toBe('0');
		expect(gateway().agent('31001')).toMatchObject({ state: 'idle', restEndsAt: undefined });
		expect(clock.sleeping).toBe(0);
		expect(eventTypes('31001')).toEqual([
			'AgentState_SetRest_Success',
			'AgentState_CancelRest_Success',
		]);
	});

	it('is ended by busy, a sign-out and a reset, without a reminder', async () => {
		await call('31001', 'rest/60/0');
		await call('31001', 'saybusy');
		expect(clock.sleeping).toBe(0);
		await call('31001', 'rest/60/0');
		await call('31001', 'logout', 'DELETE');
		expect(clock.sleeping).toBe(0);
		await call('31002', 'rest/60/0');
		expect(clock.sleeping).toBe(1);
		gateway().reset();
		expect(clock.sleeping).toBe(0);
		expect(gateway().agent('31002')).toMatchObject({ state: 'busy', restCause: 0 });
	});

	it('sends no reminder to an agent whose session has timed out', async () => {
		const body = { password: 'Pass-31900', phonenum: '6000' };
		const { guid } = await send('PUT', '/onlineagent/31900', { body });
		await send('POST', '/onlineagent/31900/rest/300/1', { guid });
		clock.advance(300_000);
		await wokenUp();
		expect(gateway().agent('31900').signedIn).toBe(false);
		expect(eventTypes('31900')).toEqual(['AgentOther_InService', 'AgentState_SetRest_Success']);
	});

	it('is set again only with prolong', async () => {
		await call('31001', 'rest/60/1');
		for (const prolong of ['', '?prolong=false']) {
			expect([prolong, await codeOf('31001', `rest/90/2${prolong}`)]).toEqual([prolong, '100-009']);
		}
		expect(gateway().agent('31001')).toMatchObject({ restCause: 1, restSeconds: 60 });
		expect(await codeOf('31001', 'rest/90/2?prolong=true')).toBe('0');
		expect(gateway().agent('31001')).toMatchObject({ restCause: 2, restSeconds: 90 });
		clock.advance(60_000);
		await wokenUp();
		expect(eventTypes('31001')).not.toContain('AgentState_Rest_Timeout');
		clock.advance(30_000);
		await wokenUp();
		expect(eventTypes('31001')).toContain('AgentState_Rest_Timeout');
	});

	it.each(['31003', '31004'])('of agent %s, in a call or wrap-up, is only booked', async (id) => {
		const busyWith = gateway().agent(id).state;
		expect(await codeOf(id, 'rest/60/7')).toBe('0');
		expect(gateway().agent(id)).toMatchObject({ state: busyWith, preRest: true });
		expect(await statusOf(id)).toEqual({ agentState: 9, isWorking: busyWith === 'talking' });
		expect(events(id)).toEqual([]);
		clock.advance(10_000);
		gateway().endCall(id);
		expect(gateway().agent(id)).toMatchObject({
			state: 'rest',
			preRest: false,
			restEndsAt: clock.now() + 60_000,
		});
		expect(eventTypes(id)).toEqual(['AgentState_SetRest_Success']);
	});

	it('and busy: the last booking counts', async () => {
		await call('31003', 'rest/60/7');
		await call('31003', 'saybusy?reason=201');
		expect(gateway().agent('31003')).toMatchObject({ preRest: false, preBusy: true });
		await call('31003', 'rest/60/7');
		expect(gateway().agent('31003')).toMatchObject({ preRest: true, preBusy: false });
		gateway().endCall('31003');
		expect(gateway().agent('31003').state).toBe('rest');
	});

	it('begins later with the switch, unless it is cancelled', async () => {
		gateway().switches.restDelay = 3000;
		await call('31001', 'rest/60/7');
		await call('31002', 'rest/60/7');
		expect(await statusOf('31001')).toEqual({ agentState: 9, isWorking: false });
		await call('31002', 'sayfree');
		clock.advance(3000);
		await wokenUp();
		expect(await statusOf('31001')).toEqual({ agentState: 8, isWorking: false });
		expect(gateway().agent('31002')).toMatchObject({ state: 'idle', preRest: false });
		expect(eventTypes('31002')).toEqual(['AgentState_CancelNotReady_Success']);
	});

	it.each(['rest/0/0', 'rest/86400/0', 'rest/60/256', 'rest/060/1', 'rest/1.5/1', 'rest/60/-1'])(
		'at %s is no known path',
		async (path) => {
			await expect(
				send('POST', `/onlineagent/31001/${path}`, { guid: gateway().agent('31001').guid }),
			).rejects.toThrow('404');
			expect(gateway().agent('31001').state).toBe('idle');
		},
	);

	it.each(['rest/1/0', 'rest/86399/255', 'rest/86300/99'])('at %s is in range', async (path) => {
		expect(await codeOf('31001', path)).toBe('0');
	});

	it('is refused for a wrong switch or a signed-out agent', async () => {
		expect(await codeOf('31001', 'rest/60/1?prolong=yes')).toBe('000-002');
		expect(await codeOf('31001', 'rest/60/1?why=lunch')).toBe('000-002');
		expect(await codeOf('31007', 'rest/60/1')).toBe('100-006');
	});
});

describe('the end of a state', () => {
	it.each([
		['cancelrest', '31005', 'AgentState_CancelRest_Success'],
		['cancelbusy', '31002', 'AgentState_CancelNotReady_Success'],
	])('%s makes the agent idle and sends the event', async (path, id, event) => {
		const { text } = await call(id, path);
		expect(text).toBe('{"result":{},"message":"success","retcode":"0"}');
		expect(gateway().agent(id).state).toBe('idle');
		expect(eventTypes(id)).toEqual([event]);
	});

	it.each([
		['cancelrest', ['31001', '31002', '31003', '31004']],
		['cancelbusy', ['31001', '31003', '31004', '31005']],
	])('%s is refused in any other state', async (path, ids) => {
		for (const id of ids) expect([id, await codeOf(id, path)]).toEqual([id, '100-009']);
		expect(await codeOf('31007', path)).toBe('100-006');
	});

	it('is refused for a rest that is only booked', async () => {
		await call('31003', 'rest/60/1');
		expect(await codeOf('31003', 'cancelrest')).toBe('100-009');
	});
});

describe('the custom status', () => {
	const given = async () => (await call('31001', 'querycustomstate', 'GET')).text;

	it('is answered as text, as documented', async () => {
		expect(await given()).toBe(
			'{"result":{"agentcustomstate":"65535"},"message":"success","retcode":"0"}',
		);
		await call('31001', 'setcustomstate?customstate=0');
		expect(await given()).toContain('{"agentcustomstate":"0"}');
	});

	it('can be cleared while one is set', async () => {
		expect(await codeOf('31001', 'cancelsetcustomstate')).toBe('100-009');
		await call('31001', 'setcustomstate?customstate=101');
		const { text } = await call('31001', 'cancelsetcustomstate');
		expect(text).toBe('{"message":"success","retcode":"0","result":{}}');
		expect(await given()).toContain('"65535"');
		expect(events('31001')).toEqual([]);
	});

	it('is not shown to other agents', async () => {
		expect((await call('31007', 'querycustomstate', 'GET')).retcode).toBe('100-006');
		expect(await codeOf('31007', 'cancelsetcustomstate')).toBe('100-006');
		const { guid } = gateway().agent('31002');
		const answer = await send('GET', '/onlineagent/31001/querycustomstate', { guid });
		expect(answer.retcode).toBe('000-003');
	});
});

describe('the state as a number of CC-Gateway', () => {
	it.each([
		['31001', 4, false],
		['31002', 3, false],
		['31003', 7, true],
		['31004', 5, false],
		['31005', 8, false],
	])('of agent %s is %i', async (id, agentState, isWorking) => {
		const { text } = await call(id, 'agentstatus', 'GET');
		expect(JSON.parse(text)).toEqual({
			message: '',
			retcode: '0',
			result: { agentState, isWorking },
		});
	});
});
