/** The simulator's events: their fields, bursts, lost answers, and the state changes of other agents. */
import { Agent } from 'node:https';
import { ManualClock } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const START = Date.UTC(2026, 0, 5, 8);
const clock = new ManualClock(START);
const gateway = useGateway({
	clock,
	agents: [
		{ id: '31000', name: 'Ines Albrecht', inspector: true },
		{ id: '31001', name: 'Amara Okafor' },
		{ id: '31002', name: 'Ben Larsen', state: 'talking' },
		{ id: '31007', signedIn: false },
		{ id: '31900', signedIn: false, inspector: true },
		{ id: '41001', vdn: 2 },
	],
});

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

const guidOf = (id: string) => gateway().agent(id).guid;
const own = async (id: string, path: string, method = 'POST') =>
	await send(method, `/onlineagent/${id}/${path}`, { guid: guidOf(id) });
const inspect = async (path: string, method = 'POST', by = '31000') =>
	await send(method, `/qualitycontrol/${by}/${path}`, { guid: guidOf(by) });
const signIn = async (id: string, path = '') =>
	await send('PUT', `/onlineagent/${id}${path}`, {
		body: { password: `Pass-${id}`, phonenum: '6000' },
	});
const poll = async (id: string, connection?: Agent) =>
	await send('GET', `/agentevent/${id}`, { guid: guidOf(id), connection });

interface ReceivedEvent {
	eventType: string;
	workNo: string;
	content: Record<string, unknown> | null;
}

const receivedEvent = (text: string): ReceivedEvent | undefined =>
	(JSON.parse(text) as { event?: ReceivedEvent }).event;

/** Polls until the queue is empty. */
async function allEvents(
	id: string,
	connection?: Agent,
): Promise<Array<[type: string, content: ReceivedEvent['content']]>> {
	const received: Awaited<ReturnType<typeof allEvents>> = [];
	while (gateway().agent(id).events.length > 0) {
		const { eventType, workNo, content } = receivedEvent((await poll(id, connection)).text) ?? {};
		expect(workNo).toBe(id);
		received.push([eventType ?? 'none', content ?? null]);
	}
	return received;
}

/** Waits for the timers that the clock has fired. */
const wokenUp = async () => await new Promise((resolve) => setImmediate(resolve));

describe('events about the agent itself', () => {
	it('busy, with the reason, and its end', async () => {
		await own('31001', 'saybusy?reason=201');
		await own('31001', 'cancelbusy');
		await own('31001', 'saybusy');
		await own('31001', 'sayfree');
		await inspect('forcebusy/31001');
		expect(await allEvents('31001')).toEqual([
			['AgentState_SetNotReady_Success', { reason: '201' }],
			['AgentState_CancelNotReady_Success', null],
			['AgentState_SetNotReady_Success', { reason: '0' }],
			['AgentState_CancelNotReady_Success', null],
			['AgentState_SetNotReady_Success', { reason: '3' }],
		]);
	});

	it('a rest, with the reason, that its time is up, and its end', async () => {
		await own('31001', 'rest/60/12');
		clock.advance(60_000);
		await wokenUp();
		await own('31001', 'cancelrest');
		expect(await allEvents('31001')).toEqual([
			['AgentState_SetRest_Success', { reason: '12' }],
			['AgentState_Rest_Timeout', null],
			['AgentState_CancelRest_Success', null],
		]);
	});

	it('wrap-up after a call, and its end', async () => {
		gateway().endCall('31002', 'wrapUp');
		expect(gateway().agent('31002').state).toBe('wrapUp');
		gateway().endCall('31002');
		expect(gateway().agent('31002').state).toBe('idle');
		expect(await allEvents('31002')).toEqual([
			['AgentState_Work', null],
			['AgentState_CancelWork_Success', null],
		]);
	});

	it('idle after a call', async () => {
		gateway().endCall('31002');
		expect(await allEvents('31002')).toEqual([['AgentState_Ready', null]]);
	});

	it('wrap-up keeps what is booked', async () => {
		await own('31002', 'saybusy?reason=202');
		gateway().endCall('31002', 'wrapUp');
		expect(gateway().agent('31002')).toMatchObject({ state: 'wrapUp', preBusy: true });
		gateway().endCall('31002');
		expect(await allEvents('31002')).toEqual([
			['AgentState_Work', null],
			['AgentState_SetNotReady_Success', { reason: '202' }],
		]);
	});

	it('an inspection, and its end', async () => {
		await inspect('addinsert/31001', 'PUT');
		await inspect('31001', 'DELETE');
		expect(await allEvents('31001')).toEqual([
			['AgentOther_BeQcStart', { qcType: 9, qcAgentId: '31000' }],
			['AgentOther_BeQcStop', { qcType: 9, qcAgentId: '31000' }],
			['AgentState_Ready', null],
		]);
	});

	it('a sign-in', async () => {
		await signIn('31900');
		expect(await allEvents('31900')).toEqual([['AgentOther_InService', null]]);
	});
});

