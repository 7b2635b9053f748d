/** Look-ups of the simulator's agents and skill queues, and the limit of queries. */
import { ManualClock, type SkillQueue } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';

const START = Date.UTC(2026, 0, 5, 8);
const clock = new ManualClock(START);

const VOICE: SkillQueue = { id: 6, name: 'voice', mediaType: 5 };
const CHAT: SkillQueue = { id: 3, name: 'webchat', mediaType: 1 };
const EMPTY: SkillQueue = { id: 9, name: 'callback', mediaType: 4 };
const CROWDED: SkillQueue = { id: 500, name: 'crowd', mediaType: 53 };

const crowd = Array.from({ length: 510 }, (_, index) => ({
	id: String(50_509 - index),
	queues: [CROWDED],
}));
const gateway = useGateway({
	clock,
	agents: [
		{ id: '31000' },
		{ id: '31002', name: 'Ben Larsen', queues: [VOICE, CHAT], state: 'busy' },
		{ id: '31001', name: 'Amara Okafor', queues: [VOICE] },
		{ id: '31003', queues: [VOICE], takesCalls: false },
		{ id: '31004', queues: [VOICE], state: 'talking' },
		{ id: '31005', queues: [VOICE], state: 'rest' },
		{ id: '31006', queues: [CHAT], state: 'wrapUp' },
		{ id: '31007', queues: [VOICE, EMPTY], signedIn: false },
		{ id: '41001', vdn: 2, queues: [VOICE] },
		{ id: '51001', vdn: 3 },
		...crowd,
	],
});

let send: SendRaw;
beforeAll(async () => {
	send = await openRawSender(gateway);
});

const ask = async (uri: string, { by = '31000', body }: { by?: string; body?: unknown } = {}) => {
	const { text } = await send('GET', uri.replace('BY', by), {
		guid: gateway().agent(by).guid,
		body,
	});
	return JSON.parse(text) as { message: string; retcode: string; result: unknown };
};
const aboutAgent = async (id: string, by?: string) =>
	await ask(`/agentgroup/BY/agentbyworkno/${id}`, { by });
const inQueue = async (id: number | string, body?: unknown) =>
	await ask(`/agentgroup/BY/agentbyskill/${id}`, { body });
const idsIn = async (id: number | string, body?: unknown) =>
	((await inQueue(id, body)).result as Array<{ workno: string }>).map(({ workno }) => workno);

describe('an agent', () => {
	it('is answered like the documented sample, in order and types', async () => {
		clock.advance(1_210_900);
		const { text } = await send('GET', '/agentgroup/31000/agentbyworkno/31001', {
			guid: gateway().agent('31000').guid,
		});
		const loginDate = clock.now() - 1_210_900;
		expect(text).toBe(
			'{"message":"","retcode":"0","result":{"workno":"31001","name":"Amara Okafor",' +
				'"status":"4","ctiStatus":"1","groupid":1,"groupname":null,' +
				'"skilllist":[{"name":"voice","id":6,"mediatype":5}],"mediatype":"TTF","vdnid":1,' +
				`"phonenumber":"831001","currentstatetime":1210,"logindate":${loginDate},` +
				'"callids":[],"inMultimediaConf":0,"currentStateReason":0}}',
		);
	});

	it.each([
		['31000', '4', '1'],
		['31002', '3', '7'],
		['31004', '7', '5'],
		['31005', '8', '8'],
		['31006', '5', '6'],
		['31007', '2', '0'],
	])('%s has the state %s, and the CTI state %s', async (id, status, ctiStatus) => {
		expect((await aboutAgent(id)).result).toMatchObject({ workno: id, status, ctiStatus });
	});

	it('has the duration of its state, and the reason of a rest', async () => {
		clock.advance(60_000);
		await send('POST', '/onlineagent/31001/rest/600/12', { guid: gateway().agent('31001').guid });
		clock.advance(9_500);
		expect((await aboutAgent('31001')).result).toMatchObject({
			status: '8',
			currentstatetime: 9,
			currentStateReason: 12,
			logindate: clock.now() - 69_500,
		});
	});

	it('who is signed out is in no queue, and signs in in the year 2106', async () => {
		clock.advance(30_000);
		expect((await aboutAgent('31007')).result).toMatchObject({
			status: '2',
			skilllist: [],
			mediatype: 'FFF',
			phonenumber: null,
			currentstatetime: 30,
			logindate: 4_294_967_295_000,
		});
	});

	it('who has just signed in has the phone number and the time of the sign-in', async () => {
		const body = { password: 'Pass-31007', phonenum: '70942', status: 3 };
		await send('PUT', '/onlineagent/31007', { body });
		expect((await aboutAgent('31007')).result).toMatchObject({
			status: '3',
			phonenumber: '70942',
			currentstatetime: 0,
			logindate: clock.now(),
			skilllist: [{ id: 6 }, { id: 9 }],
		});
	});

	it('who does not exist, or belongs to another VDN, is not found', async () => {
		for (const id of ['31099', '41001']) {
			const answer = await aboutAgent(id);
			expect([id, answer.retcode, answer.result]).toEqual([id, '300-002', {}]);
		}
		await expect(aboutAgent('99')).rejects.toThrow('404');
		expect((await aboutAgent('31001', '31007')).retcode).toBe('100-006');
	});
});

