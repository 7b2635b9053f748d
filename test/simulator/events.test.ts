/** The simulator's events: their fields, bursts, lost answers. */
import { Agent } from 'node:https';
import {
	clock,
	gateway,
	own,
	inspect,
	signIn,
	poll,
	receivedEvent,
	allEvents,
	wokenUp,
} from './eventHarness';

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
