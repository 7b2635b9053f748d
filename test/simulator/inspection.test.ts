/** Forced state changes of the simulator's agents, and the end of barging in. */
import { ManualClock, type AgentSetup } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const clock = new ManualClock(Date.UTC(2026, 0, 5, 8));
const AGENTS: AgentSetup[] = [
	{ id: '31000', inspector: true },
	{ id: '31001' },
	{ id: '31002', state: 'busy' },
	{ id: '31003', state: 'talking' },
	{ id: '31004', state: 'wrapUp' },
	{ id: '31005', state: 'rest' },
	{ id: '31007', signedIn: false },
	{ id: '41001', vdn: 2 },
];
const gateway = useGateway({ clock, agents: AGENTS });

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

/** Calls an operation of quality control with an inspector's own Guid. */
const inspect = async (path: string, method = 'POST', by = '31000') =>
	await send(method, `/qualitycontrol/${by}/${path}`, { guid: gateway().agent(by).guid });
const codeOf = async (path: string, method = 'POST', by = '31000') =>
	(await inspect(path, method, by)).retcode;
const agent = (id: string) => gateway().agent(id);
const events = (id: string) =>
	agent(id).events.map(({ eventType, content }) => [eventType, content]);
const stateOf = (id: string) => (agent(id).signedIn ? agent(id).state : 'signed out');

const BUSY = ['AgentState_SetNotReady_Success', { reason: '3' }];
const REST = ['AgentState_SetRest_Success', { reason: '12' }];
const NO_BUSY = ['AgentState_CancelNotReady_Success', null];
const NO_REST = ['AgentState_CancelRest_Success', null];
const NO_WORK = ['AgentState_CancelWork_Success', null];
const OUT = ['AgentOther_ShutdownService', { loginTime: String(clock.now()) }];

const forces = ['forcebusy/N', 'forceidle/N', 'forcerest/N/600/12', 'forcelogout/N'];
const on = (path: string, id: string) => path.replace('N', id);

describe.each(forces)('%s', (path) => {
	it('gets the documented answer', async () => {
		const { text } = await inspect(on(path, '31001'));
		expect(text).toBe('{"message":"","retcode":"0","result":{}}');
	});

	it.each([
		['by somebody without the right', '31001', '31002', '900-002'],
		['on somebody of another VDN', '31000', '41001', '900-002'],
		['on oneself', '31000', '31000', '000-005'],
		['on nobody', '31000', '31099', '900-004'],
		['on somebody who is signed out', '31000', '31007', '900-004'],
		['by somebody who is signed out', '31007', '31001', '100-006'],
	])('%s is refused', async (_what, by, target, retcode) => {
		const before = gateway()
			.agents()
			.map(({ id }) => stateOf(id));
		expect(await codeOf(on(path, target), 'POST', by)).toBe(retcode);
		expect(
			gateway()
				.agents()
				.map(({ id }) => stateOf(id)),
		).toEqual(before);
		expect(
			gateway()
				.agents()
				.flatMap(({ events }) => events),
		).toEqual([]);
	});

	it('needs the inspector’s own Guid, and no body', async () => {
		const uri = `/qualitycontrol/31000/${on(path, '31001')}`;
		expect((await send('POST', uri, { guid: agent('31001').guid })).retcode).toBe('000-003');
		const { guid } = agent('31000');
		expect((await send('POST', uri, { guid, body: { reason: 201 } })).retcode).toBe('000-006');
		await expect(send('PUT', uri, { guid })).rejects.toThrow('405');
		expect(stateOf('31001')).toBe('idle');
	});
});