describe('signing out', () => {
	const ends = [
		['by the agent', async () => await own('31900', 'logout', 'DELETE')],
		['by an inspector', async () => await inspect('forcelogout/31900')],
	] as const;

	/** A poll that waits while the session ends. */
	async function lastPoll(end: () => Promise<unknown>) {
		await signIn('31900');
		await poll('31900');
		const answer = poll('31900');
		while (clock.sleeping === 0) await wokenUp();
		await end();
		return await answer;
	}

	it.each(ends)('%s reaches a waiting poll, with the switch', async (_by, end) => {
		gateway().switches.signOutDelivered = true;
		expect(receivedEvent((await lastPoll(end)).text)).toEqual({
			eventType: 'AgentOther_ShutdownService',
			workNo: '31900',
			content: { loginTime: String(clock.now()) },
		});
		expect((await poll('31900')).retcode).toBe('100-006');
	});

	it.each(ends)('%s refuses a waiting poll by default', async (_by, end) => {
		expect((await lastPoll(end)).retcode).toBe('100-006');
	});

	it.each([true, false])(
		'by a forced sign-in refuses a waiting poll (switch: %p)',
		async (signOutDelivered) => {
			gateway().switches.signOutDelivered = signOutDelivered;
			const { retcode } = await lastPoll(async () => await signIn('31900', '/forcelogin'));
			expect(retcode).toBe('000-003');
			// The event of the new session is still queued.
			expect(await allEvents('31900')).toEqual([['AgentOther_InService', null]]);
		},
	);
});

it('sends the time of an event, with the switch', async () => {
	gateway().switches.eventGenTime = true;
	await own('31001', 'saybusy');
	const since = clock.now();
	clock.advance(5000);
	expect((await poll('31001')).text).toBe(
		'{"message":"","retcode":"0","event":{"eventType":"AgentState_SetNotReady_Success",' +
			`"eventGenTime":${since},"workNo":"31001","content":{"reason":"0"}}}`,
	);
});

