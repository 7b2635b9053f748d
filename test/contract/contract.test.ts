/** Both sides of the wire against the five interface documents and their transcription, openapi.yaml. */
import axios, { type AxiosResponse } from 'axios';
import fc from 'fast-check';
import { Agent } from 'node:https';
import OpenAPIBackend from 'openapi-backend';
import { judge } from '../../gateway/answer/judge';
import type { AgentId } from '../../gateway/values/agentId';
import type { MediaTypeCode } from '../../gateway/values/mediaTypes';
import { sendNote } from '../../gateway/operations/sendNote';
import { setBusy } from '../../gateway/operations/setBusy';
import { setCustomStatus } from '../../gateway/operations/setCustomStatus';
import { setSessionLimit } from '../../gateway/operations/setSessionLimit';
import { type GatewayRequest, REQUEST_HEADERS, requestUrl } from '../../gateway/operations/request';
import { RETCODES } from '../../gateway/answer/retcodes';
import { addContractKeywords, OPENAPI_PATH } from '../../simulator';
import { checkOperations } from '../../simulator/operations';
import { MESSAGES } from '../../simulator/operations/retcodes';
import { useGateway } from '../support/nodeRunner';
import { ANY_REQUESTS, OPERATIONS } from './anyRequests';
import { EXAMPLES } from './examples';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });
const GUID = '00031000-0000-4000-8000-000000031000.AgentGateway1';

let document: OpenAPIBackend;
beforeAll(async () => {
	document = new OpenAPIBackend({
		definition: OPENAPI_PATH,
		// Throws for a document that is not valid OpenAPI.
		strict: true,
		customizeAjv: (ajv) => addContractKeywords(ajv),
	});
	await document.init();
});

/** The violations of the document in a request. */
const faultsOf = ({ method, path, query, body }: GatewayRequest) => {
	const request = {
		method,
		path,
		query: Object.fromEntries(
			Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
		),
		body: body ? (JSON.parse(JSON.stringify(body)) as unknown) : undefined,
		headers: { 'content-type': REQUEST_HEADERS['Content-Type'].split(';')[0] ?? '', guid: GUID },
	};
	return document.validateRequest(request).errors ?? [];
};

const send = async (
	method: string,
	uri: string,
	data?: unknown,
	headers: Record<string, string> = {},
): Promise<AxiosResponse<string>> =>
	await axios.request({
		method,
		url: `${gateway().url}/agentgateway/resource${uri}`,
		data,
		headers: { ...REQUEST_HEADERS, Guid: GUID, ...headers },
		httpsAgent: new Agent({ ca: gateway().ca }),
		transformResponse: (text: string) => text,
		transformRequest: (body: unknown) => body,
		validateStatus: () => true,
	});

describe.each(EXAMPLES)('the example of "$document"', (example) => {
	it('equals the output of the request function', () => {
		const { request, method, uri, requestBody, indent } = example;
		expect(request.method).toBe(method);
		expect(requestUrl('', request)).toBe(uri);
		expect(request.body && JSON.stringify(request.body, null, indent)).toBe(requestBody);
		expect(faultsOf(request)).toEqual([]);
	});

	it('gets the documented answer to the documented request', async () => {
		const { data, status, headers } = await send(example.method, example.uri, example.requestBody);
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^application\/json; ?charset=utf-8$/i);
		expect(JSON.stringify(JSON.parse(data), null, example.indent)).toBe(example.responseBody);
		expect(document.validateResponse(JSON.parse(data), example.operationId, 200).errors).toBeNull();
	});

	it('is judged as accepted', () => {
		const verdict = judge(
			{ type: 'answered', status: 200, body: example.responseBody },
			example.request,
		);
		expect(verdict).toMatchObject({ outcome: 'accepted', retcode: '0', message: 'success' });
	});
});

