import type { AgentId } from '../../../../gateway/values/agentId';
import type { Exchange } from '../../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import type { Session } from '../../../../gateway/session/session';
import {
	signInErrorIn,
	isSignedInElsewhere,
	signIn,
	SignInError,
} from '../../../../gateway/session/signIn';
import { answered } from '../../../support/exchanges';

const account = {
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: 'canary-password',
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
};

const accepted = answered({ retcode: '0' }, { setGuid: 'JSESSIONID=g' });

/** Signs in at a gateway that gives one answer. */
const attempt = async (exchange: Exchange, force = false, now = () => 1000): Promise<Session> =>
	await signIn({ account, force, send: async () => exchange, now });

const failing = async (exchange: Exchange): Promise<SignInError> => {
	const result: unknown = await attempt(exchange).catch((error: unknown) => error);
	if (!(result instanceof SignInError)) throw new Error('It worked');
	return result;
};

describe('a session that was opened', () => {
	it.each([false, true])('was requested with the account, by force: %p', async (force) => {
		const sent: GatewayRequest[] = [];
		await signIn({
			account,
			force,
			send: async (request) => {
				sent.push(request);
				return accepted;
			},
			now: () => 0,
		});
		expect(sent).toHaveLength(1);
		expect(sent[0]?.path).toBe(force ? '/onlineagent/31900/forcelogin' : '/onlineagent/31900');
		expect(sent[0]?.body).toMatchObject({ password: account.password, phonenum: '6001' });
	});

	it.each([
		[accepted, [{ guidHeaders: ['set-guid'], passwordDays: null }]],
		[answered({ retcode: '100-004' }), []],
	])('tells the facts of its answer only if it was accepted: %#', async (exchange, told) => {
		const facts: unknown[] = [];
		const onFacts = (found: unknown) => facts.push(found);
		const answer = { ...exchange, headerNames: ['set-guid'] };
		await signIn({ account, force: false, send: async () => answer, now: () => 0, onFacts }).catch(
			() => {},
		);
		expect(facts).toMatchObject(told);
		expect(facts).toHaveLength(told.length);
	});

	it('has the Guid of the header Guid at a site that sends no Set-GUID', async () => {
		const session = await attempt(answered({ retcode: '0' }, { guid: 'bare.AgentGateway0' }));
		expect(session.guid).toBe('bare.AgentGateway0');
	});

	it('counts from before the request was sent', async () => {
		let time = 1000;
		const session = await signIn({
			account,
			force: false,
			send: async () => {
				time += 9_000;
				return accepted;
			},
			now: () => time,
		});
		expect(session).toMatchObject({ signedInAt: 1000, renewedAt: 1000 });
	});

	it.each([undefined, null, 'true', [], {}, { isForceChange: false }, { isForceChange: 'false' }])(
		'is accepted with the result %p',
		async (result) => {
			const exchange = answered({ retcode: '0', result }, { setGuid: 'JSESSIONID=g' });
			expect((await attempt(exchange)).guid).toBe('g');
		},
	);

	it.each([true, 'true'])('is unusable if isForceChange is %p', async (isForceChange) => {
		const failed = await failing(
			answered({ retcode: '0', message: 'success', result: { isForceChange } }, { setGuid: 'g' }),
		);
		expect(failed.exchange).toEqual({
			type: 'noSession',
			outcome: 'rejected',
			retryable: false,
			meaning: 'agent 31900 could not be signed in: the password must be changed first',
			remedy: "Change the agent's password in the contact centre, then in the credential.",
			retcode: null,
			message: null,
		});
	});

	it('does not exist without a Guid, and the error does not quote the code of success', async () => {
		const failed = await failing(answered({ retcode: '0', message: 'success' }));
		expect(failed.problem).toBe('other');
		expect(failed.exchange).toEqual({
			type: 'noSession',
			outcome: 'rejected',
			retryable: false,
			meaning: 'agent 31900 could not be signed in: the answer to the sign-in brought no Guid',
			remedy:
				"Check the credential's Gateway URL; a proxy in between may remove the headers Set-GUID and Guid.",
			retcode: null,
			message: null,
		});
	});
});

