import fc from 'fast-check';
import type { AgentId } from '../../../../gateway/values/agentId';
import {
	cookiesIn,
	guidIn,
	isGood,
	readSession,
	renewed,
	type Session,
	writeSession,
} from '../../../../gateway/session/session';
import type { Account } from '../../../../gateway/values/settings';
import { answered } from '../../../support/exchanges';

const account: Account = {
	baseUrl: 'https://cc.example.com:8043/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: 'Service-31900',
	phonenum: '6900',
	takeOver: false,
	guidLifetime: 120_000,
};
const session: Session = {
	guid: 'first.AgentGateway0',
	cookies: 'node=1',
	gatewayUrl: account.baseUrl,
	agentId: account.agentId,
	signedInAt: 1000,
	renewedAt: 1000,
};

describe('a session in the credential', () => {
	it('is read as it was written', () => {
		expect(readSession(writeSession(session))).toEqual(session);
	});

	it.each([
		undefined,
		null,
		'',
		7,
		'x',
		'[]',
		'null',
		'"text"',
		'{}',
		JSON.stringify({ ...session, guid: '' }),
		JSON.stringify({ ...session, guid: 'two words' }),
		JSON.stringify({ ...session, agentId: '../31900' }),
		JSON.stringify({ ...session, renewedAt: 'soon' }),
		JSON.stringify({ ...session, signedInAt: null }),
		JSON.stringify({ ...session, gatewayUrl: undefined }),
		JSON.stringify({ ...session, cookies: 1 }),
		JSON.stringify({ ...session, signedInAt: '1000' }),
		[writeSession(session)],
	])('is not taken from %p', (text) => {
		expect(readSession(text)).toBeUndefined();
	});

	it.each([
		['a process', 'a process'],
		[7, undefined],
		[null, undefined],
	])('names the process of its poller only as text: %p', (listener, read) => {
		const text = JSON.stringify({ ...session, listener });
		expect(readSession(text)).toStrictEqual({
			...session,
			...(read === undefined ? {} : { listener: read }),
		});
	});

	it('holds no other field that is stored beside it', () => {
		const text = JSON.stringify({
			...session,
			guid: 'JSESSIONID=g; Path=/',
			extra: 1,
			agentId: 31900,
		});
		expect(readSession(text)).toEqual({ ...session, guid: 'g' });
	});

	it('may have any cookies that fit into a header', () => {
		const cookies = 'a="~ !#$%&"; b=1';
		expect(readSession(writeSession({ ...session, cookies }))?.cookies).toBe(cookies);
		for (const bad of ['a=ä', 'a=\u007f', '\na=1', 'a=1\n']) {
			expect(readSession(writeSession({ ...session, cookies: bad }))?.cookies).toBe('');
		}
	});

	it('cannot smuggle a header in with its cookies', () => {
		const text = JSON.stringify({ ...session, cookies: 'a=b\r\nGuid: other' });
		expect(readSession(text)?.cookies).toBe('');
	});

	it('is valid for its gateway and agent only, and slightly shorter than its Guid', () => {
		expect(isGood(session, account, 1000)).toBe(true);
		expect(isGood(session, account, 119_999)).toBe(true);
		expect(isGood(session, account, 120_000)).toBe(false);
		expect(isGood(session, { ...account, baseUrl: 'https://other' }, 1000)).toBe(false);
		expect(isGood(session, { ...account, agentId: '31901' as AgentId }, 1000)).toBe(false);
		expect(isGood(session, { ...account, guidLifetime: 10_000 }, 10_000)).toBe(false);
	});
});

describe('headers of an answer', () => {
	it('give the Guid without its wrapping', () => {
		const signIn = { bringsGuid: true } as const;
		expect(guidIn({ setGuid: 'JSESSIONID=abc.AgentGateway1; Path=/' }, {})).toBe(
			'abc.AgentGateway1',
		);
		expect(guidIn({}, signIn)).toBeUndefined();
		expect(guidIn({ setGuid: ' ' }, signIn)).toBeUndefined();
		const both = { setGuid: 'JSESSIONID=set', guid: 'bare' };
		expect(guidIn(both, signIn)).toBe('set');
		expect(guidIn({ ...both, setGuid: 'no Guid' }, signIn)).toBe('bare');
		expect(guidIn({ guid: 'bare' }, signIn)).toBe('bare');
		expect(guidIn({ guid: 'bare' }, {})).toBeUndefined();
	});

	it('give cookies without their attributes', () => {
		expect(cookiesIn({ setCookies: ['a=1; Path=/; HttpOnly', 'b="x=y"; Secure'] })).toBe(
			'a=1; b="x=y"',
		);
		expect(cookiesIn({ setCookies: ['', 'nonsense', '=x', 'gone=; Max-Age=0'] })).toBe('');
		expect(cookiesIn({})).toBe('');
		expect(cookiesIn({ setCookies: [' a=1 ; Path=/', 'b =2', 'c=3;', 'd==', 'e=f=g'] })).toBe(
			'a=1; c=3; e=f=g',
		);
		expect(cookiesIn({ setCookies: ['=a=b', 'two words=1'] })).toBe('');
		expect(cookiesIn({ setCookies: ['a=1', 'b=ä'] })).toBe('');
	});
});

describe('a new Guid in an answer', () => {
	const answer = (setGuid?: string) => answered({}, { setGuid });

	const { guidLifetime } = account;
	const given = (requestedAt: number) => ({ request: {}, requestedAt, guidLifetime });

	it('is taken from the header Guid of a poll, and not of other answers', () => {
		const echoed = answered({}, { guid: 'second' });
		expect(renewed(session, echoed, given(55_000))).toBeUndefined();
		const poll = { ...given(55_000), request: { bringsGuid: true } as const };
		expect(renewed(session, echoed, poll)?.guid).toBe('second');
		expect(renewed(session, answered({}, { guid: session.guid }), poll)).toBeUndefined();
	});

	it('replaces the old one', () => {
		const next = renewed(session, answer('JSESSIONID=second.AgentGateway0'), given(55_000));
		expect(next).toEqual({ ...session, guid: 'second.AgentGateway0', renewedAt: 55_000 });
	});

	it('is assumed to be issued at half the life of the old one, however late the request was', () => {
		const next = renewed(session, answer('second'), given(115_000));
		expect(next?.renewedAt).toBe(61_000);
	});

	it('is ignored if it is unusable', () => {
		expect(renewed(session, answer(), given(55_000))).toBeUndefined();
		expect(renewed(session, answer(`JSESSIONID=${session.guid}`), given(55_000))).toBeUndefined();
		const lost = { type: 'lost', meaning: '', remedy: '' } as const;
		expect(renewed(session, lost, given(55_000))).toBeUndefined();
	});

	it('is never assumed to be younger than it is, at any time of the request', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 119_000 }),
				fc.integer({ min: 0, max: 10_000 }),
				(age, wait) => {
					// Issued every 60 s, delivered when the poll that began at `age` is answered.
					const answeredAt = age + wait;
					const issuedAt = Math.floor(answeredAt / 60_000) * 60_000;
					fc.pre(issuedAt > 0 && (age < issuedAt || issuedAt === 60_000));
					const start = { ...session, signedInAt: 0, renewedAt: 0 };
					const next = renewed(start, answer('second'), given(age));
					expect(next?.renewedAt).toBeLessThanOrEqual(issuedAt);
				},
			),
		);
	});
});