describe('every request of the package conforms to the document', () => {
	it('for every operation', () => {
		expect(Object.keys(ANY_REQUESTS).sort()).toEqual(OPERATIONS);
	});

	it.each(Object.entries(ANY_REQUESTS))('%s, with random arguments', (_name, requests) => {
		fc.assert(
			fc.property(requests, (request) => {
				expect(faultsOf(request)).toEqual([]);
				expect(request.path).toMatch(/^(\/([a-zA-Z]+|0|[1-9][0-9]*))+$/);
			}),
			{ numRuns: 100 },
		);
	});

	it('and a request that does not conform is refused', () => {
		const a = '31001' as AgentId;
		const wrong: GatewayRequest[] = [
			sendNote({ agentId: a, agentIds: [], content: '' }),
			sendNote({ agentId: a, agentIds: new Array<number>(101).fill(31001), content: '' }),
			sendNote({ agentId: a, agentIds: [31001], content: '字'.repeat(342) }),
			sendNote({ agentId: a, agentIds: ['31001' as unknown as number], content: '' }),
			setBusy({ agentId: a, reason: 199, prolong: false }),
			setBusy({ agentId: a, reason: 251, prolong: false }),
			setCustomStatus({ agentId: a, customstate: 65_535 }),
			setSessionLimit({ agentId: a, mediaType: '3' as MediaTypeCode, callnums: '1' }),
			setSessionLimit({ agentId: a, mediaType: '1', callnums: '61' }),
			setSessionLimit({ agentId: a, mediaType: '1', callnums: 5 as unknown as string }),
		];
		for (const request of wrong) expect(faultsOf(request)).not.toEqual([]);
	});
});

