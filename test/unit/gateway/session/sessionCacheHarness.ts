/** Shared by the tests of the session cache: an account, caches on a manual clock, sessions and refused sign-ins. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import type { Session } from '../../../../gateway/session/session';
import { signIn, SignInError } from '../../../../gateway/session/signIn';
import type { Exchange } from '../../../../gateway/http/exchange';
import { answered } from '../../../support/exchanges';

export const account = {
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: 'canary-password',
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
};

export const clock = { now: 0 };

export const newCache = () => new SessionCache(() => clock.now);

beforeEach(() => (clock.now = 1_000_000));

export const sessionAt = (guid: string, signedInAt: number, renewedAt = signedInAt): Session => ({
	guid,
	cookies: '',
	gatewayUrl: account.baseUrl,
	agentId: account.agentId,
	signedInAt,
	renewedAt,
});

export const refusedWith = async (retcode: string): Promise<SignInError> => {
	const body = { retcode, message: `no, ${account.password}` };
	return await failure(answered(body));
};

export const failure = async (exchange: Exchange): Promise<SignInError> => {
	const result: unknown = await signIn({
		account,
		force: false,
		send: async () => exchange,
		now: () => clock.now,
	}).catch((error: unknown) => error);
	if (!(result instanceof SignInError)) throw new Error('It worked');
	return result;
};

export const byNode = { interactive: false, force: false };

export const interactive = { interactive: true, force: false };
