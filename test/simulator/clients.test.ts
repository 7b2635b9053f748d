/** The requests of public clients against the simulator: those accepted by default, and those that need a switch. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { ManualClock, type Switches } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { CLIENT_REQUESTS, type ClientRequest, CLIENTS } from './clients';
import { NEW_CLIENT_REQUESTS } from '../contract/newClients';

const clock = new ManualClock(Date.UTC(2026, 0, 5, 8));
const gateway = useGateway({
	clock,
	switches: { pollWait: 0 },
	agents: [
		{ id: '31000', inspector: true },
		{ id: '31001' },
		{ id: '31002' },
		{ id: '31003' },
		{ id: '31005', forceable: false },
		{ id: '31009', state: 'busy' },
		{ id: '31010', state: 'rest' },
		{ id: '31900', signedIn: false },
		{ id: '31901', signedIn: false, password: '' },
	],
});

interface Answer {
	retcode: string;
	event?: { content: unknown };
	/** Value of `Set-GUID`. */
	guid?: string;
	/** Value of `Guid`. */
	bareGuid?: string;
}

const agentIn = (path: string) => /\d+/.exec(path)?.[0] ?? '';

/** Sends a request with these headers and no others but Host, Connection and the body's length. */
async function send(
	{ method, path, headers, body, chunked }: Omit<ClientRequest, 'client'>,
	guid = gateway().agent(agentIn(path)).guid,
): Promise<Answer> {
	const request = httpsRequest(`${gateway().url}/agentgateway/resource${path}`, {
		method,
		ca: gateway().ca,
		headers: {
			...Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name, value.replace('[guid]', guid)]),
			),
			...(chunked
				? { 'Transfer-Encoding': 'chunked' }
				: body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
		},
	});
	request.end(body);
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const answer = JSON.parse(await text(response)) as Answer;
	const setGuid = response.headers['set-guid'] as string | undefined;
	const bareGuid = response.headers.guid as string | undefined;
	return { ...answer, guid: setGuid?.replace('JSESSIONID=', ''), bareGuid };
}

const retcodeOf = async (request: Omit<ClientRequest, 'client'>) => (await send(request)).retcode;

const ALL_REQUESTS = [...CLIENT_REQUESTS, ...NEW_CLIENT_REQUESTS];

const named = ALL_REQUESTS.map((request) => ({
	...request,
	year: CLIENTS[request.client].year,
	says:
		(request.chunked ? 'in chunks: ' : '') +
		(request.body === undefined ? 'no body' : request.body.slice(0, 60)),
}));

describe("by default, a real client's request", () => {
	it.each(named)('$client ($year): $method $path, $says', async (request) => {
		expect(await retcodeOf(request)).toBe(request.retcode ?? '0');
		const { headers } = gateway().requests[0] ?? {};
		expect(headers?.['content-type']).toBe(request.headers['Content-Type']);
	});
});

describe("with the switch, a real client's request", () => {
	it.each(named.filter(({ acceptedWith }) => acceptedWith))(
		'$acceptedWith, $client ($year): $method $path',
		async (request) => {
			Object.assign(
				gateway().switches,
				request.acceptedWith satisfies Partial<Switches> | undefined,
			);
			expect(await retcodeOf(request)).toBe('0');
			expect(gateway().requests[0]?.carriedOut).toBe(true);
		},
	);
});

