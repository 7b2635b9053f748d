/** authenticate with a Guid: destination, certificate, time limit, proxy. */
import { AUTHORITY } from '../../../support/authorities';
import { headersOf, TEST_HEADER } from '../../../../gateway/credential/authenticate';
import { connectionOptions, RequestRefusedError } from '../../../../gateway/credential/connection';
import {
	PendingActionError,
	takePendingAction,
} from '../../../../gateway/credential/pendingAction';
import { writeSession } from '../../../../gateway/session/session';
import { type CredentialFields, InvalidCredentialError } from '../../../../gateway/values/settings';
import {
	ORIGIN,
	BASE,
	START,
	guid,
	guidPerItem,
	account,
	sessionAt,
	authenticated,
} from './authenticateHarness';

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
		[{ url: '', uri: '/agentevent/1' }, `${BASE}/agentevent/1`],
		[{ url: undefined, uri: undefined }, BASE],
	])("follows the older helper's address after a base URL: %p", (fields, url) => {
		const sent = authenticated(guid, { baseURL: ORIGIN, ...fields });
		expect(sent.url).toBe(url);
		expect(sent).not.toHaveProperty('uri');
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
				expect.objectContaining({ name: 'RequestRefusedError' }) as Error,
			);
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
