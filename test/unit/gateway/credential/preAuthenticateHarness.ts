/** n8n's calls of preAuthenticate with scripted answers, on a manual clock. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { authenticate, TEST_HEADER } from '../../../../gateway/credential/authenticate';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import { preAuthenticate } from '../../../../gateway/credential/preAuthenticate';
import {
	type PendingAction,
	PendingActionError,
	setPendingAction,
} from '../../../../gateway/credential/pendingAction';
import type { Session } from '../../../../gateway/session/session';
import { type CredentialFields, readSettings } from '../../../../gateway/values/settings';

export const ORIGIN = 'https://cc.example.com:8043';

export const BASE = `${ORIGIN}/agentgateway/resource`;

export const START = 1_700_000_000_000;

export const SERVICE_AGENT_ID = '31900' as AgentId;

export const clock = { now: START };

beforeEach(() => {
	clock.now = START;
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});

afterEach(() => {
	jest.restoreAllMocks();
});

type Options = { method: string; url: string; headers: Record<string, string>; body?: unknown };

type HttpRequest = Parameters<typeof preAuthenticate>[1];

export const SLEEP = async (ms: number): Promise<void> => void (clock.now += ms);

/** n8n's request helper with scripted answers; an `Error` is thrown. */
export function helper(...answers: unknown[]) {
	const sent: Options[] = [];
	const httpRequest = async (options: unknown): Promise<unknown> => {
		sent.push(options as Options);
		const answer = answers.shift();
		if (answer instanceof Error) throw answer;
		return answer;
	};
	return { sent, httpRequest: httpRequest as HttpRequest };
}

export const answer = (retcode: string, headers: object = {}) => ({
	statusCode: 200,
	headers,
	body: JSON.stringify({ retcode, message: 'said' }),
});

export const opened = (guid: string) =>
	answer('0', { 'set-guid': `JSESSIONID=${guid}`, 'set-cookie': ['node=1; Path=/'] });

export const refusedConnection = () => Object.assign(new Error('x'), { code: 'ECONNREFUSED' });

/** Session caches outlive a test, so every test uses its own account. */
let accounts = 0;

export const account = () => ({
	gatewayUrl: ORIGIN,
	authentication: 'signIn',
	agentId: SERVICE_AGENT_ID,
	password: `Service-pre-${accounts++}`,
	phonenum: '6900',
});

export const cacheFor = (fields: { agentId: AgentId; password: string }) =>
	sessionCacheFor({ ...fields, baseUrl: BASE });

export const inUse = (fields: CredentialFields) => {
	const { authentication } = readSettings(fields);
	if (authentication.mode !== 'signIn') throw new Error('It opens no session');
	return sessionCacheFor(authentication).current(authentication);
};

export const session = (fields: Partial<Session> = {}): Session => ({
	guid: 'known',
	cookies: 'node=7',
	gatewayUrl: BASE,
	agentId: SERVICE_AGENT_ID,
	signedInAt: START,
	renewedAt: START,
	...fields,
});

export const failing = async (work: Promise<unknown>): Promise<Error> => {
	const result = await work.catch((error: unknown) => error);
	if (!(result instanceof Error)) throw new Error('It worked');
	return result;
};

export const ask = (fields: CredentialFields, headers: Record<string, string>) =>
	authenticate(fields, { url: `${String(fields.gatewayUrl)}/`, headers });

/** Prepares a request without a session, as n8n does before it sends it. */
export const prepare = async (fields: CredentialFields, httpRequest: HttpRequest) => {
	expect(() => ask(fields, {})).toThrow(PendingActionError);
	return await preAuthenticate(fields, httpRequest, SLEEP);
};

/** Tests a credential as n8n does. */
export const test = async (fields: CredentialFields, httpRequest: HttpRequest) => {
	expect(() => ask(fields, { [TEST_HEADER]: 'yes' })).toThrow(PendingActionError);
	return await preAuthenticate(fields, httpRequest, SLEEP);
};

/** Passes the credential's fields with a pending action, as a node does. */
export const runAction = async (
	fields: CredentialFields,
	what: PendingAction,
	httpRequest: HttpRequest,
) => {
	const handedOver = { ...fields, sessionToken: '' };
	setPendingAction(handedOver, what);
	return await preAuthenticate(handedOver, httpRequest, SLEEP);
};

export const SIGN_IN: PendingAction = { kind: 'signIn', force: false };