describe('every answer of the simulator conforms to the document and is known to the package', () => {
	const note = (body: unknown) => [
		'POST',
		'/onlineagent/31000/sendnoteletex',
		JSON.stringify(body),
	];
	it.each([
		[note({ agentIds: [31001], content: '' }), 'sendNoteletEx', '0'],
		[note({ agentIds: [], content: '' }), 'sendNoteletEx', '100-001'],
		[note({ agentIds: [31001] }), 'sendNoteletEx', '100-001'],
		[note({ agentIds: [41001], content: 'x' }), 'sendNoteletEx', '100-001'],
		[note({ agentIds: ['31001'], content: 'x' }), 'sendNoteletEx', '100-001'],
		[note({ agentIds: [31001], content: '字'.repeat(342) }), 'sendNoteletEx', '100-001'],
		[['POST', '/onlineagent/31007/sendnoteletex', '{}'], 'sendNoteletEx', '100-006'],
		[['POST', '/onlineagent/31001/saybusy?reason=0'], 'sayBusy', '0'],
		[['POST', '/onlineagent/31001/saybusy?reason=199'], 'sayBusy', '000-002'],
		[['POST', '/onlineagent/31001/saybusy?reason=1e3'], 'sayBusy', '000-002'],
		[['POST', '/onlineagent/31001/saybusy?prolong=%7Bfalse%7D'], 'sayBusy', '000-002'],
		[['POST', '/onlineagent/31009/saybusy?reason=201'], 'sayBusy', '100-009'],
		[['POST', '/onlineagent/31009/saybusy?reason=201&prolong=true'], 'sayBusy', '0'],
		[['POST', '/onlineagent/31009/sayfree'], 'sayFree', '0'],
		[['POST', '/onlineagent/31005/sayfree'], 'sayFree', '100-009'],
		[['POST', '/onlineagent/31007/sayfree'], 'sayFree', '100-006'],
		[['POST', '/onlineagent/31001/setcustomstate?customstate=65534'], 'setCustomState', '0'],
		[['POST', '/onlineagent/31001/setcustomstate?customstate=65535'], 'setCustomState', '000-002'],
		[['POST', '/onlineagent/31001/setcustomstate'], 'setCustomState', '000-002'],
		[['PUT', '/qualitycontrol/31000/addinsert/31005'], 'addInsert', '0'],
		[['PUT', '/qualitycontrol/31000/addinsert/31000'], 'addInsert', '000-005'],
		[['PUT', '/qualitycontrol/31001/addinsert/31005'], 'addInsert', '900-002'],
		[['PUT', '/qualitycontrol/31000/addinsert/41001'], 'addInsert', '900-002'],
		[['PUT', '/qualitycontrol/31000/addinsert/31007'], 'addInsert', '900-004'],
		[
			['POST', '/mediacall/31001/setcallnums', '{"mediaType":"53","callnums":"60"}'],
			'setCallNums',
			'0',
		],
		[
			['POST', '/mediacall/31001/setcallnums', '{"mediaType":"53","callnums":"61"}'],
			'setCallNums',
			'106-003',
		],
		[
			['POST', '/mediacall/31001/setcallnums', '{"mediaType":"53","callnums":5}'],
			'setCallNums',
			'106-003',
		],
		[
			['POST', '/mediacall/31001/setcallnums', '{"mediaType":"3","callnums":"5"}'],
			'setCallNums',
			'106-008',
		],
		[['GET', '/onlineagent/31001/agentstatus'], 'agentStatus', '0'],
		[['GET', '/onlineagent/31007/agentstatus'], 'agentStatus', '100-006'],
	])('%j', async ([method = '', uri = '', body], operationId, retcode) => {
		const { data, status } = await send(method, uri, body);
		expect(status).toBe(200);
		const answer = JSON.parse(data) as { retcode: string };
		expect(answer.retcode).toBe(retcode);
		expect(document.validateResponse(answer, operationId, 200).errors).toBeNull();
		expect(retcode === '0' || RETCODES.has(retcode)).toBe(true);
	});

	it.each([
		['idle', []],
		['busy', ['AgentState_CancelNotReady_Success']],
		['wrapUp', ['AgentState_CancelWork_Success']],
	] as const)(
		'names the ended state when it sets an agent idle who is %s',
		async (state, events) => {
			gateway().addAgent({ id: '31020', state });
			if (state === 'wrapUp') await send('POST', '/onlineagent/31020/saybusy');
			await send('POST', '/onlineagent/31020/sayfree');
			const agent = gateway().agent('31020');
			expect(agent).toMatchObject({ state: 'idle', preBusy: false });
			expect(agent.events.map(({ eventType }) => eventType)).toEqual(events);
		},
	);

	it('for every retcode', () => {
		const codes = Object.keys(MESSAGES).filter((code) => code !== '0');
		expect(codes.filter((code) => !RETCODES.has(code))).toEqual([]);
	});

	it('refuses wrong verbs, wrong paths, wrong Guids and missing content types', async () => {
		const status = '/onlineagent/31001/agentstatus';
		expect((await send('DELETE', status)).status).toBe(405);
		expect((await send('GET', '/onlineagent/99/agentstatus')).status).toBe(404);
		expect((await send('GET', '/onlineagent/31001%2F..%2F1/agentstatus')).status).toBe(404);
		expect((await send('GET', '/nothing')).status).toBe(404);
		const codeOf = async (headers: Record<string, string>) =>
			(JSON.parse((await send('GET', status, undefined, headers)).data) as { retcode: string })
				.retcode;
		expect(await codeOf({ Guid: 'wrong' })).toBe('000-003');
		gateway().switches.badGuid = '100-006';
		expect(await codeOf({ Guid: 'wrong' })).toBe('100-006');
		expect(await codeOf({ 'Content-Type': 'text/plain' })).toBe('000-002');
	});
});

describe('the simulator implements the operations of the document', () => {
	const documented = () =>
		document.getOperations().map(({ operationId }) => operationId ?? 'an operation without a name');

	it('all of them and no others', () => {
		expect(() => checkOperations(documented())).not.toThrow();
		expect(documented()).toContain('sayFree');
	});

	it('or it refuses to start', () => {
		expect(() => checkOperations([...documented(), 'sayHello'])).toThrow(
			'simulator/operations/sayHello.ts does not export sayHello.',
		);
		expect(() => checkOperations(documented().filter((id) => id !== 'sayFree'))).toThrow(
			'simulator/openapi.yaml has no operationId sayFree.',
		);
	});

	it('and accepts a fault for an existing operation only', () => {
		expect(() => gateway().faults.add({ kind: 'stall', operation: 'sayHello' })).toThrow(
			'There is no operation sayHello',
		);
		expect(gateway().faults.planned()).toEqual([]);
	});
});
