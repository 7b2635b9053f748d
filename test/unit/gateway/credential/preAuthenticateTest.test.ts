/** preAuthenticate in the credential test, with and without a Guid. */
import { authenticate, TEST_HEADER } from '../../../../gateway/credential/authenticate';
import {
	CredentialTestError,
	GatewayUnreachableError,
} from '../../../../gateway/credential/credentialTest';
import { preAuthenticate } from '../../../../gateway/credential/preAuthenticate';
import { readSession, writeSession } from '../../../../gateway/session/session';
import type { CredentialFields } from '../../../../gateway/values/settings';
import {
	BASE,
	START,
	clock,
	SIGN_IN,
	SLEEP,
	runAction,
	helper,
	answer,
	opened,
	refusedConnection,
	account,
	cacheFor,
	inUse,
	session,
	failing,
	test,
} from './preAuthenticateHarness';

describe('the credential test', () => {
	const pressed = () => {
		const fields = { ...account(), sessionToken: writeSession(session()) };
		return { fields };
	};

	it('checks that the session is alive, and returns it', async () => {
		const { fields } = pressed();
		const { sent, httpRequest } = helper(answer('0'));
		const prepared = await test(fields, httpRequest);
		expect(prepared).toEqual({ sessionToken: writeSession(session()) });
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'GET',
			url: `${BASE}/onlineagent/31900/agentstatus`,
			headers: { Accept: 'application/json', Guid: 'known', Cookie: 'node=7' },
		});
	});

	it('checks the session of this process if none is stored', async () => {
		const fields = account();
		cacheFor(fields).adopt(session());
		const { sent, httpRequest } = helper(answer('0'));
		const prepared = await test(fields, httpRequest);
		expect(readSession(prepared.sessionToken)).toEqual(session());
		expect(sent).toMatchObject([{ method: 'GET', headers: { Guid: 'known' } }]);
	});

	it('signs in without waiting if no session is known, and checks the new session', async () => {
		const { sent, httpRequest } = helper(opened('new'), answer('0'));
		const prepared = await test(account(), httpRequest);
		expect(readSession(prepared.sessionToken)?.guid).toBe('new');
		expect(sent.map(({ method }) => method)).toEqual(['PUT', 'GET']);
		expect(sent[1]?.headers).toMatchObject({ Guid: 'new', Cookie: 'node=1' });
	});

	it('reports and invalidates a new session that is refused', async () => {
		const fields = account();
		const { httpRequest } = helper(opened('new'), answer('100-006'));
		const error = await failing(test(fields, httpRequest));
		expect(error).toBeInstanceOf(CredentialTestError);
		expect(error.message).toBe(
			'The gateway signed the agent in, but does not accept the session (100-006). Somebody else may be signing in with this agent ID: use one that nobody else uses.',
		);
		expect(inUse(fields)).toBeUndefined();
	});

	it('never ends a session elsewhere', async () => {
		const { sent, httpRequest } = helper(answer('100-002'));
		await failing(test({ ...account(), takeOver: true }, httpRequest));
		expect(sent.map(({ url }) => url)).toEqual([`${BASE}/onlineagent/31900`]);
	});

	it('opens a new session if the gateway has lost the old one', async () => {
		const { fields } = pressed();
		const { sent, httpRequest } = helper(answer('100-006'), opened('new'), answer('0'));
		const prepared = await test(fields, httpRequest);
		expect(readSession(prepared.sessionToken)?.guid).toBe('new');
		expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
		expect(inUse(fields)?.guid).toBe('new');
	});

	it.each(['100-009', '100-007', '555-555'])(
		'reports the answer %s, and keeps the session',
		async (code) => {
			const { fields } = pressed();
			const { sent, httpRequest } = helper(answer(code));
			const { message } = await failing(test(fields, httpRequest));
			expect(message).toContain(`did not tell the agent's status (${code}): `);
			expect(inUse(fields)?.guid).toBe('known');
			expect(sent).toHaveLength(1);
		},
	);

	it('explains why there is no answer, and keeps the session', async () => {
		const { fields } = pressed();
		const { httpRequest } = helper(refusedConnection());
		const error = await failing(test(fields, httpRequest));
		expect(error).toBeInstanceOf(GatewayUnreachableError);
		expect(error.name).toBe('GatewayUnreachableError');
		expect(error.message).toBe(
			"Nothing listens at the gateway address. Check the credential's Gateway URL and that this n8n server may reach it.",
		);
		expect(inUse(fields)).toBeDefined();
	});

	it('says what to check if the connection broke, and does not mention an agent', async () => {
		const { fields } = pressed();
		const { httpRequest } = helper(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
		const { message } = await failing(test(fields, httpRequest));
		expect(message).toBe(
			"The connection broke before the answer came. Check the credential's Gateway URL and that this n8n server may reach it.",
		);
	});
});

