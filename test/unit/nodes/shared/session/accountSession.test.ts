/** The session of an account with n8n's part of a sign-in: the credential's own methods, and what may fail around them. */
import { getEventListeners } from 'node:events';
import { authenticate } from '../../../../../gateway/credential/authenticate';
import {
	ActionCompletedError,
	isActionPending,
} from '../../../../../gateway/credential/pendingAction';
import { preAuthenticate } from '../../../../../gateway/credential/preAuthenticate';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { readSession, type Session, writeSession } from '../../../../../gateway/session/session';
import { SignInError } from '../../../../../gateway/session/signIn';
import { type Account, readSettings } from '../../../../../gateway/values/settings';
import { accountSession } from '../../../../../nodes/shared/session/accountSession';
import { contextWith, type Fields, SIGN_IN } from './sessionContexts';

interface Options {
	url: string;
	timeout: number;
	headers: Record<string, string>;
}

const answer = (retcode: string, headers: object = {}) => ({
	statusCode: 200,
	headers,
	body: JSON.stringify({ retcode, message: 'said' }),
});

const OPENED = answer('0', { 'set-guid': 'JSESSIONID=new', 'set-cookie': ['node=1; Path=/'] });

let accounts = 0;

interface Given {
	fields?: Fields;
	signal?: AbortSignal;
	/** The gateway's answer to a sign-in. */
	opens?: () => unknown;
	/** In the place of n8n's helper. */
	helper?: () => Promise<unknown>;
}

/** The session of an account of its own, whose credential n8n stores. */
function accountWith({ fields, signal, opens = () => OPENED, helper }: Given = {}) {
	const data: Fields = { ...SIGN_IN, password: `secret ${++accounts}`, ...fields };
	const paths: string[] = [];
	const sent: Array<{ options: Options; data: Fields; type: string }> = [];
	const stored: Fields[] = [];
	const helpers = {
		// As n8n does it: a blank token makes it sign in and store, and then it authenticates the request.
		httpRequestWithAuthentication: async (
			type: string,
			options: Options,
			{ credentialsDecrypted: { data: given } }: { credentialsDecrypted: { data: Fields } },
		) => {
			sent.push({ options, data: { ...given }, type });
			if (helper) return await helper();
			if (isActionPending(given) && given.sessionToken === '') {
				const more = await preAuthenticate(
					given,
					async ({ url }) => {
						paths.push(url);
						return await Promise.resolve(opens());
					},
					async () => {},
				);
				stored.push({ ...given, ...more });
				stub.credential.now = { ...given, ...more };
			}
			try {
				authenticate(given, options);
			} catch (error) {
				throw new Error('n8n wraps it', { cause: error });
			}
			return answer('0');
		},
	};
	const stub = contextWith(data, { helpers });
	const settings = readSettings(data);
	const session = accountSession({
		requestContext: { context: stub.context, signal },
		settings,
		account: settings.authentication as Account,
		data,
		timeout: 1_234,
	});
	return { ...stub, ...session, paths, sent, stored, data };
}

/** A sign-in that must fail. */
const failureOf = async (given: Given, force = false): Promise<SignInError> => {
	const ended = await accountWith(given).adapter.signIn(force);
	if (ended instanceof SignInError) return ended;
	throw new Error('It was signed in');
};

it('signs in through n8n, which stores the session', async () => {
	const { adapter, cache, account, sent, stored, data } = accountWith({
		fields: { sessionToken: 'an old one' },
	});
	const session = (await adapter.signIn(false)) as Session;
	expect(session).toMatchObject({ guid: 'new', cookies: 'node=1', agentId: '31000' });
	expect(cache.current(account)).toBe(session);
	expect(sent).toEqual([
		{
			type: 'ccGatewayApi',
			options: expect.objectContaining({ timeout: 20_000 }) as Options,
			data: { ...data, sessionToken: '' },
		},
	]);
	expect(stored).toHaveLength(1);
	expect(readSession(stored[0]?.sessionToken)).toEqual(session);
	expect(cache.secrets.all()).toContain(data.password);
});

it.each([
	[false, false, false],
	[true, false, false],
	[false, true, false],
	[true, true, true],
])('forced %p with taking over %p ends another session: %p', async (force, takeOver, ends) => {
	const { adapter, paths } = accountWith({ fields: { takeOver } });
	await adapter.signIn(force);
	expect(paths).toHaveLength(1);
	expect(paths[0]?.endsWith('/forcelogin')).toBe(ends);
});

it('returns the refusal of the gateway', async () => {
	const { exchange, problem } = await failureOf({ opens: () => answer('100-004') });
	expect(problem).toBe('refused');
	expect(exchange).toMatchObject({ outcome: 'rejected', retcode: '100-004' });
});

