import { preAuthenticate } from '../../../../gateway/credential/preAuthenticate';
import { PendingActionError, setPendingAction } from '../../../../gateway/credential/pendingAction';
import { readSession, writeSession } from '../../../../gateway/session/session';
import { type CredentialFields, InvalidCredentialError } from '../../../../gateway/values/settings';
import { SignInError } from '../../../../gateway/session/signIn';
import {
	BASE,
	START,
	clock,
	SLEEP,
	helper,
	answer,
	opened,
	refusedConnection,
	account,
	cacheFor,
	session,
	failing,
	ask,
	prepare,
	test,
	runAction,
	SIGN_IN,
} from './preAuthenticateHarness';

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
		clock.now += 10_000;
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

describe('a pending action with a function that reads the credential again', () => {
	const renewed = session({ guid: 'renewed' });

	const storeWith = async (fields: CredentialFields, stored: CredentialFields | undefined) => {
		setPendingAction(
			fields,
			{ kind: 'store', session: renewed },
			async () => stored && { ...stored },
		);
		return await preAuthenticate(fields, helper().httpRequest, SLEEP);
	};

	it('leaves the fields as they are stored at that moment, so that n8n undoes no edit', async () => {
		const fields: CredentialFields = { ...account(), cookies: 'removed meanwhile' };
		const stored = { ...account(), takeOver: true };
		expect(await storeWith(fields, stored)).toEqual({ sessionToken: writeSession(renewed) });
		expect(fields).toEqual(stored);
	});

	it('stores nothing if the credential names another account by now', async () => {
		const fields: CredentialFields = account();
		const before = { ...fields };
		expect(await storeWith(fields, undefined)).toEqual({});
		expect(fields).toEqual(before);
	});
});
