/** The credential of a trigger: which session it polls in, and why there is none. */
import type { ITriggerFunctions } from 'n8n-workflow';
import { readSettings } from '../../../../../gateway/values/settings';
import {
	connect,
	pastedGuidContext,
	tryToConnect,
} from '../../../../../nodes/shared/trigger/connect';
import { contextWith, SIGN_IN, type Fields } from '../session/sessionContexts';

const GUID: Fields = {
	gatewayUrl: 'https://connect.test',
	authentication: 'guid',
	agentId: '31000',
	guid: 'c0ffee',
	busyReasons: '201 Lunch',
	restReasons: '7 Coffee',
};

const { signal } = new AbortController();

const trigger = (fields: Fields | Error, more: object = {}) => {
	const stub = contextWith(fields, more);
	return { ...stub, context: stub.context as unknown as ITriggerFunctions };
};

it.each<[string, Fields, number]>([
	['guid', GUID, Infinity],
	['signIn', { ...GUID, ...SIGN_IN }, 120_000],
])('connects in the mode %s with the words of the site', async (_mode, fields, guidLifetime) => {
	const { context, reads } = trigger(fields);
	const { events, words } = await connect(context, signal);
	expect(events.account).toMatchObject({ agentId: '31000', guidLifetime });
	const { busyReasons, restReasons } = readSettings(fields);
	expect(words).toEqual({ busyReasons, restReasons });
	expect(reads).toEqual([undefined]);
});

it('cannot listen in the mode Guid per Item', async () => {
	const { context } = trigger({ ...GUID, authentication: 'guidPerItem' });
	await expect(connect(context, signal)).rejects.toMatchObject({
		name: 'PreflightError',
		message: "A trigger cannot listen in the credential's mode 'Guid per Item'",
		remedy:
			"It listens to the one agent of its credential: choose a credential in the mode 'Sign In as an Agent'.",
		args: {},
	});
});

it('returns the reason where no user can read a refusal', async () => {
	const { context } = trigger({ ...GUID, guid: '' });
	expect(await tryToConnect(context, signal)).toMatchObject({
		type: 'noSession',
		outcome: 'rejected',
		retryable: true,
		meaning: 'Guid in the credential: no Guid was given',
		remedy: expect.stringContaining('Paste the agent') as string,
	});
	const { context: good } = trigger(GUID);
	expect(await tryToConnect(good, signal)).toHaveProperty('events');
});

it('shows nothing of an unexpected error', async () => {
	const getNode = (): never => {
		throw new TypeError('a secret');
	};
	const { context } = trigger(GUID, { getNode });
	expect(await tryToConnect(context, signal)).toMatchObject({
		retryable: true,
		meaning: 'the credential could not be read',
		remedy: '',
	});
});

describe('the session of a pasted Guid', () => {
	const sessionOf = (fields: Fields | Error, more: object = {}) => {
		const { context } = trigger(fields, more);
		const settings = readSettings(GUID);
		const pasted = settings.authentication as typeof settings.authentication & { mode: 'guid' };
		return pastedGuidContext({ context, signal }, settings, pasted).adapter;
	};

	it('is read again from the credential', async () => {
		const stored = await sessionOf({ ...GUID, guid: 'newer', cookies: 'a=1' }).readStored();
		expect(JSON.parse(stored as string)).toMatchObject({ guid: 'newer', cookies: 'a=1' });
	});

	it.each<[string, Fields | Error]>([
		['of another mode', SIGN_IN],
		['of another agent', { ...GUID, agentId: '31001' }],
		['that cannot be used', { ...GUID, guid: '' }],
		['that cannot be read', new Error('the vault is closed')],
	])('is none in a credential %s', async (_what, fields) => {
		expect(await sessionOf(fields).readStored()).toBe('');
	});

	it('sends with its Guid and cookies', async () => {
		const sent: unknown[] = [];
		const httpRequestWithAuthentication = async (
			_type: string,
			{ timeout }: { timeout: number },
			{ credentialsDecrypted: { data } }: { credentialsDecrypted: { data: Fields } },
		) => {
			sent.push({ timeout, ...data });
			return { body: '{"retcode":"0"}', statusCode: 200, headers: {} };
		};
		const { sendIn } = sessionOf(GUID, { helpers: { httpRequestWithAuthentication } });
		const session = { guid: 'newer', cookies: 'a=1', agentId: '31000' } as never;
		const request = { method: 'PUT', path: '/a', effect: 'idempotent' } as never;
		await sendIn(request, session);
		await sendIn(request, session, 5);
		expect(sent).toMatchObject([
			{ timeout: 10_000, guid: 'newer', cookies: 'a=1', agentId: '31000', authentication: 'guid' },
			{ timeout: 5 },
		]);
	});
});
