import type { AgentId } from '../../../../gateway/values/agentId';
import { adjustSkillQueues } from '../../../../gateway/operations/adjustSkillQueues';
import { agentStatus } from '../../../../gateway/operations/agentStatus';
import { endMonitor } from '../../../../gateway/operations/endMonitor';
import { updateGuid } from '../../../../gateway/operations/updateGuid';
import { beginMonitor } from '../../../../gateway/operations/beginMonitor';
import { clearCustomStatus } from '../../../../gateway/operations/clearCustomStatus';
import { endInsert } from '../../../../gateway/operations/endInsert';
import { endRest } from '../../../../gateway/operations/endRest';
import { findAgents } from '../../../../gateway/operations/findAgents';
import { forceBusy } from '../../../../gateway/operations/forceBusy';
import { forceIdle } from '../../../../gateway/operations/forceIdle';
import { forceRest } from '../../../../gateway/operations/forceRest';
import { forceSignOut } from '../../../../gateway/operations/forceSignOut';
import { getAgent } from '../../../../gateway/operations/getAgent';
import { getQueueStatistics } from '../../../../gateway/operations/getQueueStatistics';
import { insertIntoCall } from '../../../../gateway/operations/insertIntoCall';
import { listQueues } from '../../../../gateway/operations/listQueues';
import { pollEvents } from '../../../../gateway/operations/pollEvents';
import { queryCustomStatus } from '../../../../gateway/operations/queryCustomStatus';
import { sendNote } from '../../../../gateway/operations/sendNote';
import { setBusy } from '../../../../gateway/operations/setBusy';
import { setCustomStatus } from '../../../../gateway/operations/setCustomStatus';
import { setIdle } from '../../../../gateway/operations/setIdle';
import { setSessionLimit } from '../../../../gateway/operations/setSessionLimit';
import { signIn } from '../../../../gateway/operations/signIn';
import { startRest } from '../../../../gateway/operations/startRest';
import {
	type GatewayRequest,
	REQUEST_HEADERS,
	requestOptions,
	requestUrl,
	withPriority,
} from '../../../../gateway/operations/request';

const agentId = '31001' as AgentId;
const workNo = '31002' as AgentId;
const pair = { agentId, workNo };

describe('the address of a request', () => {
	const base = 'https://cc.example.com:8043/agentgateway/resource';

	it('is the base and the path, without a question mark if there is no query', () => {
		expect(requestUrl(base, agentStatus(agentId))).toBe(`${base}/onlineagent/31001/agentstatus`);
		expect(requestUrl(base, { ...agentStatus(agentId), query: {} })).toBe(
			`${base}/onlineagent/31001/agentstatus`,
		);
	});

	it('carries the encoded query', () => {
		const request = {
			...agentStatus(agentId),
			query: { reason: 0, prolong: false, word: 'a&b=ä' },
		};
		expect(requestUrl(base, request)).toBe(
			`${base}/onlineagent/31001/agentstatus?reason=0&prolong=false&word=a%26b%3D%C3%A4`,
		);
	});
});

it('declares JSON as content and accepted type', () => {
	expect(REQUEST_HEADERS).toEqual({
		'Content-Type': 'application/json; charset=UTF-8',
		Accept: 'application/json',
	});
});