describe('any event', () => {
	it('can be queued, and ends a waiting poll', async () => {
		const answer = poll('31001');
		while (clock.sleeping === 0) await wokenUp();
		gateway().pushEvent('31001', 'AgentState_Force_Ready', { by: '31000' });
		expect(receivedEvent((await answer).text)).toEqual({
			eventType: 'AgentState_Force_Ready',
			workNo: '31001',
			content: { by: '31000' },
		});
		gateway().pushEvent('31001', 'AgentOther_All_Agent_Busy');
		expect(await allEvents('31001')).toEqual([['AgentOther_All_Agent_Busy', null]]);
	});

	it('is sent in order and alone, even among a thousand', async () => {
		const numbers = Array.from({ length: 1000 }, (_, number) => number);
		for (const number of numbers) gateway().pushEvent('31001', 'AgentOther_Note', { number });
		const connection = new Agent({ ca: gateway().ca, keepAlive: true });
		const received = await allEvents('31001', connection);
		connection.destroy();
		expect(received.map(([, content]) => content?.number)).toEqual(numbers);
		const polls = gateway().requests.filter(({ operation }) => operation === 'getAgentEvent');
		expect(polls).toHaveLength(1000);
		expect(polls.map(({ event }) => event?.content?.number)).toEqual(numbers);
	}, 120_000);

	it('is lost with its answer, and the record says so', async () => {
		gateway().pushEvent('31001', 'AgentOther_Note', { number: 1 });
		gateway().pushEvent('31001', 'AgentOther_Note', { number: 2 });
		gateway().faults.add({ kind: 'resetAfter', operation: 'getAgentEvent', times: 1 });
		await expect(poll('31001')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(receivedEvent((await poll('31001')).text)?.content).toEqual({ number: 2 });
		expect(gateway().requests).toMatchObject([
			{ event: { content: { number: 1 } }, fault: 'resetAfter' },
			{ event: { content: { number: 2 } }, status: 200 },
		]);
	});
});

describe('monitoring', () => {
	const begin = async (agents: string, by?: string) =>
		await inspect(`beginmonitor?agents=${agents}`, 'POST', by);
	const end = async (agents: string) => await inspect(`endmonitor?agents=${agents}`);
	/** An inspector's events about other agents: agent and state. */
	const received = (by = '31000') =>
		gateway()
			.agent(by)
			.events.filter(({ eventType }) => eventType === 'QC_AgentState_Notify')
			.map(({ content }) => [content?.monitoredagent, content?.subtype]);

	it('is answered like a forced state', async () => {
		expect((await begin('31001')).text).toBe('{"message":"","retcode":"0","result":{}}');
		expect((await end('31001')).text).toBe('{"message":"","retcode":"0","result":{}}');
	});

	it('brings the documented event', async () => {
		await begin('31007');
		await signIn('31007');
		expect((await poll('31000')).text).toBe(
			'{"message":"","retcode":"0","event":{"eventType":"QC_AgentState_Notify","workNo":"31000",' +
				'"content":{"subtype":"QC_AgentState_Login","monitoredagent":"31007","agentname":"31007",' +
				'"mediaserver":"CtiServer","jsonKey":["subtype","monitoredagent","agentname","mediaserver"]}}}',
		);
	});

	it('reports every state of every monitored agent only', async () => {
		await begin('31001;31002;31007');
		await own('31001', 'saybusy');
		await own('31001', 'rest/60/1');
		await own('31001', 'cancelrest');
		gateway().endCall('31002', 'wrapUp');
		await signIn('31007');
		await own('31007', 'logout', 'DELETE');
		await signIn('31900');
		expect(received()).toEqual([
			['31001', 'QC_AgentState_Busy'],
			['31001', 'QC_AgentState_Rest'],
			['31001', 'QC_AgentState_Idle'],
			['31002', 'QC_AgentState_Work'],
			['31007', 'QC_AgentState_Login'],
			['31007', 'QC_AgentState_Idle'],
			['31007', 'QC_AgentState_Logout'],
		]);
	});

	it('reports a forced sign-in as a sign-out and a sign-in', async () => {
		await signIn('31900');
		await begin('31900');
		await signIn('31900', '/forcelogin');
		expect(received().map(([, subtype]) => subtype)).toEqual([
			'QC_AgentState_Logout',
			'QC_AgentState_Login',
			'QC_AgentState_Idle',
		]);
	});

	it('reports only the documented states, with the switch', async () => {
		gateway().switches.monitorEvents = 'documented';
		await begin('31007');
		await signIn('31007');
		await own('31007', 'saybusy');
		await inspect('forcelogout/31007');
		expect(received().map(([, subtype]) => subtype)).toEqual([
			'QC_AgentState_Login',
			'QC_AgentState_Logout',
		]);
	});

	it('reports each change once per inspector, even after repeated requests', async () => {
		await signIn('31900');
		await begin('31001;31001');
		await begin('31001');
		await begin('31001', '31900');
		await own('31001', 'saybusy');
		expect([received(), received('31900')]).toEqual([
			[['31001', 'QC_AgentState_Busy']],
			[['31001', 'QC_AgentState_Busy']],
		]);
	});

	it('ends for the requested agents', async () => {
		await begin('31001;31002');
		await end('31001;31007');
		await own('31001', 'saybusy');
		gateway().endCall('31002');
		expect(received()).toEqual([['31002', 'QC_AgentState_Idle']]);
	});

	it('ends with the session', async () => {
		await signIn('31900');
		await begin('31001', '31900');
		await signIn('31900', '/forcelogin');
		await own('31001', 'saybusy');
		expect(received('31900')).toEqual([]);
		await begin('31001', '31900');
		await own('31001', 'sayfree');
		expect(received('31900')).toEqual([['31001', 'QC_AgentState_Idle']]);
	});

	it.each([
		['by an inspector without the right', '31001', '31002', '900-002'],
		['of an agent of another VDN', '31000', '31001;41001', '900-002'],
		['of oneself', '31000', '31001;31000', '000-005'],
		['of an unknown agent', '31000', '31001;31099', '900-004'],
		['by an inspector who is signed out', '31007', '31001', '100-006'],
		['of no list', '31000', '', '000-002'],
		['of a list with commas', '31000', '31001,31002', '000-002'],
		['of a list with a hole', '31000', '31001;;31002', '000-002'],
		['of a number that is no ID', '31000', '99', '000-002'],
		['of more than 500', '31000', Array(501).fill('31001').join(';'), '000-002'],
	])('%s is refused for all agents', async (_what, by, agents, retcode) => {
		expect((await begin(agents, by)).retcode).toBe(retcode);
		await own('31001', 'saybusy');
		expect(received()).toEqual([]);
	});

	it.each(['beginmonitor', 'endmonitor'])(
		'%s is unknown to the gateway with the switch',
		async (call) => {
			const ask = async () => await inspect(`${call}?agents=31001`);
			gateway().switches.monitorCalls = '000-002';
			expect((await ask()).retcode).toBe('000-002');
			gateway().switches.monitorCalls = '404';
			await expect(ask()).rejects.toThrow('404');
		},
	);
});
