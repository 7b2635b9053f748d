import fc from 'fast-check';
import {
	isCredentialRefusal,
	isInputRefusal,
	isSessionRefusal,
	judge,
	verdictFromLedger,
} from '../../../../gateway/answer/judge';
import type { AgentId } from '../../../../gateway/values/agentId';
import type { Outcome } from '../../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { RETCODES } from '../../../../gateway/answer/retcodes';
import { answered } from '../../../support/exchanges';

const safe: GatewayRequest = {
	method: 'POST',
	agentId: '31001' as AgentId,
	path: '/onlineagent/31001/saybusy',
	effect: 'idempotent',
};
const never: GatewayRequest = { ...safe, effect: 'nonIdempotent' };

const judged = (body: unknown, status = 200) => judge(answered(body, { status }), safe);

describe('an answer', () => {
	it.each(['0', 0])('with retcode %p is accepted', (retcode) => {
		expect(judged({ message: 'success', retcode, result: {} })).toMatchObject({
			outcome: 'accepted',
			retcode: '0',
			message: 'success',
			result: {},
		});
	});

	it('may lack message and result', () => {
		expect(judged({ retcode: '0' })).toMatchObject({
			outcome: 'accepted',
			message: null,
			result: null,
		});
	});

	it.each<[unknown, number, Outcome]>([
		['<html>502 Bad Gateway</html>', 200, 'unknown'],
		['', 200, 'unknown'],
		['{"retcode":"0"', 200, 'unknown'],
		['null', 200, 'unknown'],
		[['0'], 200, 'unknown'],
		[{ message: 'success' }, 200, 'unknown'],
		[{ retcode: null }, 200, 'unknown'],
		[{ retcode: { code: 0 } }, 200, 'unknown'],
		[{ retcode: '0' }, 500, 'unknown'],
		[{ retcode: '0' }, 404, 'unknown'],
		['', 204, 'unknown'],
		['', 408, 'unknown'],
		['', 500, 'unknown'],
		['<html>', 502, 'unknown'],
		['', 599, 'unknown'],
		['', 301, 'rejected'],
		['', 302, 'rejected'],
		['', 400, 'rejected'],
		['', 401, 'rejected'],
		['', 404, 'rejected'],
		['', 405, 'rejected'],
		['', 429, 'rejected'],
		[{ retcode: '100-009' }, 400, 'rejected'],
		[{ retcode: '100-009' }, 500, 'rejected'],
		[{ retcode: '100-009' }, 408, 'rejected'],
		[{ retcode: '123-456' }, 404, 'rejected'],
		[{ retcode: '123-456' }, 407, 'rejected'],
		[{ retcode: '123-456' }, 409, 'rejected'],
		[{ retcode: '123-456' }, 499, 'rejected'],
		[{ retcode: 408 }, 408, 'unknown'],
		[{ retcode: 429 }, 429, 'rejected'],
		[{ retcode: 500 }, 500, 'unknown'],
		[{ retcode: 503 }, 503, 'unknown'],
	])('%p with HTTP %p is %s', (body, status, outcome) => {
		expect(judged(body, status).outcome).toBe(outcome);
	});

	it('keeps the HTTP status and the requested pause', () => {
		for (const body of ['{"retcode":"000-007"}', '<html>']) {
			expect(judge(answered(body, { status: 503, retryAfter: 5000 }), safe)).toMatchObject({
				status: 503,
				retryAfter: 5000,
			});
		}
		expect(judged({ retcode: '0' })).toMatchObject({ status: 200 });
	});

	it('may have a number as its code and any value as its message', () => {
		expect(judged({ retcode: 100, message: 5, result: [1] })).toMatchObject({
			retcode: '100',
			message: null,
			result: [1],
		});
		expect(judged({ retcode: true })).toMatchObject({ outcome: 'unknown', retcode: null });
	});

	it('has no remedy if it is accepted', () => {
		expect(judged({ retcode: '0', message: 'success' })).toEqual({
			outcome: 'accepted',
			retry: 'never',
			meaning: '',
			remedy: '',
			retcode: '0',
			message: 'success',
			result: null,
			status: 200,
		});
	});

	it('with the retcode of success is no success from HTTP 300 on, and names the status', () => {
		expect(judged({ retcode: '0' }, 299).outcome).toBe('accepted');
		expect(judged({ retcode: '0' }, 300)).toMatchObject({
			outcome: 'unknown',
			retry: 'ifIdempotent',
			meaning: 'the answer says success and HTTP 300 at once',
			remedy: "Look at the agent before you send it again. Check the credential's Gateway URL.",
		});
	});

	it.each([
		'<center>The plain HTTP request was sent to HTTPS port</center>',
		'Bad Request\r\nThis combination of host and port requires TLS.\r\n',
	])('names https as the remedy if the server answers %p', (body) => {
		expect(judged(body, 400)).toMatchObject({
			outcome: 'rejected',
			remedy: expect.stringMatching(/needs https:\/\/ in place of http:\/\/\.$/) as string,
		});
	});

	it('with another status is not taken for that of a port that needs https', () => {
		expect(judged('The plain HTTP request was sent to HTTPS port', 403).remedy).not.toContain(
			'https://',
		);
	});

	it('with HTTP 407 comes from the proxy, before the request was sent on', () => {
		expect(judge(answered('', { status: 407 }), never)).toMatchObject({
			outcome: 'notAttempted',
			retry: 'always',
			unreachable: true,
			meaning: 'the proxy that n8n uses asks for a user name and a password (HTTP 407)',
		});
	});

	it('with HTTP 403 is not explained by a high agent ID', () => {
		const request = { ...safe, path: '/onlineagent/60000/sayfree' };
		expect(judge(answered('', { status: 403 }), request).remedy).not.toContain('Older gateways');
	});

	const CHECK = "Check the credential's Gateway URL.";
	const LOOK = 'Look at the agent before you send it again.';
	it.each<[number, string, string]>([
		[200, 'the answer is not one of a CC-Gateway', `${LOOK} ${CHECK} A proxy or`],
		[299, 'the answer is not one of a CC-Gateway', `${LOOK} ${CHECK} A proxy or`],
		[300, 'the server points to another address (HTTP 300)', `${CHECK} Redirects are never`],
		[399, 'the server points to another address (HTTP 399)', `${CHECK} Redirects are never`],
		[400, 'the server refused the request (HTTP 400)', CHECK],
		[401, 'a server in front of the gateway asks for a sign-in of its own (HTTP 401)', CHECK],
		[
			403,
			'a server in front of the gateway forbids the request (HTTP 403)',
			`${CHECK} Some gateways answer so to addresses that are not on their allow-list`,
		],
		[404, 'the gateway has nothing at this address (HTTP 404)', CHECK],
		[405, 'the server does not accept this kind of request (HTTP 405)', CHECK],
		[408, 'the server failed on the way (HTTP 408)', `${LOOK} If it keeps happening`],
		[413, 'the server finds the request too large (HTTP 413)', 'Shorten it.'],
		[429, 'the server asks to wait (HTTP 429)', 'Try again in a moment; lower the concurrency'],
		[499, 'the server refused the request (HTTP 499)', CHECK],
		[500, 'the server failed on the way (HTTP 500)', `${LOOK} If it keeps happening`],
	])('from another server, with HTTP %p, means: %s', (status, meaning, remedy) => {
		const verdict = judged('<html>', status);
		expect(verdict).toMatchObject({ meaning, retcode: null, message: null, result: null });
		expect(verdict.remedy.startsWith(remedy)).toBe(true);
		expect(verdict.remedy).toMatch(/\.$/);
	});

	it.each([
		['/onlineagent/31001/sayfree', CHECK],
		['/onlineagent/59999/sayfree', CHECK],
		[
			'/onlineagent/60000/sayfree',
			`${CHECK} Older gateways also answer so for agent IDs above 59999.`,
		],
		[
			'/qualitycontrol/31000/forceready/131245',
			`${CHECK} Older gateways also answer so for agent IDs above 59999.`,
		],
		['/onlineagent/x60000/60000x', CHECK],
	])('404 to %s: %s', (path, remedy) => {
		const request = { ...safe, path };
		expect(judge({ type: 'answered', status: 404, body: '' }, request).remedy).toBe(remedy);
	});

	it('is retryable only if its outcome is unknown or the gateway asked for a retry', () => {
		const repeats = [200, 300, 400, 404, 408, 429, 500, 503].map((status) => [
			status,
			judged('', status).retry,
		]);
		expect(repeats).toEqual([
			[200, 'ifIdempotent'],
			[300, 'never'],
			[400, 'never'],
			[404, 'never'],
			[408, 'ifIdempotent'],
			[429, 'always'],
			[500, 'ifIdempotent'],
			[503, 'ifIdempotent'],
		]);
	});

	it('asks for a pause with HTTP 429, also for requests that must not be repeated', () => {
		expect(judge(answered('', { status: 429, retryAfter: 2000 }), never)).toMatchObject({
			outcome: 'rejected',
			retry: 'always',
			retryAfter: 2000,
		});
	});

	it('with an undocumented code is unknown only for operations that are not idempotent', () => {
		const exchange = answered({ retcode: '123-456', message: 'odd' });
		const ask = "Ask the gateway's administrator what the code means.";
		expect(judge(exchange, safe)).toMatchObject({
			outcome: 'rejected',
			retry: 'never',
			meaning: 'the gateway answered with a code that is not documented',
			remedy: ask,
		});
		expect(judge(exchange, never)).toMatchObject({
			outcome: 'unknown',
			retry: 'never',
			remedy: `Look at the agent before you send it again. ${ask}`,
		});
	});

	it.each([
		[408, 'ifIdempotent', 'the server failed on the way (HTTP 408)'],
		[429, 'always', 'the server asks to wait (HTTP 429)'],
		[503, 'ifIdempotent', 'the server failed on the way (HTTP 503)'],
	])('with an undocumented code is judged by HTTP %p', (status, retry, meaning) => {
		const body = { retcode: status, message: 'away', result: [1] };
		const exchange = answered(body, { status, retryAfter: 3000 });
		const answer = { retcode: String(status), message: 'away', result: [1], retryAfter: 3000 };
		for (const request of [safe, never]) {
			expect(judge(exchange, request)).toMatchObject({ ...answer, status, retry, meaning });
		}
	});

	it('beyond the size limit is not read', () => {
		const room = 1_000_000 - '{"retcode":"0","message":""}'.length;
		const body = (length: number) => `{"retcode":"0","message":"${'x'.repeat(length)}"}`;
		expect(judged(body(room)).outcome).toBe('accepted');
		expect(judged(body(room + 1))).toMatchObject({
			outcome: 'unknown',
			meaning: 'the answer is not one of a CC-Gateway',
			message: null,
		});
	});

	it('is judged without an error, whatever it holds', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.object().map((value) => JSON.stringify(value) ?? ''),
				),
				fc.integer({ min: 200, max: 599 }),
				(body, status) => {
					const { outcome, retcode } = judge(answered(body, { status }), never);
					// Only a proxy that lets nothing through proves that nothing was sent.
					expect(outcome === 'notAttempted').toBe(status === 407 && retcode === null);
					if (outcome === 'accepted') expect(retcode).toBe('0');
				},
			),
		);
	});
});