describe('a request unlike those of real clients', () => {
	const json = { 'Content-Type': 'application/json; charset=UTF-8' };
	const signed = { guid: '[guid]', ...json };

	it.each([
		['{"reason":201}', '000-006'],
		['{"a":null,"b":true}', '000-006'],
		['{"a":[]}', '000-006'],
		['[]', '000-006'],
		['false', '000-006'],
		['0', '000-006'],
		['""', '000-006'],
		['no JSON', '000-006'],
		['{}', '0'],
		['{"a":null}', '0'],
	])('calls without a body answer %j with %s', async (body, retcode) => {
		for (const [method, path] of [
			['GET', '/onlineagent/31001/agentstatus'],
			['GET', '/agentevent/31001'],
			['POST', '/onlineagent/31001/sayfree'],
			['PUT', '/qualitycontrol/31000/addinsert/31002'],
			['DELETE', '/onlineagent/31001/logout'],
		] as const) {
			expect([path, await retcodeOf({ method, path, headers: signed, body })]).toEqual([
				path,
				retcode,
			]);
		}
	});

	it('refuses null for a required field', async () => {
		const signIn = { method: 'PUT', path: '/onlineagent/31900', headers: json } as const;
		for (const body of [
			'null',
			'{"password":null,"phonenum":"6000"}',
			'{"password":"Pass-31900","phonenum":null}',
		]) {
			expect(await retcodeOf({ ...signIn, body })).toBe('100-001');
		}
		const at = (path: string, body: string) =>
			({ method: 'POST', path, headers: signed, body }) as const;
		const note = '/onlineagent/31001/sendnoteletex';
		expect(await retcodeOf(at(note, 'null'))).toBe('100-001');
		expect(await retcodeOf(at(note, '{"agentIds":null,"content":"x"}'))).toBe('100-001');
		expect(await retcodeOf(at('/mediacall/31001/setcallnums', 'null'))).toBe('000-006');
		expect(gateway().agent('31900').signedIn).toBe(false);
	});

	it('refuses an insert for other media types', async () => {
		for (const query of ['mediaType=5', 'mediaType=', 'mediatype=1', 'mediaType=1&mediaType=1']) {
			const path = `/qualitycontrol/31000/addinsert/31001?${query}`;
			expect([query, await retcodeOf({ method: 'PUT', path, headers: signed })]).toEqual([
				query,
				'000-002',
			]);
		}
	});

	it('refuses a body without a Content-Type or with a wrong one', async () => {
		gateway().switches.contentTypeOn = 'bodies';
		const guid = '[guid]';
		const busy = { method: 'POST', path: '/onlineagent/31001/saybusy' } as const;
		expect(await retcodeOf({ ...busy, headers: { guid }, body: '{}' })).toBe('000-002');
		expect(await retcodeOf({ ...busy, headers: { guid, 'Content-Type': 'text/plain' } })).toBe(
			'000-002',
		);
		expect(await retcodeOf({ ...busy, headers: { guid } })).toBe('0');
	});

	it('accepts agent IDs as text, but only digits', async () => {
		gateway().switches.agentIdStrings = true;
		const path = '/onlineagent/31001/sendnoteletex';
		const note = (agentIds: unknown) =>
			({
				method: 'POST',
				path,
				headers: signed,
				body: JSON.stringify({ agentIds, content: 'x' }),
			}) as const;
		for (const agentIds of [
			['031002'],
			['99'],
			[' 31002'],
			['31002.0'],
			[''],
			[null],
			'31002',
			{},
		]) {
			expect([agentIds, await retcodeOf(note(agentIds))]).toEqual([agentIds, '100-001']);
		}
		expect(gateway().agent('31002').inbox).toEqual([]);
		expect(await retcodeOf(note([31002, '31003', '31002']))).toBe('0');
		expect(gateway().agent('31002').inbox).toHaveLength(1);
		expect(gateway().agent('31003').inbox).toHaveLength(1);
	});
});

describe('a time behind a GET, which defeats caches,', () => {
	const signed = { guid: '[guid]', 'Content-Type': 'application/json' };
	const GETS = [
		'/agentevent/31001',
		'/onlineagent/31001/agentstatus',
		'/onlineagent/31001/querycustomstate',
		'/agentgroup/31001/agentbyworkno/31002',
		'/agentgroup/31001/agentbyskill/11',
	];
	const timed = async (method: 'GET' | 'POST', path: string, time: string) =>
		await retcodeOf({ method, path: `${path}?time=${time}`, headers: signed });

	it.each(GETS)('has no effect on GET %s', async (path) => {
		expect(await timed('GET', path, '1764500000000')).toBe('0');
	});

	it('is refused if it is not a number, repeated, or behind a POST', async () => {
		for (const time of ['', '-1', '1.5', 'now', '1&time=2']) {
			expect([time, await timed('GET', '/agentevent/31001', time)]).toEqual([time, '000-002']);
		}
		expect(await timed('POST', '/onlineagent/31001/sayfree', '1764500000000')).toBe('000-002');
	});
});

