import fc from 'fast-check';
import { judge, verdictFromLedger } from '../../../../gateway/answer/judge';
import type { AgentId } from '../../../../gateway/values/agentId';
import type { Outcome } from '../../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { answered } from '../../../support/exchanges';

const idempotent: GatewayRequest = {
	method: 'POST',
	agentId: '31001' as AgentId,
	path: '/onlineagent/31001/saybusy',
	effect: 'idempotent',
};

const nonIdempotent: GatewayRequest = { ...idempotent, effect: 'nonIdempotent' };

const judged = (body: unknown, status = 200) => judge(answered(body, { status }), idempotent);

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
			expect(judge(answered(body, { status: 503, retryAfter: 5000 }), idempotent)).toMatchObject({
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
		expect(judge(answered('', { status: 407 }), nonIdempotent)).toMatchObject({
			outcome: 'notAttempted',
			retry: 'always',
			unreachable: true,
			meaning: 'the proxy that n8n uses asks for a user name and a password (HTTP 407)',
		});
	});

	it('with HTTP 403 is not explained by a high agent ID', () => {
		const request = { ...idempotent, path: '/onlineagent/60000/sayfree' };
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
		const request = { ...idempotent, path };
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
		expect(judge(answered('', { status: 429, retryAfter: 2000 }), nonIdempotent)).toMatchObject({
			outcome: 'rejected',
			retry: 'always',
			retryAfter: 2000,
		});
	});

	it('with an undocumented code is unknown only for operations that are not idempotent', () => {
		const exchange = answered({ retcode: '123-456', message: 'odd' });
		const ask = "Ask the gateway's administrator what the code means.";
		expect(judge(exchange, idempotent)).toMatchObject({
			outcome: 'rejected',
			retry: 'never',
			meaning: 'the gateway answered with a code that is not documented',
			remedy: ask,
		});
		expect(judge(exchange, nonIdempotent)).toMatchObject({
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
		for (const request of [idempotent, nonIdempotent]) {
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
					const { outcome, retcode } = judge(answered(body, { status }), nonIdempotent);
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
		expect(judge(exchange, nonIdempotent)).toEqual({
			...nothing,
			outcome: 'notAttempted',
			retry: 'always',
			meaning: 'nothing listens',
			remedy: 'Check.',
			unreachable: true,
		});
		expect(judge({ ...exchange, unreachable: false }, idempotent).unreachable).toBe(false);
	});

	it('leaves the outcome unknown if the answer was lost', () => {
		expect(judge({ type: 'lost', meaning: 'it broke', remedy: 'Look.' }, idempotent)).toEqual({
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
		expect(judge(noSession, idempotent)).toEqual({
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
		expect(judge({ ...noSession, retryable: false }, idempotent).retry).toBe('never');
	});

	it('does not count against the gateway after a refused sign-in or a cancelled run', () => {
		expect(judge({ ...noSession, outcome: 'rejected' }, idempotent).unreachable).toBe(false);
		expect(judge({ ...noSession, aborted: true }, idempotent)).toMatchObject({
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