describe('a skill queue', () => {
	it('has its signed-in agents of the VDN, except those without calls', async () => {
		expect(await idsIn(6)).toEqual(['31001', '31002', '31004', '31005']);
		expect(await idsIn(3)).toEqual(['31002', '31006']);
		const answer = await ask('/agentgroup/BY/agentbyskill/6', { by: '41001' });
		expect(answer.result).toMatchObject([{ workno: '41001', vdnid: 2 }]);
	});

	it('answers agents without their queues, like the sample', async () => {
		const { message, result } = await inQueue(3);
		expect(message).toBe('');
		expect(result).toMatchObject([
			{ name: 'Ben Larsen', status: '3', ctiStatus: '7', skilllist: [] },
			{ name: '31006', status: '5', ctiStatus: '6', skilllist: [] },
		]);
	});

	it('that is empty, or does not exist, has no agents', async () => {
		expect(await idsIn(9)).toEqual([]);
		expect(await idsIn(77)).toEqual([]);
	});

	it('has 500 agents at most, by their ids', async () => {
		const ids = await idsIn(500);
		expect(ids).toHaveLength(500);
		expect([ids[0], ids.at(-1)]).toEqual(['50000', '50499']);
	});

	it('accepts a number and states, both or neither', async () => {
		expect(await idsIn(6, { agentLimit: 1, agentStatus: [4, 7] })).toEqual(['31001']);
		expect(await idsIn(6, { agentLimit: 500, agentStatus: [3, 7] })).toEqual(['31002', '31004']);
		expect(await idsIn(6, { agentLimit: 1 })).toHaveLength(4);
		expect(await idsIn(6, { agentStatus: [8] })).toHaveLength(4);
	});

	it('refuses other bodies', async () => {
		for (const body of [
			{ agentLimit: 0, agentStatus: [4] },
			{ agentLimit: 501, agentStatus: [4] },
			{ agentLimit: '5', agentStatus: [4] },
			{ agentLimit: 5, agentStatus: 4 },
			{ agentLimit: 5, agentStatus: [10] },
			{ limit: 5 },
		]) {
			clock.advance(2000);
			expect([body, (await inQueue(6, body)).retcode]).toEqual([body, '000-006']);
		}
	});

	it.each(['0', '-1', '06', 'voice', '6%2F..'])('with %s is no known path', async (id) => {
		await expect(inQueue(id)).rejects.toThrow('404');
	});

	it('is on the list of its VDN, with name and media type', async () => {
		const { message, result } = await ask('/queuedevice/BY/agentvdnskill');
		expect(message).toBe('');
		const real = { serviceType: 1, realFlag: 1 };
		expect(result).toEqual([
			{ name: 'webchat', id: 3, mediatype: 1, ...real },
			{ name: 'voice', id: 6, mediatype: 5, ...real },
			{ name: 'callback', id: 9, mediatype: 4, ...real },
			{ name: 'crowd', id: 500, mediatype: 53, ...real },
		]);
	});

	it('is missing in a VDN that has none', async () => {
		const { retcode, result } = await ask('/queuedevice/BY/agentvdnskill', { by: '51001' });
		expect([retcode, result]).toEqual(['600-005', {}]);
	});

	it('gives an agent the media types that limits can be set for', async () => {
		const codeOf = async (id: string, mediaType: string) =>
			(
				await send('POST', `/mediacall/${id}/setcallnums`, {
					guid: gateway().agent(id).guid,
					body: { mediaType, callnums: '5' },
				})
			).retcode;
		expect(await codeOf('31001', '5')).toBe('0');
		expect(await codeOf('31001', '53')).toBe('106-012');
		expect(await codeOf('31000', '53')).toBe('0');
	});
});