describe('the event of a note', () => {
	const note = { agentIds: [31002], content: 'Lunch is over' };
	const receive = async () => {
		const headers = { guid: '[guid]', 'Content-Type': 'application/json; charset=UTF-8' };
		const path = '/onlineagent/31001/sendnoteletex';
		await send({ method: 'POST', path, headers, body: JSON.stringify(note) });
		return (await send({ method: 'GET', path: '/agentevent/31002', headers })).event?.content;
	};

	it('has null content, as documented', async () => {
		expect(await receive()).toBeNull();
	});

	it('has the note as content, as CS18 reads it, with the switch', async () => {
		gateway().switches.noteEvent = 'note';
		expect(await receive()).toEqual({
			sender: '31001',
			sendername: '31001',
			receivetime: String(clock.now()),
			timestring: '2026-01-05 08:00:00',
			context: 'Lunch is over',
		});
	});
});

it('answers 100-015 to a plain sign-in of a protected agent, as HW14 expects', async () => {
	const headers = { 'Content-Type': 'application/json' };
	const signIn = (password: string) =>
		({
			method: 'PUT',
			path: '/onlineagent/31005',
			headers,
			body: JSON.stringify({ password, phonenum: '6000' }),
		}) as const;
	expect(await retcodeOf(signIn('Pass-31005'))).toBe('100-015');
	expect(await retcodeOf(signIn('wrong'))).toBe('100-004');
	gateway().signOut('31005');
	expect(await retcodeOf(signIn('Pass-31005'))).toBe('0');
});

describe('under rotation', () => {
	const signInOf = (client: ClientRequest['client'], path: string) => {
		const request = ALL_REQUESTS.find(
			(other) => other.client === client && other.path === path && other.method === 'PUT',
		);
		if (!request) throw new Error(`${client} sends no PUT ${path}`);
		return request;
	};
	const pollOf = (client: ClientRequest['client']) => {
		const poll = ALL_REQUESTS.find(
			(other) => other.client === client && other.path === '/agentevent/31001',
		);
		if (!poll) throw new Error(`${client} does not poll`);
		return { ...poll, path: '/agentevent/31900' };
	};

	/** Polls every 10 s for six minutes and returns the retcodes in order, without consecutive repeats. */
	async function pollSixMinutes(
		client: ClientRequest['client'],
		signInPath: string,
		adopts: boolean,
	): Promise<string[]> {
		let { guid } = await send(signInOf(client, signInPath));
		const retcodes: string[] = [];
		for (let second = 10; second <= 360; second += 10) {
			clock.advance(10_000);
			const answer = await send(pollOf(client), guid);
			if (answer.retcode !== retcodes.at(-1)) retcodes.push(answer.retcode);
			if (adopts) guid = answer.guid ?? guid;
		}
		return retcodes;
	}

	it.each([
		['JV19', '/onlineagent/31900/forcelogin'],
		['CS18', '/onlineagent/31900'],
	] as const)('%s drops the Guid of a poll and loses its session', async (client, path) => {
		const openedAt = clock.now();
		expect(await pollSixMinutes(client, path, false)).toEqual(['0', '000-003', '100-006']);
		// The last poll that was accepted came 110 s after sign-in; a refused one keeps no session alive.
		expect(gateway().sessions).toMatchObject([{ endedAt: openedAt + 230_000, end: 'idle' }]);
	});

	describe('TD26, which reads only the header Guid of sign-ins and polls,', () => {
		/** Retcodes of its polls during six minutes; none if the sign-in brought no Guid. */
		async function pollAsTd26(guidHeader: Switches['guidHeader']): Promise<string[]> {
			gateway().switches.guidHeader = guidHeader;
			let guid = (await send(signInOf('TD26', '/onlineagent/31900'))).bareGuid;
			const retcodes = new Set<string>();
			for (let second = 10; guid !== undefined && second <= 360; second += 10) {
				clock.advance(10_000);
				const answer = await send(pollOf('TD26'), guid);
				retcodes.add(answer.retcode);
				guid = answer.bareGuid ?? guid;
			}
			return [...retcodes];
		}

		it.each(['both', 'guid'] as const)(
			'keeps its session if that header is sent: %s',
			async (header) => {
				expect(await pollAsTd26(header)).toEqual(['0']);
				expect(gateway().agent('31900').signedIn).toBe(true);
			},
		);

		it('has no session if only Set-GUID is sent', async () => {
			expect(await pollAsTd26('setGuid')).toEqual([]);
		});
	});

	it('leaves HW14 its session, which adopts the Guid', async () => {
		gateway().switches.contentTypeOn = 'bodies';
		expect(await pollSixMinutes('HW14', '/onlineagent/31900', true)).toEqual(['0']);
		expect(gateway().agent('31900').signedIn).toBe(true);
	});
});