it.each([
	['forcebusy/N', '31001', 'busy', [BUSY]],
	['forcebusy/N', '31002', 'busy', []],
	['forcebusy/N', '31003', 'talking', []],
	['forcebusy/N', '31004', 'wrapUp', []],
	['forcebusy/N', '31005', 'busy', [BUSY]],
	['forceidle/N', '31001', 'idle', []],
	['forceidle/N', '31002', 'idle', [NO_BUSY]],
	['forceidle/N', '31004', 'idle', [NO_WORK]],
	['forceidle/N', '31005', 'idle', [NO_REST]],
	['forcerest/N/600/12', '31001', 'rest', [REST]],
	['forcerest/N/600/12', '31002', 'rest', [REST]],
	['forcerest/N/600/12', '31003', 'talking', []],
	['forcerest/N/600/12', '31004', 'wrapUp', []],
	['forcerest/N/600/12', '31005', 'rest', [REST]],
	['forcelogout/N', '31001', 'signed out', [OUT]],
	['forcelogout/N', '31003', 'signed out', [OUT]],
])('%s on agent %s: then %s', async (path, id, state, received) => {
	expect(await codeOf(on(path, id))).toBe('0');
	expect([stateOf(id), events(id)]).toEqual([state, received]);
	expect(agent('31000').events).toEqual([]);
});

it('refuses to force an agent in a call idle', async () => {
	expect(await codeOf('forceidle/31003')).toBe('900-005');
	expect(stateOf('31003')).toBe('talking');
});

it.each([
	['forcebusy/31003', 'busy', [BUSY], { busyReason: 3 }],
	['forcerest/31003/600/12', 'rest', [REST], { restCause: 12, restSeconds: 600 }],
])(
	'%s: a state booked in a call begins when the call ends',
	async (path, state, received, fields) => {
		await inspect(path);
		gateway().endCall('31003');
		expect([stateOf('31003'), events('31003')]).toEqual([state, received]);
		expect(agent('31003')).toMatchObject({ ...fields, preBusy: false, preRest: false });
	},
);

it.each(['0/12', '86400/12', '600/0', '600/256', '600/x', '06/12'])(
	'forcerest at %s is refused',
	async (plan) => {
		expect(await codeOf(`forcerest/31001/${plan}`)).toBe('000-002');
		expect(stateOf('31001')).toBe('idle');
	},
);

it('refuses a session that an inspector ended with a code of its own', async () => {
	const body = { password: 'Pass-31007', phonenum: '6007' };
	const { guid } = await send('PUT', '/onlineagent/31007', { body });
	expect(await codeOf('forcelogout/31007')).toBe('0');
	expect(gateway().sessions).toMatchObject([{ agentId: '31007', end: 'inspector' }]);
	expect((await send('GET', '/agentevent/31007', { guid })).retcode).toBe('100-006');
});

describe('the end of barging in', () => {
	const insert = async (id: string) => await inspect(`addinsert/${id}`, 'PUT');
	const stop = async (id: string, by?: string) => await codeOf(id, 'DELETE', by);

	it.each([
		['31001', 'idle'],
		['31002', 'busy'],
		['31003', 'talking'],
		['31004', 'wrapUp'],
		['31005', 'idle'],
	])('frees the inspector, and leaves agent %s %s', async (id, state) => {
		await insert(id);
		expect([stateOf('31000'), stateOf(id)]).toEqual(['talking', 'talking']);
		const { text } = await inspect(id, 'DELETE');
		expect(text).toBe('{"message":"","retcode":"0","result":{}}');
		expect([stateOf('31000'), stateOf(id)]).toEqual(['idle', state]);
		expect(agent('31000').insertedInto).toBeUndefined();
		expect(events('31000').slice(-2)).toEqual([
			['AgentOther_PhoneRelease', null],
			['AgentState_Ready', null],
		]);
		expect(events(id)).toContainEqual(['AgentOther_BeQcStop', { qcType: 9, qcAgentId: '31000' }]);
		expect(await stop(id)).toBe('900-005');
	});

	it('begins the state booked during the call', async () => {
		await insert('31001');
		await inspect('forcebusy/31001');
		await stop('31001');
		expect([stateOf('31001'), events('31001').at(-1)]).toEqual(['busy', BUSY]);
	});

	it('is refused if there is nothing to end', async () => {
		expect(await stop('31001')).toBe('900-005');
		expect(await stop('31099')).toBe('900-005');
		expect(await stop('31000', '31001')).toBe('900-002');
		await insert('31003');
		expect(await stop('31001')).toBe('900-005');
		expect(stateOf('31000')).toBe('talking');
	});

	it('is accepted after the other agent has signed out', async () => {
		await insert('31001');
		gateway().signOut('31001');
		expect(await stop('31001')).toBe('0');
		expect(stateOf('31000')).toBe('idle');
	});
});
