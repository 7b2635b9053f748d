/** The simulator's switches for open questions about a gateway: each position and its effect on a client. */
import axios from 'axios';
import { Agent } from 'node:https';
import { DEFAULT_SWITCHES, ManualClock, type Switches } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw, type RawRequest } from '../support/rawRequests';

const clock = new ManualClock(Date.UTC(2026, 0, 5, 8));
const QUEUE = { id: 11, name: 'hotline', mediaType: 5 };
const gateway = useGateway({
	clock,
	switches: { pollWait: 0 },
	agents: [
		{ id: '31000', inspector: true, queues: [QUEUE] },
		{ id: '31001', queues: [QUEUE] },
		{ id: '31002', queues: [QUEUE] },
		{ id: '31005', state: 'talking' },
		{ id: '31900', signedIn: false, inspector: true },
		{ id: '65000' },
		{ id: '70000' },
	],
});

let wire: SendRaw;
beforeAll(async () => {
	wire = await openRawSender(gateway);
});
/** Resets the query limit, so that it refuses no query of these tests. */
beforeEach(() => clock.advance(2000));

const set = (switches: Partial<Switches>) => Object.assign(gateway().switches, switches);
const guidOf = (id: string) => gateway().agent(id).guid;
const idIn = (path: string) => /\d+/.exec(path)?.[0] ?? '';

/** Sends a request of an agent in its own session. */
const send = async (method: string, path: string, request: RawRequest = {}) =>
	await wire(method, path, { guid: guidOf(idIn(path)), ...request });
const codeOf = async (method: string, path: string, request?: RawRequest) =>
	(await send(method, path, request)).retcode;
const signIn = async (fields = {}) =>
	await send('PUT', '/onlineagent/31900', {
		body: { password: 'Pass-31900', phonenum: '6000', ...fields },
	});

/** HTTP status and retcode; the latter is undefined for an answer without one. */
async function bare(method: string, path: string, guid = guidOf(idIn(path))) {
	const { status, data } = await axios.request<{ retcode?: string }>({
		method,
		url: `${gateway().url}/agentgateway/resource${path}`,
		headers: { 'Content-Type': 'application/json', Guid: guid },
		httpsAgent: new Agent({ ca: gateway().ca }),
		validateStatus: () => true,
	});
	return [status, data.retcode];
}
const STATUS = '/onlineagent/31001/agentstatus';

describe('guidHeader', () => {
	it.each([
		['both', true, true],
		['setGuid', true, false],
		['guid', false, true],
	] as const)(
		'%s: sign-in, poll and heartbeat send the Guid accordingly',
		async (guidHeader, inSet, inBare) => {
			set({ guidHeader });
			const expectNewest = ({ guid, bareGuid }: { guid?: string; bareGuid?: string }) =>
				expect([guid, bareGuid]).toEqual([
					inSet ? guidOf('31900') : undefined,
					inBare ? guidOf('31900') : undefined,
				]);
			expectNewest(await signIn());
			const first = guidOf('31900');
			clock.advance(60_000);
			expectNewest(await send('GET', '/agentevent/31900', { guid: first }));
			expect(guidOf('31900')).not.toBe(first);

			gateway().signOut('31900');
			await signIn({ callBackUri: 'https://desk.example/', serviceToken: 'token-1' });
			const pushed = guidOf('31900');
			clock.advance(60_000);
			expectNewest(await send('POST', '/onlineagent/31900/handshake', { guid: pushed }));
		},
	);

	it('sends no Guid with other answers by default', async () => {
		const { guid, bareGuid } = await send('GET', STATUS);
		expect([guid, bareGuid]).toEqual([undefined, undefined]);
	});
});

describe('badGuid', () => {
	const NOBODYS = '00000000-0000-4000-8000-000000000000.AgentGateway1';
	it.each([
		['000-003', [200, '000-003'], [200, '000-003']],
		['100-006', [200, '100-006'], [200, '100-006']],
		['http', [401, undefined], [401, undefined]],
		['served', [200, '0'], [200, '000-003']],
	] as const)(
		'%s answers an unknown Guid with %p, that of another agent with %p',
		async (...row) => {
			const [badGuid, nobodys, anothers] = row;
			set({ badGuid });
			expect(await bare('GET', STATUS, NOBODYS)).toEqual(nobodys);
			expect(await bare('GET', STATUS, guidOf('31002'))).toEqual(anothers);
			expect(await bare('GET', STATUS)).toEqual([200, '0']);
		},
	);
});

