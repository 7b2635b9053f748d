/** Answers to a sign-in: a session, or an error that names the cause. */
import { signIn } from '../../../../gateway/session/signIn';
import type { Exchange } from '../../../../gateway/http/exchange';
import { answered } from '../../../support/exchanges';
import { account, clock, sessionAt, refusedWith, failure } from './sessionCacheHarness';

describe('signing in', () => {
	const opened = async (exchange: Exchange) =>
		await signIn({
			account,
			force: false,
			send: async () => exchange,
			now: () => clock.now,
		});

	it('returns a session with Guid and cookies', async () => {
		const exchange = answered(
			{ retcode: '0', message: 'success', result: { isForceChange: 'false' } },
			{ setGuid: 'JSESSIONID=g.AgentGateway0', setCookies: ['c=1; Path=/'] },
		);
		expect(await opened(exchange)).toEqual({
			...sessionAt('g.AgentGateway0', clock.now),
			cookies: 'c=1',
		});
	});

	it.each([
		['100-002', 'occupied', /somebody is signed in/, /agent of its own/],
		['100-015', 'occupied', /cannot be forced out/, /agent of its own/],
		['100-021', 'occupied', /sign-in of this agent is still running/, /Try again/],
		['100-004', 'refused', /agent ID or the password is wrong/, /accounts lock/],
		['100-020', 'refused', /password has expired/, /Change the agent's password/],
		['110-016', 'refused', /account is locked/, /administrator/],
		['100-014', 'other', /phone number is outside/, /Check/],
		['100-007', 'other', /system behind the gateway/, /Try again/],
		['100-999', 'other', /not documented/, /./],
	])('reports %s as an error of its own', async (code, problem, meaning, remedy) => {
		const failed = await refusedWith(code);
		expect(failed.problem).toBe(problem);
		expect(failed.exchange.meaning).toMatch(/^agent 31900 could not be signed in: /);
		expect(failed.exchange.meaning).toMatch(meaning);
		expect(failed.exchange.remedy).toMatch(remedy);
		expect(failed.message).toContain(`(${code})`);
		expect(`${failed.message}${JSON.stringify(failed)}`).not.toContain(account.password);
	});

	it('refuses an account whose password must be changed', async () => {
		const failed = await failure(
			answered(
				{ retcode: '0', message: '', result: { isForceChange: 'true' } },
				{ setGuid: 'JSESSIONID=g' },
			),
		);
		expect(failed.problem).toBe('refused');
		expect(failed.exchange).toMatchObject({ outcome: 'rejected', retryable: false });
		expect(failed.message).toMatch(/the password must be changed first/);
	});

	it.each([
		['an answer without a Guid', answered({ retcode: '0' }), 'rejected', /brought no Guid/],
		['a web page', answered('<html>'), 'notAttempted', /not one of a CC-Gateway/],
		[
			'no answer',
			{ type: 'lost', meaning: 'no answer came', remedy: '' },
			'notAttempted',
			/no answer came/,
		],
		[
			'no connection',
			{ type: 'notSent', meaning: 'nothing listens', remedy: '', unreachable: true },
			'notAttempted',
			/nothing listens/,
		],
	] satisfies Array<[string, Exchange, string, RegExp]>)(
		'%s is no session',
		async (_name, exchange, outcome, message) => {
			const failed = await failure(exchange);
			expect(failed.exchange.outcome).toBe(outcome);
			expect(failed.message).toMatch(message);
			expect(failed.message).not.toMatch(/Look at the agent/);
		},
	);
});
