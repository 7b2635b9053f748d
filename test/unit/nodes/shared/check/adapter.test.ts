/** How the check of a gateway sends: its own headers and Guids, the query limit, and its session. */
import type { IDataObject } from 'n8n-workflow';
import type { Variant } from '../../../../../gateway/check/context';
import { queryRateLimiterFor } from '../../../../../gateway/http/queryRateLimiter';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import type { Session } from '../../../../../gateway/session/session';
import { readSettings } from '../../../../../gateway/values/settings';
import { agentOf, createCheckAdapter } from '../../../../../nodes/shared/check/adapter';
import { contextWith, type Fields, SIGN_IN } from '../session/sessionContexts';

const GUID: Fields = {
	gatewayUrl: 'https://check.test',
	authentication: 'guid',
	agentId: '31000',
	guid: 'c0ffee',
};
const BASE = 'https://check.test/agentgateway/resource';

let agent = 37_000;

/** The adapter of a check for an agent of its own. */
function adapterFor(fields: Fields = GUID, signal?: AbortSignal) {
	const data = { ...fields, agentId: String(++agent) };
	const sent: Array<{ options: IDataObject; data: Fields }> = [];
	const helpers = {
		httpRequestWithAuthentication: async (
			_type: string,
			options: IDataObject,
			{ credentialsDecrypted }: { credentialsDecrypted: { data: Fields } },
		) => {
			sent.push({ options, data: credentialsDecrypted.data });
			return { body: '{"retcode":"0"}', statusCode: 200, headers: {} };
		},
	};
	const { context } = contextWith(data, { helpers });
	const credential = { data, settings: readSettings(data) };
	const adapter = createCheckAdapter(context, credential, signal);
	const session = { guid: 'of the session', cookies: 'a=1' } as Session;
	return {
		adapter,
		sent,
		agentId: data.agentId,
		send: async (variant: Variant) => {
			await adapter.sendVariant(agentStatus(agentOf(credential)), session, variant);
			return sent.at(-1)!;
		},
	};
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
afterEach(() => jest.useRealTimers());

it('needs an agent', () => {
	const data = { ...GUID, authentication: 'guidPerItem' };
	const credential = { data, settings: readSettings(data) };
	expect(agentOf({ data: GUID, settings: readSettings(GUID) })).toBe('31000');
	expect(() => agentOf(credential)).toThrow(
		expect.objectContaining({
			message: "The gateway cannot be checked in the credential's mode 'Guid per Item'",
			remedy: "Choose a credential in the mode 'Sign In as an Agent', or 'Guid'.",
			args: {},
		}) as Error,
	);
	expect(() => createCheckAdapter(contextWith(data).context, credential, undefined)).toThrow(
		'A check needs an agent',
	);
});

it('never ends the session of others', () => {
	const { adapter, agentId } = adapterFor({ ...SIGN_IN, takeOver: true });
	expect(adapter.sessionContext.account).toMatchObject({ agentId, takeOver: false });
});

it('sends in the given session, with all headers', async () => {
	const { send, agentId } = adapterFor();
	expect(await send({})).toMatchObject({
		options: {
			url: `${BASE}/onlineagent/${agentId}/agentstatus`,
			timeout: 10_000,
			headers: { 'Content-Type': 'application/json; charset=UTF-8', Accept: 'application/json' },
		},
		data: { agentId, guid: 'of the session', cookies: 'a=1' },
	});
});

it('sends with another Guid, without cookies, or without the type of a body', async () => {
	const { send } = adapterFor();
	expect((await send({ guid: 'wrong' })).data).toMatchObject({ guid: 'wrong', cookies: 'a=1' });
	const { data } = await send({ withoutCookies: true });
	expect(data).toMatchObject({ guid: 'of the session', cookies: '' });
	const { options } = await send({ withoutContentType: true });
	expect(options.headers).toEqual({ Accept: 'application/json' });
});

it('acquires all permits of the agent, and gives them back', async () => {
	const { adapter, send, sent, agentId } = adapterFor();
	const release = await adapter.acquireAll();
	const next = send({});
	await jest.advanceTimersByTimeAsync(2_000);
	expect(sent).toHaveLength(0);
	expect(await send({ unlimited: true })).toBeDefined();
	release?.();
	await jest.advanceTimersByTimeAsync(1_990);
	expect(sent).toHaveLength(1);
	await jest.advanceTimersByTimeAsync(100);
	await next;
	expect(sent).toHaveLength(2);
	await jest.advanceTimersByTimeAsync(3_000);
	expect(queryRateLimiterFor(BASE, agentId).idle).toBe(true);
});

it('gives back the permits that it has when it is cancelled', async () => {
	const controller = new AbortController();
	const { adapter, send, sent, agentId } = adapterFor(GUID, controller.signal);
	await send({});
	const all = adapter.acquireAll();
	await jest.advanceTimersByTimeAsync(100);
	controller.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(await all).toBeUndefined();
	// All were released: an answer that never comes would keep them for five seconds.
	await jest.advanceTimersByTimeAsync(2_100);
	expect(queryRateLimiterFor(BASE, agentId).idle).toBe(true);
	expect(sent).toHaveLength(1);
});

it('is aborted with its signal, and never without one', async () => {
	const controller = new AbortController();
	const { adapter } = adapterFor(GUID, controller.signal);
	expect(adapter.aborted()).toBe(false);
	let slept = false;
	void adapter.sleep(60_000).then(() => (slept = true));
	controller.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect([adapter.aborted(), slept]).toEqual([true, true]);
	expect(adapterFor().adapter.aborted()).toBe(false);
});