describe('the error of a sign-in', () => {
	const WAIT = 'Try again in a moment.';
	const ASK = "If it stays so, ask the gateway's administrator.";
	it.each([
		[
			'100-002',
			/^If a workflow used it a moment ago, try again in two minutes\. Otherwise: give the credential an agent of its own, .*'Take Over the Session'/,
		],
		['100-004', /^Correct the agent ID or the password in the credential .*: accounts lock/],
		['100-013', /^Check the credential's Phone Number, and ask/],
		['100-014', /^Check the credential's Phone Number, and ask/],
		['100-020', /^Change the agent's password in the contact centre, then in the credential\.$/],
		['100-021', /^Try again in a moment\.$/],
		['110-007', /^Correct the agent ID or the password in the credential .*: accounts lock/],
		[
			'110-008',
			/^Try again in a moment\. If it keeps happening, ask the gateway's administrator\.$/,
		],
		['110-016', /^Ask the contact centre's administrator to unlock the account\.$/],
		['110-021', /^Ask the contact centre's administrator to unlock the account\.$/],
		['100-007', new RegExp(`^${WAIT} ${ASK}$`)],
		['100-012', /^Check the values given at sign-in\.$/],
	])('%s names the remedy in the credential', async (retcode, remedy) => {
		expect((await failing(answered({ retcode }))).exchange.remedy).toMatch(remedy);
	});

	it('without an answer may have a temporary cause', async () => {
		for (const exchange of [
			{ type: 'lost', meaning: 'no answer came', remedy: 'Look at the agent.' },
			answered('<html>', { status: 502 }),
		] satisfies Exchange[]) {
			expect((await failing(exchange)).exchange.remedy).toMatch(
				/^Try again in a moment\. If it stays so, check the credential's Gateway URL; a proxy/,
			);
		}
		const { exchange } = await failing({
			type: 'notSent',
			meaning: 'nothing listens',
			remedy: 'Check the address.',
			unreachable: true,
		});
		expect(exchange.remedy).toBe('Check the address.');
	});

	it.each([
		['100-002', 'occupied', 'rejected', false],
		['100-021', 'occupied', 'rejected', false],
		['100-004', 'refused', 'rejected', false],
		['110-016', 'refused', 'rejected', false],
		['110-021', 'refused', 'rejected', false],
		['110-007', 'refused', 'rejected', false],
		['110-008', 'other', 'rejected', false],
		['100-012', 'other', 'rejected', false],
		['105-002', 'other', 'rejected', true],
		['100-007', 'other', 'notAttempted', true],
	])('%s: %s, %s, may end differently: %p', async (retcode, problem, outcome, again) => {
		const failed = await failing(answered({ retcode }));
		expect([failed.problem, failed.exchange.outcome, failed.exchange.retryable]).toEqual([
			problem,
			outcome,
			again,
		]);
	});

	it('is one sentence with a capital letter, the code, and what to do', async () => {
		const { message, name } = await failing(answered({ retcode: '100-004', message: 'bad' }));
		expect(name).toBe('SignInError');
		expect(message).toBe(
			'Agent 31900 could not be signed in: the agent ID or the password is wrong (100-004). Correct the agent ID or the password in the credential before the next try: accounts lock after a few.',
		);
	});

	it('quotes the gateway only for undocumented codes, and never the password', async () => {
		const said = { message: `odd: ${account.password}` };
		const other = await failing(answered({ retcode: '999-999', ...said }));
		expect(other.message).toMatch(/\(999-999\)\. .* The gateway says: odd: •••$/);
		expect((await failing(answered({ retcode: '100-004', ...said }))).message).not.toMatch(/odd/);
		expect((await failing(answered({ retcode: '999-999' }))).message).not.toMatch(/says/);
	});

	it('has no code if the gateway sent none', async () => {
		const { message } = await failing({ type: 'lost', meaning: 'no answer came', remedy: '' });
		expect(message).toMatch(/^Agent 31900 could not be signed in: no answer came\. Try/);
	});

	it('is "signed in elsewhere" for one code only', async () => {
		expect(isSignedInElsewhere(await failing(answered({ retcode: '100-002' })))).toBe(true);
		expect(isSignedInElsewhere(await failing(answered({ retcode: '100-021' })))).toBe(false);
	});

	it('is found in an error wrapped any number of times', async () => {
		const failed = await failing(answered({ retcode: '100-004' }));
		expect(signInErrorIn(failed)).toBe(failed);
		const wrapped = new Error('n8n says', { cause: { errors: [new Error('x'), failed] } });
		expect(signInErrorIn(wrapped)).toBe(failed);
		expect(signInErrorIn(new Error('x'))).toBeUndefined();
		expect(signInErrorIn(undefined)).toBeUndefined();
	});
});