describe('queries', () => {
	const QUERIES = [
		'/agentgroup/BY/agentbyworkno/31001',
		'/agentgroup/BY/agentbyskill/6',
		'/queuedevice/BY/agentvdnskill',
		'/onlineagent/BY/agentstatus',
	];
	const codeOf = async (uri: string, by?: string) => (await ask(uri, { by })).retcode;
	const askFive = async (by?: string) => {
		for (let round = 0; round < 5; round += 1) {
			expect(await codeOf(QUERIES[round % QUERIES.length] ?? '', by)).toBe('0');
		}
	};

	it.each(QUERIES)('%s is the sixth in two seconds, and refused', async (uri) => {
		await askFive();
		expect(await codeOf(uri)).toBe('000-007');
		clock.advance(1999);
		expect(await codeOf(uri)).toBe('000-007');
		clock.advance(1);
		expect(await codeOf(uri)).toBe('0');
	});

	it('count in any two seconds', async () => {
		await codeOf(QUERIES[0] ?? '');
		clock.advance(1500);
		for (let round = 0; round < 4; round += 1) await codeOf(QUERIES[0] ?? '');
		clock.advance(500);
		expect(await codeOf(QUERIES[0] ?? '')).toBe('0');
		expect(await codeOf(QUERIES[0] ?? '')).toBe('000-007');
	});

	it('are counted per agent, by the Guid that asks', async () => {
		gateway().switches.guidScope = 'vdn';
		await askFive();
		const { guid } = gateway().agent('31000');
		const given = await send('GET', '/onlineagent/31001/agentstatus', { guid });
		expect(given.retcode).toBe('000-007');
		expect(await codeOf('/onlineagent/BY/agentstatus', '31001')).toBe('0');
	});

	it('include a new Guid, but no polls, custom statuses or changes', async () => {
		gateway().switches.pollWait = 0;
		await askFive();
		const { guid } = gateway().agent('31000');
		const own = async (method: string, uri: string) => (await send(method, uri, { guid })).retcode;
		expect(await own('PUT', '/onlineagent/31000/updateGuid')).toBe('000-007');
		expect(await own('GET', '/agentevent/31000')).toBe('0');
		expect(await own('GET', '/onlineagent/31000/querycustomstate')).toBe('0');
		expect(await own('POST', '/onlineagent/31000/saybusy')).toBe('0');
	});

	it('are not counted when the Guid is wrong', async () => {
		for (let round = 0; round < 6; round += 1) {
			const answer = await send('GET', '/onlineagent/31000/agentstatus', { guid: 'wrong' });
			expect(answer.retcode).toBe('000-003');
		}
		await askFive();
	});

	it('are limited to the number in the switch, or unlimited', async () => {
		gateway().switches.queryLimit = 1;
		expect(await codeOf(QUERIES[0] ?? '')).toBe('0');
		expect(await codeOf(QUERIES[0] ?? '')).toBe('000-007');
		gateway().switches.queryLimit = 0;
		for (let round = 0; round < 20; round += 1) expect(await codeOf(QUERIES[0] ?? '')).toBe('0');
	});
});