it('does not sign in with a credential that was changed', async () => {
	const { adapter, credential, data, sent, outdated } = accountWith();
	expect(outdated?.()).toBe(false);
	credential.now = { ...data, password: 'another' };
	const ended = await adapter.signIn(false);
	expect(ended).toMatchObject({
		problem: 'other',
		exchange: { meaning: 'the credential was changed in the meantime' },
	});
	expect(sent).toEqual([]);
	expect(outdated?.()).toBe(true);
});

it('reports an error of n8n as something to try again', async () => {
	const helper = async () => await Promise.reject(new TypeError('a secret'));
	const { exchange, problem } = await failureOf({ helper });
	expect(problem).toBe('other');
	expect(exchange).toMatchObject({
		outcome: 'notAttempted',
		retryable: true,
		meaning: 'agent 31000 could not be signed in: an error in n8n prevented it',
		remedy: 'Try again in a moment.',
		retcode: null,
	});
});

it('reports an error of the network with its cause', async () => {
	const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
	const { exchange } = await failureOf({ helper: async () => await Promise.reject(refused) });
	expect(exchange.meaning).toMatch(/^agent 31000 could not be signed in: nothing listens at /);
	expect(exchange.remedy).toMatch(/\. Try again in a moment\.$/);
	expect(exchange.outcome).toBe('notAttempted');
});

it.each<[string, () => Promise<unknown>]>([
	['n8n did nothing', async () => await Promise.resolve(answer('0'))],
	[
		'the action was completed without a session',
		async () => await Promise.reject(new Error('n8n', { cause: new ActionCompletedError() })),
	],
])('reports a session that was lost at once if %s', async (_what, helper) => {
	const { exchange, problem } = await failureOf({ helper });
	expect(problem).toBe('other');
	expect(exchange.meaning).toBe('agent 31000 was signed in, and its session was lost at once');
});

describe('a run that is cancelled', () => {
	const ABORTED = { outcome: 'notAttempted', aborted: true };

	it('does not wait for its sign-in, which others may use', async () => {
		const controller = new AbortController();
		let open = (_answer: unknown): void => {};
		const opens = async () => await new Promise((resolve) => (open = resolve));
		const { adapter, cache, account } = accountWith({ opens, signal: controller.signal });
		const signingIn = adapter.signIn(false);
		await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		expect(await signingIn).toMatchObject({ problem: 'other', exchange: ABORTED });
		open(OPENED);
		await new Promise((resolve) => setImmediate(resolve));
		expect(cache.current(account)).toMatchObject({ guid: 'new' });
	});

	it('is not waited for if it was cancelled before', async () => {
		const opens = async () => await new Promise(() => {});
		expect((await failureOf({ opens, signal: AbortSignal.abort() })).exchange).toMatchObject(
			ABORTED,
		);
	});

	it('leaves no listener behind after a sign-in', async () => {
		const { signal } = new AbortController();
		const { adapter } = accountWith({ signal });
		await adapter.signIn(false);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});

it('reads the stored session from the credential as it was read, and then again', async () => {
	const { adapter, credential, data, reads } = accountWith({ fields: { sessionToken: 'first' } });
	credential.now = { ...data, sessionToken: 'later' };
	expect(await adapter.readStored()).toBe('first');
	expect(reads).toEqual([]);
	expect(await adapter.readStored()).toBe('later');
	credential.now = { ...data, sessionToken: 'latest' };
	expect(await adapter.readStored()).toBe('latest');
});

it('stores a session without a sign-in, in the credential as it is now', async () => {
	const { adapter, credential, data, stored, paths } = accountWith();
	credential.now = { ...data, busyReasons: '201 Lunch' };
	const session = {
		...{ guid: 'renewed', cookies: '', agentId: '31000' },
		...{ gatewayUrl: 'https://cc.example.com/agentgateway/resource' },
		...{ signedInAt: Date.now(), renewedAt: Date.now() },
	} as Session;
	await adapter.store(session);
	expect(paths).toEqual([]);
	expect(stored).toEqual([
		{ ...data, busyReasons: '201 Lunch', sessionToken: writeSession(session) },
	]);
});

it('goes on if a session cannot be stored', async () => {
	const { adapter } = accountWith({ helper: async () => await Promise.reject(new Error('no')) });
	await expect(adapter.store({ guid: 'g' } as Session)).resolves.toBeUndefined();
});

it('sends in a session', async () => {
	const { adapter, sent, account } = accountWith();
	const request = { ...agentStatus(account.agentId), effect: 'idempotent' as const };
	const session = { guid: 'known', cookies: 'node=7' } as Session;
	expect(await adapter.sendIn(request, session)).toMatchObject({ type: 'answered' });
	await adapter.sendIn(request, session, 99_000);
	expect(sent.map(({ options }) => options.timeout)).toEqual([1_234, 99_000]);
	expect(sent[0]?.options.url).toBe(`${account.baseUrl}${request.path}`);
	expect(sent[0]?.data).toMatchObject({
		authentication: 'guid',
		agentId: '31000',
		guid: 'known',
		cookies: 'node=7',
	});
});