it.each([
	['000-007', [200, '000-007']],
	['http', [429, undefined]],
] as const)('queryRefusal %s answers the sixth query with %p', async (queryRefusal, answer) => {
	set({ queryRefusal });
	for (let query = 1; query <= 5; query += 1) expect(await bare('GET', STATUS)).toEqual([200, '0']);
	expect(await bare('GET', STATUS)).toEqual(answer);
});

it.each([
	['2023', [404, 404, 404]],
	['25.200', [200, 200, 200]],
	['withGap', [404, 200, 200]],
] as const)('idRange %s answers 65000, 70000, 999999 with %p', async (idRange, statuses) => {
	set({ idRange });
	const given = ['65000', '70000', '999999'].map(
		async (id) => (await bare('GET', `/agentgroup/31000/agentbyworkno/${id}`))[0],
	);
	expect(await Promise.all(given)).toEqual(statuses);
});

it.each([
	['object', {}],
	['text', ''],
	['none', undefined],
] as const)('refusalResult %s: a refusal has the result %p, success its own', async (...row) => {
	const [refusalResult, result] = row;
	set({ refusalResult });
	const answerTo = async (path: string) =>
		(
			await axios.post<{ result?: unknown; retcode: string }>(
				`${gateway().url}/agentgateway/resource${path}`,
				undefined,
				{
					headers: { 'Content-Type': 'application/json', Guid: guidOf('31001') },
					httpsAgent: new Agent({ ca: gateway().ca }),
				},
			)
		).data;
	const { message: _, ...refusal } = (await answerTo('/onlineagent/31001/cancelbusy')) as {
		message?: string;
	};
	expect(refusal).toEqual({ retcode: '100-009', ...(result !== undefined && { result }) });
	expect(await answerTo('/onlineagent/31001/saybusy')).toMatchObject({ retcode: '0', result: {} });
});

describe('busy', () => {
	const BUSY = '/onlineagent/31001/saybusy';
	it.each(['100-009', '000-002', '0'] as const)('busyAgain %s', async (busyAgain) => {
		set({ busyAgain });
		expect(await codeOf('POST', BUSY)).toBe('0');
		expect(await codeOf('POST', BUSY)).toBe(busyAgain);
		expect(gateway().agent('31001').events).toHaveLength(busyAgain === '0' ? 2 : 1);
	});

	it.each([
		['busy', '0'],
		['refused', '100-009'],
	] as const)('prolongIdle %s', async (prolongIdle, retcode) => {
		set({ prolongIdle });
		expect(await codeOf('POST', `${BUSY}?reason=201&prolong=true`)).toBe(retcode);
		expect(gateway().agent('31001').state).toBe(retcode === '0' ? 'busy' : 'idle');
		await send('POST', BUSY);
		expect(await codeOf('POST', `${BUSY}?reason=202&prolong=true`)).toBe('0');
	});

	it.each([
		['25.200', '100-009', true],
		['26.100', '0', false],
	] as const)('cancelBusy %s answers a booked busy state with %s', async (...row) => {
		const [cancelBusy, retcode, preBusy] = row;
		set({ cancelBusy });
		expect(await codeOf('POST', '/onlineagent/31005/saybusy?reason=201')).toBe('0');
		expect(await codeOf('POST', '/onlineagent/31005/cancelbusy')).toBe(retcode);
		expect(gateway().agent('31005')).toMatchObject({ preBusy, state: 'talking' });
	});
});

describe('notes', () => {
	const note = async (...agentIds: number[]) =>
		await codeOf('POST', '/onlineagent/31001/sendnoteletex', { body: { agentIds, content: 'x' } });
	const inboxOf = (id: string) => gateway().agent(id).inbox.length;

	it.each([
		['nobody', '100-001', 0],
		['others', '100-001', 1],
		['accepted', '0', 1],
	] as const)('wrongRecipient %s', async (wrongRecipient, retcode, received) => {
		set({ wrongRecipient });
		expect(await note(31002, 39999)).toBe(retcode);
		expect(inboxOf('31002')).toBe(received);
		expect(await note(31002)).toBe('0');
	});

	it.each([
		['delivered', '0', 1],
		['refused', '100-001', 0],
	] as const)('noteToSelf %s', async (noteToSelf, retcode, received) => {
		set({ noteToSelf });
		expect(await note(31001)).toBe(retcode);
		expect(inboxOf('31001')).toBe(received);
	});
});