describe("a request in the options of n8n's helpers", () => {
	const base = 'https://cc.example.com:8043/agentgateway/resource';

	it('asks for the whole answer as a stream, whatever its status', () => {
		const request = sendNote({ agentId, agentIds: [31002], content: 'x' });
		expect(requestOptions(base, request, 10_000)).toEqual({
			method: 'POST',
			url: `${base}/onlineagent/31001/sendnoteletex`,
			headers: REQUEST_HEADERS,
			body: { agentIds: [31002], content: 'x' },
			timeout: 10_000,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
	});

	it('has headers of its own, which a caller may extend', () => {
		const { headers } = requestOptions(base, agentStatus(agentId), 1);
		Object.assign(headers ?? {}, { Guid: 'secret' });
		expect(REQUEST_HEADERS).not.toHaveProperty('Guid');
	});
});

it('is the same query in another class', () => {
	expect(withPriority(agentStatus(agentId), 'wait')).toEqual({
		...agentStatus(agentId),
		priority: 'wait',
	});
});

/** Requests that change another agent's state name that agent as their target. */
const forced = (effect: GatewayRequest['effect']) => ({ target: workNo, effect });

describe('the operations of the nodes are what the documents show', () => {
	it.each<[string, () => GatewayRequest, Partial<GatewayRequest>]>([
		[
			'sendNote',
			() => sendNote({ agentId, agentIds: [31002, 31003], content: 'x' }),
			{
				method: 'POST',
				path: '/onlineagent/31001/sendnoteletex',
				body: { agentIds: [31002, 31003], content: 'x' },
				effect: 'nonIdempotent',
			},
		],
		[
			'setBusy',
			() => setBusy({ agentId, reason: 201, prolong: true }),
			{
				method: 'POST',
				path: '/onlineagent/31001/saybusy',
				query: { reason: 201, prolong: true },
				effect: 'idempotent',
			},
		],
		[
			'setIdle',
			() => setIdle({ agentId }),
			{ method: 'POST', path: '/onlineagent/31001/sayfree', effect: 'idempotent' },
		],
		[
			'setCustomStatus',
			() => setCustomStatus({ agentId, customstate: 7 }),
			{
				method: 'POST',
				path: '/onlineagent/31001/setcustomstate',
				query: { customstate: 7 },
				effect: 'idempotent',
			},
		],
		[
			'insertIntoCall',
			() => insertIntoCall({ agentId, workNo: '31002' as AgentId }),
			{ method: 'PUT', path: '/qualitycontrol/31001/addinsert/31002', effect: 'nonIdempotent' },
		],
		[
			'setSessionLimit',
			() => setSessionLimit({ agentId, mediaType: '51', callnums: '5' }),
			{
				method: 'POST',
				path: '/mediacall/31001/setcallnums',
				body: { mediaType: '51', callnums: '5' },
				effect: 'idempotent',
			},
		],
		[
			'startRest',
			() => startRest({ agentId, time: 900, restcause: 1, prolong: true }),
			{
				method: 'POST',
				path: '/onlineagent/31001/rest/900/1',
				query: { prolong: true },
				effect: 'idempotent',
			},
		],
		[
			'endRest',
			() => endRest({ agentId }),
			{ method: 'POST', path: '/onlineagent/31001/cancelrest', effect: 'idempotent' },
		],
		[
			'clearCustomStatus',
			() => clearCustomStatus({ agentId }),
			{ method: 'POST', path: '/onlineagent/31001/cancelsetcustomstate', effect: 'idempotent' },
		],
		[
			'queryCustomStatus',
			() => queryCustomStatus(agentId),
			{ method: 'GET', path: '/onlineagent/31001/querycustomstate', effect: 'readOnly' },
		],
		[
			'getAgent',
			() => getAgent(pair),
			{ method: 'GET', path: '/agentgroup/31001/agentbyworkno/31002', effect: 'readOnly' },
		],
		[
			'findAgents',
			() => findAgents({ agentId, skillId: 12 }),
			{ method: 'GET', path: '/agentgroup/31001/agentbyskill/12', effect: 'readOnly' },
		],
		[
			'getQueueStatistics',
			() => getQueueStatistics({ agentId, skillIds: [11, 12] }),
			{
				method: 'POST',
				path: '/queuedevice/31001/queryacdstat',
				body: { skills: [11, 12] },
				effect: 'readOnly',
			},
		],
		[
			'adjustSkillQueues',
			() => adjustSkillQueues({ ...pair, skillIds: [11] }),
			{
				method: 'POST',
				path: '/qualitycontrol/31001/adjustskill',
				body: { workNo: '31002', skills: [11] },
				...forced('idempotent'),
			},
		],
		[
			'listQueues',
			() => listQueues(agentId),
			{ method: 'GET', path: '/queuedevice/31001/agentvdnskill', effect: 'readOnly' },
		],
		[
			'forceBusy',
			() => forceBusy(pair),
			{ method: 'POST', path: '/qualitycontrol/31001/forcebusy/31002', ...forced('idempotent') },
		],
		[
			'forceIdle',
			() => forceIdle(pair),
			{ method: 'POST', path: '/qualitycontrol/31001/forceidle/31002', ...forced('idempotent') },
		],
		[
			'forceRest',
			() => forceRest({ ...pair, time: 60, restcause: 255 }),
			{
				method: 'POST',
				path: '/qualitycontrol/31001/forcerest/31002/60/255',
				...forced('idempotent'),
			},
		],
		[
			'forceSignOut',
			() => forceSignOut(pair),
			{
				method: 'POST',
				path: '/qualitycontrol/31001/forcelogout/31002',
				...forced('nonIdempotent'),
			},
		],
		[
			'endInsert',
			() => endInsert(pair),
			{ method: 'DELETE', path: '/qualitycontrol/31001/31002', ...forced('idempotent') },
		],
	])('%s', (_name, request, shown) => {
		expect(request()).toEqual({ agentId, ...shown });
	});
});

describe('the requests of a session', () => {
	const account = { agentId, password: 'secret', phonenum: '6900' };
	const body = {
		password: 'secret',
		phonenum: '6900',
		status: 3,
		agenttype: 4,
		autoanswer: false,
		autoenteridle: false,
		releasephone: true,
	};

	it('sign in as a busy agent who takes no call by itself', () => {
		expect(signIn({ ...account, force: false })).toEqual({
			method: 'PUT',
			agentId,
			path: '/onlineagent/31001',
			body,
			effect: 'idempotent',
			bringsGuid: true,
		});
	});

	it('end another session by another address only', () => {
		expect(signIn({ ...account, force: true })).toEqual({
			...signIn({ ...account, force: false }),
			path: '/onlineagent/31001/forcelogin',
		});
	});

	it('begin the monitoring of other agents', () => {
		expect(beginMonitor({ agentId, agentIds: [31002, 31003] })).toEqual({
			method: 'POST',
			agentId,
			path: '/qualitycontrol/31001/beginmonitor',
			query: { agents: '31002;31003' },
			effect: 'idempotent',
		});
	});

	it('end the monitoring, renew the Guid, ask for the numbers of queues', () => {
		expect(endMonitor({ agentId, agentIds: [31002, 31003] })).toEqual({
			...beginMonitor({ agentId, agentIds: [31002, 31003] }),
			path: '/qualitycontrol/31001/endmonitor',
		});
		expect(updateGuid(agentId)).toEqual({
			method: 'PUT',
			agentId,
			path: '/onlineagent/31001/updateGuid',
			effect: 'readOnly',
		});
	});

	it('ask for the status and for events', () => {
		expect(agentStatus(agentId)).toEqual({
			method: 'GET',
			agentId,
			path: '/onlineagent/31001/agentstatus',
			effect: 'readOnly',
		});
		expect(pollEvents(agentId)).toEqual({
			method: 'GET',
			agentId,
			path: '/agentevent/31001',
			effect: 'nonIdempotent',
			bringsGuid: true,
		});
	});
});
