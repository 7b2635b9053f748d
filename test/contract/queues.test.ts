/** The simulator's skill queues: waiting callers, statistics, and the queues of agents. */
import axios from 'axios';
import { ManualClock, servePage, type SkillQueue } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const clock = new ManualClock(Date.UTC(2026, 0, 5, 8));
const VOICE: SkillQueue = { id: 6, name: 'voice', mediaType: 5 };
const CHAT: SkillQueue = { id: 3, name: 'webchat', mediaType: 1 };
const OTHER: SkillQueue = { id: 6, name: 'voice of another VDN', mediaType: 5 };

const gateway = useGateway({
	clock,
	switches: { queryLimit: 0 },
	agents: [
		{ id: '31000', inspector: true },
		{ id: '31001', queues: [VOICE, CHAT] },
		{ id: '31002', queues: [VOICE], state: 'busy' },
		{ id: '31003', queues: [VOICE], takesCalls: false },
		{ id: '31004', queues: [CHAT], signedIn: false, password: 'Pass-31004' },
		{ id: '41001', vdn: 2, queues: [OTHER] },
	],
});
const voice = { vdn: 1, id: 6 };

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

const call = async (method: string, uri: string, body?: unknown, by = '31000') => {
	const { guid } = gateway().agent(by);
	const { text } = await send(method, uri.replace('BY', by), { guid, body });
	return JSON.parse(text) as { message: string; retcode: string; result: unknown };
};
const numbersOf = async (skills: unknown, by?: string) =>
	await call('POST', '/queuedevice/BY/queryacdstat', { skills }, by);
const adjust = async (workNo: string, skills: unknown, by?: string) =>
	(await call('POST', '/qualitycontrol/BY/adjustskill', { workNo, skills }, by)).retcode;
const queuesOf = (id: string) =>
	gateway()
		.agent(id)
		.activeQueues.map((queue) => queue.id);

it('answers the statistics of queues with the documented fields', async () => {
	gateway().callerArrives(voice);
	clock.advance(47_900);
	gateway().callerArrives(voice);
	expect(await numbersOf([6])).toEqual({
		message: '',
		retcode: '0',
		result: [
			{
				pilotNbr: '',
				deviceNo: 6,
				queueSize: 2,
				queueTime: 47,
				loadFactor: 0,
				estWaitTime: 0,
				loggedOnAgents: 3,
				availAgents: 1,
				transferFlg: 0,
				transferDeviceType: 0,
				transferDeviceNo: 0,
				skillDescrip: 'voice',
			},
		],
	});
});

it('leaves out queues of other VDNs and unknown ones, and answers each once', async () => {
	const ids = async (skills: unknown, by?: string) =>
		((await numbersOf(skills, by)).result as Array<{ deviceNo: number }>).map(
			({ deviceNo }) => deviceNo,
		);
	expect(await ids([3, 99, 6, 3])).toEqual([3, 6]);
	expect(await ids(['6'])).toEqual([6]);
	gateway().callerArrives(voice);
	const [other] = (await numbersOf([6], '41001')).result as Array<{ queueSize: number }>;
	expect(other).toMatchObject({ queueSize: 0, skillDescrip: 'voice of another VDN' });
});

it.each([[[]], [Array.from({ length: 101 }, (_, index) => index + 1)], [[0]], [['x']], ['6']])(
	'refuses the queues %j',
	async (skills) => {
		expect((await numbersOf(skills)).retcode).toBe('000-006');
	},
);

it('counts waiting callers until they are connected or leave', async () => {
	const waiting = async (uri: string, by?: string) =>
		(await call('GET', uri, undefined, by)).result;
	gateway().callerArrives(voice);
	gateway().callerArrives(voice);
	gateway().callerArrives({ vdn: 1, id: 3 });
	expect(await waiting('/queuedevice/BY/waitnum?time=1767600000000', '31001')).toBe(3);
	expect(await waiting('/queuedevice/BY/waitnum')).toBe(0);
	expect(await waiting('/queuedevice/BY/skillwaitnum/6')).toBe(2);
	expect(await waiting('/queuedevice/BY/skillwaitnum/99')).toBe(0);
	expect(gateway().serveCaller(voice)).toBe(true);
	expect(gateway().agent('31001').state).toBe('talking');
	expect(gateway().serveCaller(voice)).toBe(false);
	expect(gateway().callerLeaves(voice)).toBe(true);
	expect(gateway().callerLeaves(voice)).toBe(false);
	expect(await waiting('/queuedevice/BY/skillwaitnum/6')).toBe(0);
});