describe('calls that a site may lack or forbid', () => {
	it.each([
		['monitorCalls', 'POST', '/qualitycontrol/31000/beginmonitor?agents=31001', '900-002'],
		['lookUpCalls', 'GET', '/agentgroup/31000/agentbyworkno/31001', '300-001'],
		['lookUpCalls', 'GET', '/agentgroup/31000/agentbyskill/11', '300-001'],
		['queueCalls', 'GET', '/queuedevice/31000/agentvdnskill', '300-001'],
	] as const)('%s: %s %s', async (group, method, path, rightMissing) => {
		const answers = [];
		for (const availability of ['known', 'noRight', '404', '000-002'] as const) {
			set({ [group]: availability });
			answers.push(await bare(method, path));
		}
		expect(answers).toEqual([
			[200, '0'],
			[200, rightMissing],
			[404, undefined],
			[200, '000-002'],
		]);
	});

	it('allows an agent without the right to look itself up', async () => {
		set({ lookUpCalls: 'noRight' });
		expect(await codeOf('GET', '/agentgroup/31001/agentbyworkno/31001')).toBe('0');
	});
});

it.each([
	['seconds', 3],
	['milliseconds', 3000],
	['doesNotGrow', 0],
] as const)(
	'stateTimeUnit %s: currentstatetime grows by %d in 3 s',
	async (stateTimeUnit, grown) => {
		set({ stateTimeUnit });
		const stateTime = async () => {
			const { text } = await send('GET', '/agentgroup/31001/agentbyworkno/31001');
			return (JSON.parse(text) as { result: { currentstatetime: number } }).result.currentstatetime;
		};
		const before = await stateTime();
		clock.advance(3000);
		expect((await stateTime()) - before).toBe(grown);
	},
);

it.each(['65535', '0'] as const)('noCustomStatus %s answers while none is set', async (code) => {
	set({ noCustomStatus: code });
	const given = async () => (await send('GET', '/onlineagent/31001/querycustomstate')).text;
	expect(await given()).toContain(`"agentcustomstate":"${code}"`);
	await send('POST', '/onlineagent/31001/setcustomstate?customstate=101');
	expect(await given()).toContain('"agentcustomstate":"101"');
});

describe('a sign-in', () => {
	it.each([
		[true, 2],
		[false, 0],
	])('signInCookies %p sets %d cookies', async (signInCookies, count) => {
		set({ signInCookies });
		expect((await signIn()).cookies).toHaveLength(count);
	});

	it.each([
		['fine', 'false', '', '0'],
		['expires', 'false', '14', '0'],
		['change', 'true', '', '000-003'],
	] as const)('password %s', async (password, isForceChange, timeRemaining, retcode) => {
		set({ password });
		const { text } = await signIn();
		expect(JSON.parse(text)).toMatchObject({ result: { isForceChange, timeRemaining } });
		expect(await codeOf('GET', '/onlineagent/31900/agentstatus')).toBe(retcode);
	});

	describe('listenStatus', () => {
		const received = async () => {
			const all: string[] = [];
			for (;;) {
				const { text } = await send('GET', '/agentevent/31900');
				const { event } = JSON.parse(text) as {
					event?: { eventType: string; content: { subtype: string; monitoredagent: string } };
				};
				if (!event) return all;
				if (event.eventType !== 'QC_AgentState_Notify') continue;
				all.push(`${event.content.monitoredagent} ${event.content.subtype}`);
			}
		};

		it('brings sign-ins and sign-outs of the VDN, no states, until the sign-out', async () => {
			await signIn({ listenStatus: 'true' });
			await send('POST', '/onlineagent/31001/saybusy');
			gateway().signOut('31001');
			await send('PUT', '/onlineagent/31001', { body: { password: 'Pass-31001', phonenum: '1' } });
			expect(await received()).toEqual(['31001 QC_AgentState_Logout', '31001 QC_AgentState_Login']);
			gateway().signOut('31900');
			await signIn();
			gateway().signOut('31002');
			expect(await received()).toEqual([]);
		});

		it('continues beside monitoring and after its end', async () => {
			await signIn({ listenStatus: true });
			await send('POST', '/qualitycontrol/31900/beginmonitor?agents=31001');
			await send('POST', '/onlineagent/31001/saybusy');
			expect(await received()).toEqual(['31001 QC_AgentState_Busy']);
			await send('POST', '/qualitycontrol/31900/endmonitor?agents=31001');
			await send('POST', '/onlineagent/31001/sayfree');
			gateway().signOut('31001');
			expect(await received()).toEqual(['31001 QC_AgentState_Logout']);
		});

		it('brings nothing if the switch is off', async () => {
			set({ listenStatus: false });
			await signIn({ listenStatus: true });
			gateway().signOut('31001');
			expect(await received()).toEqual([]);
		});
	});
});

it('resets every switch at Start Over', () => {
	set({ guidHeader: 'guid', wrongRecipient: 'others', lookUpCalls: '404' });
	gateway().reset();
	expect(gateway().switches).toEqual({ ...DEFAULT_SWITCHES, pollWait: 0 });
});