describe('preparing in the modes with a Guid', () => {
	const guid = (name: string): CredentialFields => ({
		gatewayUrl: `https://${name}.example.com`,
		authentication: 'guid',
		agentId: '31001',
		guid: 'g',
	});

	it('does nothing outside the credential test', async () => {
		const { sent, httpRequest } = helper();
		expect(await preAuthenticate(guid('quiet'), httpRequest, SLEEP)).toEqual({});
		expect(sent).toEqual([]);
	});

	it.each([['guid'], ['guidPerItem']])('does nothing for an action of a node: %s', async (mode) => {
		const { sent, httpRequest } = helper();
		const fields = { ...guid('action'), authentication: mode };
		expect(await runAction(fields, SIGN_IN, httpRequest)).toEqual({});
		expect(sent).toEqual([]);
	});

	it('keeps the query limit: of six tests in a row, the last one waits two seconds', async () => {
		const { sent, httpRequest } = helper(...Array.from({ length: 6 }, () => answer('0')));
		for (let count = 0; count < 5; count++) await test(guid('limited'), httpRequest);
		expect(clock.now).toBe(START);
		await test(guid('limited'), httpRequest);
		expect(clock.now).toBeGreaterThanOrEqual(START + 2_000);
		expect(clock.now).toBeLessThan(START + 2_100);
		expect(sent).toHaveLength(6);
	});

	it("asks for the agent's own status with the Guid", async () => {
		const { sent, httpRequest } = helper(answer('0'));
		expect(await test(guid('asked'), httpRequest)).toEqual({});
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://asked.example.com/agentgateway/resource/onlineagent/31001/agentstatus',
			headers: { Guid: 'g' },
		});
		expect(sent[0]?.headers).not.toHaveProperty('Cookie');
	});

	it("asks without a Guid and an agent in the mode 'Guid per Item'", async () => {
		const fields = { ...guid('each'), authentication: 'guidPerItem' };
		for (const code of ['100-006', '000-003', '000-002', '0']) {
			const { sent, httpRequest } = helper(answer(code));
			expect(await test({ ...fields }, httpRequest)).toEqual({});
			expect(sent).toHaveLength(1);
			expect(sent[0]?.url).toMatch(/\/onlineagent\/101\/agentstatus$/);
			expect(sent[0]?.headers).not.toHaveProperty('Guid');
		}
	});

	it('explains why there is no answer in the modes with a Guid', async () => {
		const fields = guid('nothing');
		const { httpRequest } = helper(refusedConnection());
		await expect(test(fields, httpRequest)).rejects.toThrow(
			/^Nothing listens at the gateway address\./,
		);
	});

	it('lets the request of the credential test pass', async () => {
		const fields = guid('whole');
		const request = {
			url: 'https://whole.example.com/agentgateway/resource/onlineagent/31001/agentstatus',
			headers: { [TEST_HEADER]: 'yes' },
		};
		expect(() => authenticate(fields, { ...request })).toThrow(/prepared first/);
		await preAuthenticate(fields, helper(answer('0')).httpRequest, SLEEP);
		expect(authenticate(fields, { ...request })).toMatchObject({ url: request.url });
	});
});