it('answers the queues configured for an agent, signed in or not', async () => {
	const uri = '/onlineagent/BY/agentskillsbyworkno';
	expect(await call('GET', `${uri}/31004`)).toEqual({
		message: '',
		retcode: '0',
		result: [{ name: 'webchat', id: 3, mediatype: 1 }],
	});
	expect((await call('GET', `${uri}/41001`)).retcode).toBe('100-019');
});

it('lets an inspector set the queues of another agent, until that agent signs in again', async () => {
	expect(await adjust('31002', [3, '6', 3])).toBe('0');
	expect(queuesOf('31002')).toEqual([3, 6]);
	expect(await adjust('31002', [])).toBe('0');
	expect(queuesOf('31002')).toEqual([]);
	const inQueue = await call('GET', '/agentgroup/BY/agentbyskill/6');
	expect(inQueue.result).not.toContainEqual(expect.objectContaining({ workno: '31002' }));
	expect(await call('GET', '/agentgroup/BY/agentbyworkno/31002')).toMatchObject({
		result: { skilllist: [] },
	});
	await send('PUT', '/onlineagent/31002/forcelogin', {
		body: { password: 'Pass-31002', phonenum: '6002' },
	});
	expect(queuesOf('31002')).toEqual([6]);
});

it.each([
	['by an agent without the right', '31001', '31002', [6], '900-002'],
	['of an agent of another VDN', '31000', '41001', [6], '900-002'],
	['of the inspector itself', '31000', '31000', [6], '000-005'],
	['of an agent who is signed out', '31000', '31004', [6], '900-004'],
	['with a queue that does not exist', '31000', '31002', [6, 99], '100-001'],
	['with more than 1000 queues', '31000', '31002', Array<number>(1001).fill(6), '100-001'],
	['of an ID out of range', '31000', '7', [6], '100-001'],
])('refuses a change %s and changes nothing', async (_, by, workNo, skills, retcode) => {
	const before = gateway()
		.agents()
		.map(({ id }) => queuesOf(id));
	expect(await adjust(workNo, skills, by)).toBe(retcode);
	expect(
		gateway()
			.agents()
			.map(({ id }) => queuesOf(id)),
	).toEqual(before);
});

it('signs an agent in to the configured queues, to some of them, or to none', async () => {
	const reset = async (rest: string) =>
		(await call('POST', `/onlineagent/BY/resetskill/${rest}`, undefined, '31001')).retcode;
	expect(await reset('false?skillid=3;99')).toBe('0');
	expect(queuesOf('31001')).toEqual([3]);
	expect(await reset('false')).toBe('0');
	expect(queuesOf('31001')).toEqual([]);
	expect(await reset('true?phonelinkage=1')).toBe('0');
	expect(queuesOf('31001')).toEqual([6, 3]);
	expect(await reset('false?skillid=three')).toBe('000-002');
});

it('starts over without callers and with the configured queues', async () => {
	gateway().callerArrives(voice);
	await adjust('31002', []);
	gateway().reset();
	expect(gateway().queues()[1]).toMatchObject({ id: 6, waiting: 0, longestWait: 0, signedIn: 3 });
});

describe('on the page', () => {
	it('shows each queue, with what callers can do', async () => {
		const page = await servePage(gateway());
		const api = axios.create({ baseURL: `${page.url}/api`, validateStatus: () => true });
		const queue = async () =>
			(await api.get<{ queues: Array<Record<string, unknown>> }>('/state')).data.queues[1];
		const post = async (path: string) => (await api.post(path)).status;
		try {
			expect(await queue()).toEqual({
				vdn: 1,
				id: 6,
				name: 'voice',
				numbers: '0 callers wait; 3 agents signed in, 1 available',
				actions: [{ path: 'arrive', label: 'A caller arrives' }],
			});
			expect(await post('/queues/1/6/arrive')).toBe(204);
			clock.advance(5000);
			expect(await queue()).toMatchObject({
				numbers: '1 caller waits, the first for 5 s; 3 agents signed in, 1 available',
				actions: [{ path: 'arrive' }, { path: 'serve' }, { path: 'leave' }],
			});
			expect(await post('/queues/1/6/serve')).toBe(204);
			expect(gateway().agent('31001').state).toBe('talking');
			await post('/queues/1/6/arrive');
			expect(await queue()).toMatchObject({ actions: [{ path: 'arrive' }, { path: 'leave' }] });
			await post('/queues/1/6/leave');
			expect(gateway().queues()[1]?.waiting).toBe(0);
			expect(await post('/queues/1/99/arrive')).toBe(400);
			const script = await axios.get(`${page.url}/queues.js`);
			expect(script.headers['content-type']).toContain('text/javascript');
		} finally {
			await page.close();
		}
	});
});
