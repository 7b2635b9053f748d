import { AUTHORITY } from '../../../support/authorities';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { AgentId } from '../../../../gateway/values/agentId';
import { authenticate, headersOf, TEST_HEADER } from '../../../../gateway/credential/authenticate';
import { connectionOptions, RequestRefusedError } from '../../../../gateway/credential/connection';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import {
	type PendingAction,
	PendingActionError,
	setPendingAction,
	takePendingAction,
} from '../../../../gateway/credential/pendingAction';
import { type Session, writeSession } from '../../../../gateway/session/session';
import { type CredentialFields, InvalidCredentialError } from '../../../../gateway/values/settings';

const ORIGIN = 'https://cc.example.com:8043';
const BASE = `${ORIGIN}/agentgateway/resource`;
const START = 1_700_000_000_000;

let time: number;
beforeEach(() => {
	time = START;
	jest.spyOn(Date, 'now').mockImplementation(() => time);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const guid: CredentialFields = {
	gatewayUrl: ORIGIN,
	authentication: 'guid',
	agentId: '31001',
	guid: 'g.AgentGateway0',
};
const guidPerItem: CredentialFields = { gatewayUrl: ORIGIN, authentication: 'guidPerItem' };

/** Session caches outlive a test, so every test uses its own account. */
let accounts = 0;
const account = (): CredentialFields & { agentId: AgentId; password: string } => ({
	gatewayUrl: ORIGIN,
	authentication: 'signIn',
	agentId: '31900' as AgentId,
	password: `Service-${accounts++}`,
	phonenum: '6900',
});

const sessionAt = (signedInAt: number, fields: Partial<Session> = {}): Session => ({
	guid: 'opened',
	cookies: 'node=1',
	gatewayUrl: BASE,
	agentId: '31900' as AgentId,
	signedInAt,
	renewedAt: signedInAt,
	...fields,
});

const request = (fields: object = {}): IHttpRequestOptions => ({
	url: `${BASE}/onlineagent/31001/agentstatus`,
	method: 'GET',
	...fields,
});

const authenticated = (fields: CredentialFields, more: object = {}) =>
	authenticate(fields, request(more)) as IHttpRequestOptions & Record<string, unknown>;

describe('a request with a Guid', () => {
	it('keeps its options, gets the Guid, and follows no redirect with either helper', () => {
		expect(
			authenticated(guid, { headers: { Accept: 'application/json' }, body: { a: 1 } }),
		).toEqual({
			url: `${BASE}/onlineagent/31001/agentstatus`,
			method: 'GET',
			body: { a: 1 },
			headers: { Accept: 'application/json', Guid: 'g.AgentGateway0' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it("carries the session's cookies only if there are any", () => {
		expect(authenticated({ ...guid, cookies: 'node=1' }).headers).toEqual({
			Guid: 'g.AgentGateway0',
			Cookie: 'node=1',
		});
		expect(headersOf({ guid: 'g', cookies: '' })).toEqual({ Guid: 'g' });
	});

	it("gets no Guid from the credential in the mode 'Guid per Item'", () => {
		expect(authenticated(guidPerItem, { headers: { Guid: 'of the item' } }).headers).toEqual({
			Guid: 'of the item',
		});
	});

	it("goes to the credential's address if it has a base URL in any spelling", () => {
		const sent = authenticated(guid, { baseURL: `${ORIGIN}/AgentGateway/`, url: '/agentevent/1' });
		expect(sent.url).toBe(`${BASE}/agentevent/1`);
		expect(sent).not.toHaveProperty('baseURL');
	});

	it.each([
		{ url: `${ORIGIN}/elsewhere` },
		{ url: undefined, uri: `${ORIGIN}/elsewhere` },
		{ url: `${ORIGIN}/elsewhere`, baseURL: '' },
	])("may go to any path of the credential's own server: %p", (fields) => {
		const sent = authenticated(guid, fields);
		expect(sent.url).toBe(fields.url);
		expect(sent.uri).toBe(fields.uri);
	});

	it.each([
		{ url: 'https://other.example.com/agentgateway/resource' },
		{ url: undefined },
		{ url: 'http://cc.example.com:8043/' },
		{ url: 'https://cc.example.com/' },
		{ url: `${BASE}/`, uri: 'https://other.example.com/' },
		{ url: 'https://other.example.com/', uri: `${BASE}/` },
		{ url: `${ORIGIN}.evil.example/` },
		{ url: '/relative' },
		{ url: '' },
		{ url: '@evil.example/', baseURL: `${ORIGIN}` },
	])('never goes to another server: %p', (fields) => {
		const sent = () => authenticated(guid, fields);
		if ('baseURL' in fields) {
			// The credential's path comes first, so that the host stays the same.
			expect(new URL(sent().url).origin).toBe(ORIGIN);
			return;
		}
		expect(sent).toThrow(InvalidCredentialError);
		expect(sent).toThrow(
			`Gateway URL in the credential: the request goes to another server. This credential may only be used for ${ORIGIN}, so that no other server gets the Guid.`,
		);
	});
});

describe('the certificate of the gateway', () => {
	const connection = { baseUrl: BASE, trustedCa: undefined, ignoreTlsIssues: false };

	it('is checked by default', () => {
		expect(connectionOptions(connection)).toEqual({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it("may come from the site's authority, together with the request's own connection options", () => {
		const ca = AUTHORITY;
		expect(connectionOptions({ ...connection, trustedCa: ca })).toMatchObject({
			agentOptions: { ca },
		});
		const ofTheRequest = {
			cert: 'of the client',
			key: 'k',
			passphrase: 'p',
			ca: 'of the request',
			rejectUnauthorized: false,
			checkServerIdentity: () => undefined,
			servername: 'other.example.com',
			host: 'other.example.com',
			socketPath: '/tmp/other',
		};
		const kept = { cert: 'of the client', key: 'k', passphrase: 'p' };
		expect(
			authenticated({ ...guid, trustedCa: ca }, { agentOptions: ofTheRequest }).agentOptions,
		).toEqual({ ...kept, ca });
		expect(authenticated(guid, { agentOptions: ofTheRequest }).agentOptions).toEqual(kept);
		expect(authenticated(guid, { agentOptions: { ca: 'x' } }).agentOptions).toBeUndefined();
	});

	it.each([{ skipSslCertificateValidation: true }, { rejectUnauthorized: false }])(
		'is checked if the request says %p: the credential decides',
		(fields) => {
			const sent = authenticated(guid, fields);
			expect(sent).not.toHaveProperty('skipSslCertificateValidation');
			expect(sent).not.toHaveProperty('rejectUnauthorized');
		},
	);

	it('is not checked with either helper if the credential disables the check', () => {
		expect(authenticated({ ...guid, ignoreTlsIssues: true })).toMatchObject({
			skipSslCertificateValidation: true,
			rejectUnauthorized: false,
		});
	});
});

describe('the time limit of a request', () => {
	const ofTheExecution = new AbortController().signal;

	it("is the node's signal, which also aborts when the execution ends", () => {
		const deadline = new AbortController().signal;
		const sent = authenticated(guid, { abortSignal: ofTheExecution, deadline });
		expect(sent.abortSignal).toBe(deadline);
		expect(sent).not.toHaveProperty('deadline');
	});

	it('does not exist for other nodes', () => {
		const { abortSignal } = authenticated(guid, { abortSignal: ofTheExecution });
		expect(abortSignal).toBe(ofTheExecution);
		expect(authenticated(guid)).not.toHaveProperty('abortSignal');
	});

	it('is fifteen seconds for the credential test', () => {
		const limit = new AbortController().signal;
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit);
		const fields = { ...guid };
		const headers = { [TEST_HEADER]: 'yes' };
		expect(() => authenticated(fields, { headers })).toThrow(PendingActionError);
		takePendingAction(fields);
		expect(authenticated(fields, { headers }).abortSignal).toBe(limit);
		expect(timeout.mock.calls).toEqual([[15_000]]);
	});
});

describe('a request that names a proxy of its own', () => {
	it.each<[string, () => CredentialFields]>([
		['guid', () => guid],
		['guidPerItem', () => guidPerItem],
		['signIn', () => ({ ...account(), sessionToken: writeSession(sessionAt(START)) })],
	])('is refused, as the proxy would receive the Guid, in the mode %s', (_mode, credential) => {
		for (const proxy of [
			'http://other.example.com:8080',
			'other.example.com',
			{ host: 'other.example.com', port: 8080 },
		]) {
			const fields = credential();
			expect(() => authenticated(fields, { proxy })).toThrow(RequestRefusedError);
			expect(() => authenticated(fields, { proxy })).toThrow(
				"The request names a proxy of its own, and a proxy may get the Guid. Remove the option 'Proxy' from the node; a proxy that the administrator has set up for n8n is still used.",
			);
			expect(takePendingAction(fields)).toBeUndefined();
		}
	});

	it.each([undefined, null, '', false])('is not refused if the option is empty: %p', (proxy) => {
		expect(authenticated(guid, { proxy }).headers).toEqual({ Guid: 'g.AgentGateway0' });
	});
});

describe('a request in a session that the package opens', () => {
	it('uses the stored session', () => {
		const fields = account();
		const sent = authenticated({ ...fields, sessionToken: writeSession(sessionAt(START)) });
		expect(sent.headers).toEqual({ Guid: 'opened', Cookie: 'node=1' });
	});

	it('uses a newer session of this process', () => {
		const fields = account();
		const stored = writeSession(sessionAt(START - 10_000, { guid: 'older' }));
		sessionCacheFor({ ...fields, baseUrl: BASE }).adopt(sessionAt(START));
		expect(authenticated({ ...fields, sessionToken: stored }).headers).toMatchObject({
			Guid: 'opened',
		});
	});

	it.each([
		['nothing is stored', undefined],
		['the stored one is too old', sessionAt(START - 119_000)],
		['the stored one is of another agent', sessionAt(START, { agentId: '31901' as AgentId })],
		['the stored one is of another gateway', sessionAt(START, { gatewayUrl: 'https://other' })],
	])('is refused for preparation if %s', (_name, session) => {
		const sessionToken = session ? writeSession(session) : '';
		const sent = () => authenticated({ ...account(), sessionToken });
		expect(sent).toThrow(PendingActionError);
	});

	it('is refused for preparation if the session is known to be lost', () => {
		const fields = account();
		sessionCacheFor({ ...fields, baseUrl: BASE }).invalidate(sessionAt(START));
		expect(() =>
			authenticated({ ...fields, sessionToken: writeSession(sessionAt(START)) }),
		).toThrow(PendingActionError);
	});

	it('is refused for preparation if a node sets an action, though there is a session', () => {
		const fields = account();
		sessionCacheFor({ ...fields, baseUrl: BASE }).adopt(sessionAt(START));
		for (const order of [
			{ kind: 'signIn', force: true },
			{ kind: 'store', session: sessionAt(START) },
		] satisfies PendingAction[]) {
			const ordering = { ...fields };
			setPendingAction(ordering, order);
			expect(() => authenticated(ordering)).toThrow(PendingActionError);
			expect(takePendingAction(ordering)).toBe(order);
		}
	});

	it("sets a pending action that is not the credential test's", () => {
		const fields = account();
		expect(() => authenticated(fields)).toThrow(PendingActionError);
		expect(takePendingAction(fields)).toEqual({ kind: 'signIn', force: false });
	});

	it('sets no pending action if there is a session', () => {
		const fields = { ...account(), sessionToken: writeSession(sessionAt(START)) };
		authenticated(fields);
		expect(takePendingAction(fields)).toBeUndefined();
	});
});

describe("the credential test's request", () => {
	const testing = { headers: { [TEST_HEADER]: 'yes', Accept: 'x' } };

	it('has a mark that n8n takes for a header', () => {
		expect(TEST_HEADER).toMatch(/^[A-Za-z-]+$/);
	});

	it.each<[string, () => CredentialFields]>([
		['guid', () => ({ ...guid })],
		['guidPerItem', () => ({ ...guidPerItem })],
		['signIn', () => ({ ...account(), sessionToken: writeSession(sessionAt(START)) })],
	])(
		'is always refused for preparation, and no other request is, in the mode %s',
		(_mode, credential) => {
			expect(() => authenticated(credential())).not.toThrow();
			const fields = credential();
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			expect(takePendingAction(fields)).toEqual({ kind: 'test' });
		},
	);

	it.each<[string, CredentialFields]>([
		['guid', guid],
		['guidPerItem', guidPerItem],
		['signIn', { ...account(), sessionToken: writeSession(sessionAt(START)) }],
	])(
		'is sent once it is prepared, without mark or session, and any answer passes, in the mode %s',
		(_mode, credential) => {
			const fields = { ...credential };
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
			takePendingAction(fields);
			expect(authenticated(fields, testing)).toMatchObject({
				headers: { Accept: 'x' },
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			});
			expect(Object.keys(authenticated(fields, testing).headers ?? {})).toEqual(['Accept']);
		},
	);

	it('is not prepared by the action of an earlier test', () => {
		const fields = { ...guid };
		expect(() => authenticated(fields, testing)).toThrow(PendingActionError);
		takePendingAction(fields);
		expect(() => authenticated({ ...fields }, testing)).toThrow(PendingActionError);
	});

	it('goes to no other server', () => {
		const fields = { ...guid };
		expect(() => authenticated(fields, { ...testing, url: 'https://other.example.com/' })).toThrow(
			InvalidCredentialError,
		);
		expect(takePendingAction(fields)).toBeUndefined();
	});
});