describe('no answer', () => {
	const nothing = { retcode: null, message: null, result: null };

	it('is retryable for every operation if nothing was sent', () => {
		const exchange = {
			type: 'notSent',
			meaning: 'nothing listens',
			remedy: 'Check.',
			unreachable: true,
		} as const;
		expect(judge(exchange, never)).toEqual({
			...nothing,
			outcome: 'notAttempted',
			retry: 'always',
			meaning: 'nothing listens',
			remedy: 'Check.',
			unreachable: true,
		});
		expect(judge({ ...exchange, unreachable: false }, safe).unreachable).toBe(false);
	});

	it('leaves the outcome unknown if the answer was lost', () => {
		expect(judge({ type: 'lost', meaning: 'it broke', remedy: 'Look.' }, safe)).toEqual({
			...nothing,
			outcome: 'unknown',
			retry: 'ifIdempotent',
			meaning: 'it broke',
			remedy: 'Look.',
		});
	});

	const noSession = {
		type: 'noSession',
		outcome: 'notAttempted',
		retryable: true,
		meaning: 'no session',
		remedy: 'Wait.',
		retcode: '100-002',
		message: 'said',
	} as const;

	it('names the reason for a missing session', () => {
		expect(judge(noSession, safe)).toEqual({
			outcome: 'notAttempted',
			retry: 'always',
			unreachable: true,
			aborted: undefined,
			meaning: 'no session',
			remedy: 'Wait.',
			retcode: '100-002',
			message: 'said',
			result: null,
		});
		expect(judge({ ...noSession, retryable: false }, safe).retry).toBe('never');
	});

	it('does not count against the gateway after a refused sign-in or a cancelled run', () => {
		expect(judge({ ...noSession, outcome: 'rejected' }, safe).unreachable).toBe(false);
		expect(judge({ ...noSession, aborted: true }, safe)).toMatchObject({
			unreachable: false,
			aborted: true,
		});
	});
});

