import type { Exchange } from '../../../../gateway/http/exchange';
import { agentStatus } from '../../../../gateway/operations/agentStatus';
import {
	evidenceOf,
	readReply,
	recordIn,
	type ReplyKind,
	skillsIn,
} from '../../../../gateway/check/reply';
import { answered, answeredWith } from '../../../support/exchanges';
import { SERVICE_AGENT_ID } from '../../../support/serviceAccount';

const request = agentStatus(SERVICE_AGENT_ID);
const LOST: Exchange = { type: 'lost', meaning: 'no answer came', remedy: '' };

describe('the kind of a reply', () => {
	it.each<[string, Exchange, ReplyKind]>([
		['0', answeredWith('0'), 'accepted'],
		['a code of sessions', answeredWith('100-006'), 'session'],
		['a code of rights', answeredWith('900-002'), 'noRight'],
		['the code of an unknown path', answeredWith('000-002'), 'notThere'],
		['404 without a code', answered('not here', { status: 404 }), 'notThere'],
		['404 with a code of rights', answeredWith('900-002', { status: 404 }), 'noRight'],
		['a status of 300 without a code', answered('moved', { status: 300 }), 'http'],
		['another status without a code', answered('down', { status: 500 }), 'http'],
		['200 without a code', answered('welcome'), 'lost'],
		['any other code', answeredWith('100-009'), 'refused'],
		['an unknown code', answeredWith('999-999'), 'refused'],
		['no answer', LOST, 'lost'],
	])('of %s', (_what, exchange, kind) => {
		expect(readReply(exchange, request).kind).toBe(kind);
	});
});

it('a reply holds the status, the body and the names of the headers', () => {
	const exchange = answeredWith('100-006', { status: 401, headerNames: ['set-guid'] });
	expect(readReply(exchange, request)).toMatchObject({
		status: 401,
		retcode: '100-006',
		message: 'said by the gateway',
		headers: ['set-guid'],
		body: exchange.body,
	});
});

it('without an answer, a reply holds nothing', () => {
	expect(readReply(LOST, request)).toMatchObject({
		status: null,
		retcode: null,
		headers: [],
		body: '',
	});
});

it('of a reply, a report holds the status and the retcode only', () => {
	const reply = readReply(answered({ retcode: '0', result: { secret: 1 } }), request);
	expect(evidenceOf(reply)).toEqual({ status: 200, retcode: '0' });
});

it.each([
	[{ a: 1 }, { a: 1 }],
	[[{ a: 1 }, { b: 2 }], { a: 1 }],
	[[], {}],
	['text', {}],
	[null, {}],
])('the record in the result %j is %j', (result, record) => {
	expect(recordIn({ result })).toEqual(record);
});

describe('the skill queues of the agent', () => {
	const context = { agentId: SERVICE_AGENT_ID, now: () => 0 };
	const skilllist = [{ id: 12, name: 'Orders', mediatype: 5 }];
	const skillsOf = (exchange: Exchange) => skillsIn(readReply(exchange, request), context);

	it('come from its own record', () => {
		const result = { workno: SERVICE_AGENT_ID, skilllist };
		expect(skillsOf(answered({ retcode: '0', result }))).toMatchObject([{ id: 12 }]);
	});

	it('are none in the record of another agent', () => {
		expect(skillsOf(answered({ retcode: '0', result: { workno: '31001', skilllist } }))).toEqual(
			[],
		);
	});

	it('are none in a refusal', () => {
		const result = { workno: SERVICE_AGENT_ID, skilllist };
		expect(skillsOf(answered({ retcode: '900-002', result }))).toEqual([]);
	});
});
