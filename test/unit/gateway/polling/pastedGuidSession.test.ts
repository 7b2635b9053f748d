import type { Exchange } from '../../../../gateway/http/exchange';
import { pastedGuidSession } from '../../../../gateway/polling/pastedGuidSession';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import { SignInError } from '../../../../gateway/session/signIn';
import { findStored } from '../../../../gateway/session/sessionContext';
import type { AgentId } from '../../../../gateway/values/agentId';
import { OK } from './pollerHarness';

const baseUrl = 'https://cc.example.com/agentgateway/resource';
const agentId = '31900' as AgentId;
const pasted = { mode: 'guid' as const, agentId, guid: 'pasted', cookies: 'a=b' };
const sendIn = async (): Promise<Exchange> => OK;

const sessionOf = (now: typeof pasted | undefined) =>
	pastedGuidSession({ baseUrl }, pasted, { sendIn, read: async () => now });

it('is the session of the agent, never renewed by its age, and never taken over', () => {
	expect(sessionOf(pasted).account).toEqual({
		baseUrl,
		agentId,
		takeOver: false,
		guidLifetime: Infinity,
	});
});

it('shares its cache with everybody who has pasted the same Guid', () => {
	const { cache } = sessionOf(pasted);
	expect(cache).toBe(sessionCacheFor({ baseUrl, agentId, pastedGuid: 'pasted' }));
	expect(cache).not.toBe(sessionCacheFor({ baseUrl, agentId, pastedGuid: 'another' }));
});

it('is what the credential holds now', async () => {
	expect(await findStored(sessionOf({ ...pasted, guid: 'newer' }))).toMatchObject({
		guid: 'newer',
		cookies: 'a=b',
		gatewayUrl: baseUrl,
		agentId,
		signedInAt: 0,
	});
});

it.each([
	['another agent', { ...pasted, agentId: '31901' as AgentId }],
	['no Guid', undefined],
])('is none if the credential now holds %s', async (_, now) => {
	expect(await sessionOf(now).adapter.readStored()).toBe('');
});

it('cannot be opened again, and says what to do', async () => {
	const error = await sessionOf(pasted).adapter.signIn(false);
	expect(error).toBeInstanceOf(SignInError);
	expect(error).toHaveProperty('problem', 'refused');
	expect((error as SignInError).exchange).toMatchObject({
		outcome: 'rejected',
		meaning: 'the gateway does not accept the Guid of agent 31900',
		remedy:
			"Paste the agent's current Guid into the credential, or choose 'Sign In as an Agent' there: then a new session is opened whenever one was lost.",
	});
});

it('is stored nowhere', async () => {
	const { adapter } = sessionOf(pasted);
	const session = { guid: 'g', cookies: '', gatewayUrl: baseUrl, agentId, signedInAt: 0 };
	expect(await adapter.store({ ...session, renewedAt: 0 })).toBeUndefined();
	expect(adapter.sendIn).toBe(sendIn);
});