it('never repeats an earlier try of the execution, and reports what the ledger holds', () => {
	expect(verdictFromLedger('accepted', '0')).toMatchObject({ outcome: 'accepted', retcode: '0' });
	expect(verdictFromLedger('unknown', null)).toEqual({
		outcome: 'unknown',
		retry: 'never',
		meaning: 'an earlier try of this execution may have been carried out',
		remedy: 'Look at the agent before you send it again.',
		retcode: null,
		message: null,
		result: null,
	});
});

describe('every known retcode', () => {
	const byClass = (name: string) =>
		[...RETCODES].filter(([, entry]) => entry.class === name).map(([code]) => code);

	it('means a lost session if it concerns the session, and only then', () => {
		const codes = ['000-003', '100-006', '100-008', '105-001', '105-005', '105-006', '105-007'];
		expect(byClass('session').sort()).toEqual([...codes, '107-000']);
		for (const [retcode, entry] of RETCODES) {
			expect(isSessionRefusal(judged({ retcode }))).toBe(entry.class === 'session');
		}
		expect(isSessionRefusal({ ...judged({ retcode: '100-006' }), outcome: 'unknown' })).toBe(false);
		expect(isSessionRefusal(judged('<html>', 404))).toBe(false);
		expect(isSessionRefusal(judged({ retcode: '123-456' }))).toBe(false);
	});

	it('suggests smaller parts if it concerns the input, and only then', () => {
		expect(byClass('input').sort()).toEqual([
			...['000-001', '000-002', '000-005', '000-006'],
			...['100-001', '100-005', '100-011', '100-012', '100-013', '100-014', '100-016'],
			...['100-018', '100-019', '101-005', '101-006', '101-007', '104-003', '104-005', '104-007'],
			...['106-002', '106-003', '106-004', '106-008', '107-002', '200-001'],
			...['300-002', '300-003', '300-004', '600-001', '600-002', '600-005'],
			...['700-001', '700-002', '900-006', '900-009'],
		]);
		for (const [retcode, entry] of RETCODES) {
			expect(isInputRefusal(judged({ retcode }))).toBe(entry.class === 'input');
		}
		expect(isInputRefusal({ ...judged({ retcode: '000-002' }), outcome: 'unknown' })).toBe(false);
		expect(isInputRefusal(judged('<html>', 400))).toBe(false);
		expect(isInputRefusal(judged({ retcode: '123-456' }))).toBe(false);
	});

	it('names the account as the cause for the codes of its class only', () => {
		for (const [retcode, entry] of RETCODES) {
			expect([retcode, isCredentialRefusal({ retcode })]).toEqual([
				retcode,
				entry.class === 'credential',
			]);
		}
		expect(isCredentialRefusal({ retcode: '123-456' })).toBe(false);
		expect(isCredentialRefusal({ retcode: null })).toBe(false);
	});

	it('that concerns a password or an account is in this list', () => {
		expect(byClass('credential').sort()).toEqual([
			...['100-004', '100-017', '100-020', '100-061', '100-062', '107-003', '107-007'],
			...['110-002', '110-003', '110-005', '110-007', '110-009', '110-013', '110-014', '110-015'],
			...['110-016', '110-017', '110-018', '110-019', '110-020', '110-021', '110-022'],
		]);
	});

	it.each([
		['110-003', 'the old password is wrong', /accounts lock after a few/],
		['110-004', 'the gateway could not look up the account', /^Try again in a moment\./],
		['110-007', 'the gateway did not accept the password', /accounts lock after a few/],
		['110-012', 'the gateway could not look up the account', /^Try again in a moment\./],
		['110-016', 'the account is locked', /administrator/],
		['110-017', 'the password does not follow the rules of the site', /administrator/],
		['110-021', 'the account is locked after too many wrong passwords', /administrator/],
	])('of passwords has its class: %s, %s', (retcode, meaning, remedy) => {
		expect(RETCODES.get(retcode)?.meaning).toBe(meaning);
		expect(RETCODES.get(retcode)?.remedy).toMatch(remedy);
	});

	it('that concerns a right or a set-up is in this list', () => {
		expect(byClass('permission').sort()).toEqual([
			...['101-002', '101-004', '104-001', '104-002', '104-004', '104-008', '104-010'],
			...['106-001', '300-001', '600-003', '600-004', '900-002', '900-007'],
		]);
	});

	it('is of a known class', () => {
		const classes = ['input', 'session', 'credential', 'state', 'permission', 'busy', 'exception'];
		for (const [code, entry] of RETCODES)
			expect([code, classes]).toEqual([code, expect.arrayContaining([entry.class])]);
	});

	it('is certain after a lost try if the first try would have met it, too', () => {
		const final = new Set(['input', 'credential', 'permission']);
		for (const [retcode, entry] of RETCODES) {
			expect([retcode, judged({ retcode }).final]).toEqual([retcode, final.has(entry.class)]);
		}
	});

	it('has a meaning and a remedy of its own', () => {
		for (const [retcode, { meaning, remedy }] of RETCODES) {
			expect(judged({ retcode, message: 'x' })).toMatchObject({
				retcode,
				message: 'x',
				meaning,
				remedy,
			});
		}
	});

	it('that says "not now" is retryable for every operation', () => {
		expect(byClass('busy').sort()).toEqual(['000-004', '000-007', '100-021', '105-002', '105-003']);
		for (const retcode of byClass('busy')) {
			expect(judged({ retcode })).toMatchObject({ outcome: 'rejected', retry: 'always' });
		}
	});

	it('that says "internal error" leaves the outcome unknown', () => {
		expect(byClass('exception').sort()).toEqual([
			'000-000',
			'100-007',
			'900-001',
			'900-003',
			'900-008',
		]);
		for (const retcode of byClass('exception')) {
			expect(judged({ retcode })).toMatchObject({ outcome: 'unknown', retry: 'ifIdempotent' });
		}
	});

	it('of any other class is a final refusal', () => {
		for (const name of ['input', 'session', 'credential', 'state', 'permission']) {
			expect(byClass(name).length).toBeGreaterThan(0);
			for (const retcode of byClass(name)) {
				expect(judged({ retcode })).toMatchObject({ outcome: 'rejected', retry: 'never' });
			}
		}
	});

	it('is a lower-case clause and a remedy of whole sentences, without shouting or blame', () => {
		for (const [code, { meaning, remedy }] of RETCODES) {
			expect([code, meaning]).toEqual([code, expect.stringMatching(/^[a-z][^.]*$/)]);
			expect([code, remedy]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/s)]);
			expect(`${meaning} ${remedy}`).not.toMatch(/!|\berror\b|\bfailure\b|you did|undefined/i);
		}
	});

	it('is in the list', () => {
		const range = (family: string, first: number, last: number) =>
			Array.from(
				{ length: last - first + 1 },
				(_, index) => `${family}-${String(first + index).padStart(3, '0')}`,
			);
		const expected = [
			...range('000', 0, 7),
			...range('100', 1, 21),
			...range('100', 60, 62),
			...range('101', 1, 7),
			...range('104', 1, 12),
			...range('105', 1, 7),
			...range('106', 1, 12),
			...range('107', 0, 5),
			'107-007',
			...range('107', 10, 67),
			'108-019',
			...range('110', 2, 22),
			...range('200', 1, 26),
			'200-040',
			'210-001',
			...range('300', 1, 4),
			...range('400', 1, 3),
			...range('500', 1, 10),
			...range('500', 12, 13),
			...range('600', 1, 5),
			...range('700', 1, 3),
			...range('701', 1, 6),
			...['700-012', '700-014', '700-016', '700-017', '700-023', '700-024', '700-100'],
			...range('800', 1, 3),
			...range('900', 1, 9),
			'999-001',
		];
		expect([...RETCODES.keys()].sort()).toEqual(expected.sort());
	});
});
