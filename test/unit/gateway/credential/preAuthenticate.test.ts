import type { AgentId } from '../../../../gateway/values/agentId';
import { authenticate, TEST_HEADER } from '../../../../gateway/credential/authenticate';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import {
	CredentialTestError,
	GatewayUnreachableError,
} from '../../../../gateway/credential/credentialTest';
import { preAuthenticate } from '../../../../gateway/credential/preAuthenticate';
import {
	type PendingAction,
	PendingActionError,
	setPendingAction,
} from '../../../../gateway/credential/pendingAction';
import { readSession, type Session, writeSession } from '../../../../gateway/session/session';
import {
	type CredentialFields,
	InvalidCredentialError,
	readSettings,
} from '../../../../gateway/values/settings';
import { SignInError } from '../../../../gateway/session/signIn';

const ORIGIN = 'https://cc.example.com:8043';
const BASE = `${ORIGIN}/agentgateway/resource`;
const START = 1_700_000_000_000;
const SERVICE_AGENT_ID = '31900' as AgentId;

let time: number;
beforeEach(() => {
	time = START;
	jest.spyOn(Date, 'now').mockImplementation(() => time);
});
afterEach(() => {
	jest.restoreAllMocks();
});

type Options = { method: string; url: string; headers: Record<string, string>; body?: unknown };

type HttpRequest = Parameters<typeof preAuthenticate>[1];

const SLEEP = async (ms: number): Promise<void> => void (time += ms);

/** n8n's request helper with scripted answers; an `Error` is thrown. */
function helper(...answers: unknown[]) {
	const sent: Options[] = [];
	const httpRequest = async (options: unknown): Promise<unknown> => {
		sent.push(options as Options);
		const answer = answers.shift();
		if (answer instanceof Error) throw answer;
		return answer;
	};
	return { sent, httpRequest: httpRequest as HttpRequest };
}

const answer = (retcode: string, headers: object = {}) => ({
	statusCode: 200,
	headers,
	body: JSON.stringify({ retcode, message: 'said' }),
});
const opened = (guid: string) =>
	answer('0', { 'set-guid': `JSESSIONID=${guid}`, 'set-cookie': ['node=1; Path=/'] });
const refusedConnection = () => Object.assign(new Error('x'), { code: 'ECONNREFUSED' });

/** Session caches outlive a test, so every test uses its own account. */
let accounts = 0;
const account = () => ({
	gatewayUrl: ORIGIN,
	authentication: 'signIn',
	agentId: SERVICE_AGENT_ID,
	password: `Service-pre-${accounts++}`,
	phonenum: '6900',
});
const cacheFor = (fields: { agentId: AgentId; password: string }) =>
	sessionCacheFor({ ...fields, baseUrl: BASE });
const inUse = (fields: CredentialFields) => {
	const { authentication } = readSettings(fields);
	if (authentication.mode !== 'signIn') throw new Error('It opens no session');
	return sessionCacheFor(authentication).current(authentication);
};

const session = (fields: Partial<Session> = {}): Session => ({
	guid: 'known',
	cookies: 'node=7',
	gatewayUrl: BASE,
	agentId: SERVICE_AGENT_ID,
	signedInAt: START,
	renewedAt: START,
	...fields,
});

const failing = async (work: Promise<unknown>): Promise<Error> => {
	const result = await work.catch((error: unknown) => error);
	if (!(result instanceof Error)) throw new Error('It worked');
	return result;
};

const ask = (fields: CredentialFields, headers: Record<string, string>) =>
	authenticate(fields, { url: `${String(fields.gatewayUrl)}/`, headers });

/** Prepares a request without a session, as n8n does before it sends it. */
const prepare = async (fields: CredentialFields, httpRequest: HttpRequest) => {
	expect(() => ask(fields, {})).toThrow(PendingActionError);
	return await preAuthenticate(fields, httpRequest, SLEEP);
};

/** Tests a credential as n8n does. */
const test = async (fields: CredentialFields, httpRequest: HttpRequest) => {
	expect(() => ask(fields, { [TEST_HEADER]: 'yes' })).toThrow(PendingActionError);
	return await preAuthenticate(fields, httpRequest, SLEEP);
};

/** Passes the credential's fields with a pending action, as a node does. */
const runAction = async (
	fields: CredentialFields,
	what: PendingAction,
	httpRequest: HttpRequest,
) => {
	const handedOver = { ...fields, sessionToken: '' };
	setPendingAction(handedOver, what);
	return await preAuthenticate(handedOver, httpRequest, SLEEP);
};
const SIGN_IN: PendingAction = { kind: 'signIn', force: false };

describe('preparing in the mode that opens the session', () => {
	it('signs in and returns the session for n8n to store', async () => {
		const { sent, httpRequest } = helper(opened('new'));
		const { sessionToken } = await prepare(account(), httpRequest);
		expect(readSession(sessionToken)).toEqual(session({ guid: 'new', cookies: 'node=1' }));
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'PUT',
			url: `${BASE}/onlineagent/31900`,
			headers: { 'Content-Type': 'application/json; charset=UTF-8', Accept: 'application/json' },
			body: { phonenum: '6900' },
			timeout: 15_000,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		});
		expect(sent[0]?.headers).not.toHaveProperty('Guid');
	});

	it('sends the trusted authority and the TLS switch of the credential', async () => {
		const { sent, httpRequest } = helper(opened('new'));
		await prepare({ ...account(), ignoreTlsIssues: true }, httpRequest);
		expect(sent[0]).toMatchObject({ skipSslCertificateValidation: true });
	});

	it('returns the session that another run of this process has just opened', async () => {
		const old = session({ guid: 'old', signedInAt: START - 200_000, renewedAt: START - 200_000 });
		for (const sessionToken of ['', writeSession(old)]) {
			const fields = { ...account(), sessionToken };
			expect(() => ask(fields, {})).toThrow(PendingActionError);
			cacheFor(fields).adopt(session());
			const { sent, httpRequest } = helper();
			const prepared = await preAuthenticate(fields, httpRequest, SLEEP);
			expect(readSession(prepared.sessionToken)).toEqual(session());
			expect(sent).toEqual([]);
		}
	});

	it('does nothing without an action: n8n would repeat a failed request', async () => {
		for (const sessionToken of ['', writeSession(session())]) {
			const fields = { ...account(), sessionToken };
			const { sent, httpRequest } = helper();
			expect(await preAuthenticate(fields, httpRequest, SLEEP)).toEqual({});
			expect(sent).toEqual([]);
		}
		const fields = { ...account(), sessionToken: writeSession(session()) };
		ask(fields, {});
		expect(await preAuthenticate(fields, helper().httpRequest, SLEEP)).toEqual({});
	});

	it('carries out an action once', async () => {
		const fields = account();
		const { sent, httpRequest } = helper(opened('new'));
		await prepare(fields, httpRequest);
		expect(await preAuthenticate(fields, httpRequest, SLEEP)).toEqual({});
		expect(sent).toHaveLength(1);
	});

	it('carries out a failing action once, too', async () => {
		const fields = account();
		const { sent, httpRequest } = helper(answer('100-007'));
		await failing(prepare(fields, httpRequest));
		expect(await preAuthenticate(fields, httpRequest, SLEEP)).toEqual({});
		expect(sent).toHaveLength(1);
	});

	it('reports why a sign-in failed', async () => {
		const { httpRequest } = helper(answer('100-004'));
		const error = await failing(prepare(account(), httpRequest));
		expect(error).toBeInstanceOf(SignInError);
		expect(error.message).toMatch(/^Agent 31900 could not be signed in/);
	});

	it('reports a failed connection', async () => {
		const { httpRequest } = helper(refusedConnection());
		const error = await failing(prepare(account(), httpRequest));
		expect(error).toBeInstanceOf(SignInError);
		expect(error.message).toMatch(/nothing listens at the gateway address/);
	});

	it('waits at most fifteen seconds for the answer', async () => {
		const { httpRequest } = helper(Object.assign(new Error('x'), { code: 'ECONNABORTED' }));
		const { message } = await failing(prepare(account(), httpRequest));
		expect(message).toMatch(/no answer came within 15 seconds/);
	});

	it('refuses an unusable credential before any request', async () => {
		const { sent, httpRequest } = helper();
		const error = await failing(
			preAuthenticate({ ...account(), phonenum: '' }, httpRequest, SLEEP),
		);
		expect(error).toBeInstanceOf(InvalidCredentialError);
		expect(sent).toEqual([]);
	});

	it('never ends a session elsewhere by itself, even if the credential allows workflows to', async () => {
		const { sent, httpRequest } = helper(answer('100-002'));
		const error = await failing(prepare({ ...account(), takeOver: true }, httpRequest));
		expect(error).toBeInstanceOf(SignInError);
		expect(sent.map(({ url }) => url)).toEqual([`${BASE}/onlineagent/31900`]);
	});

	it('sends a refused password again immediately for a person, not for a workflow', async () => {
		const fields = account();
		const { sent, httpRequest } = helper(answer('100-004'), answer('100-004'));
		await failing(runAction(fields, SIGN_IN, httpRequest));
		time += 10_000;
		await failing(runAction(fields, SIGN_IN, httpRequest));
		expect(sent).toHaveLength(1);
		await failing(prepare(fields, httpRequest));
		expect(sent).toHaveLength(1);
		await failing(test({ ...fields }, httpRequest));
		expect(sent).toHaveLength(2);
	});
});

describe('a pending action of a node', () => {
	it('to store a session returns it without a request', async () => {
		const { sent, httpRequest } = helper();
		const renewed = session({ guid: 'renewed' });
		const prepared = await runAction(account(), { kind: 'store', session: renewed }, httpRequest);
		expect(prepared).toEqual({ sessionToken: writeSession(renewed) });
		expect(sent).toEqual([]);
	});

	it.each([
		[false, `${BASE}/onlineagent/31900`],
		[true, `${BASE}/onlineagent/31900/forcelogin`],
	])('to sign in, by force: %p', async (force, url) => {
		const { sent, httpRequest } = helper(opened('new'));
		const prepared = await runAction(account(), { kind: 'signIn', force }, httpRequest);
		expect(readSession(prepared.sessionToken)?.guid).toBe('new');
		expect(sent.map((one) => one.url)).toEqual([url]);
	});

	it('ends a session elsewhere after a plain sign-in was refused because of it', async () => {
		const fields = account();
		const { httpRequest } = helper(answer('100-002'), opened('new'));
		await failing(prepare(fields, httpRequest));
		const prepared = await runAction(fields, { kind: 'signIn', force: true }, httpRequest);
		expect(readSession(prepared.sessionToken)?.guid).toBe('new');
	});

	it('returns the session in use without a liveness check', async () => {
		const fields = account();
		cacheFor(fields).adopt(session());
		const { sent, httpRequest } = helper();
		const prepared = await runAction(fields, SIGN_IN, httpRequest);
		expect(readSession(prepared.sessionToken)?.guid).toBe('known');
		expect(sent).toEqual([]);
	});
});

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
