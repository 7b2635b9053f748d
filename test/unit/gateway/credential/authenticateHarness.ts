/** Credentials of all modes, and requests for authenticate, on a manual clock. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { AgentId } from '../../../../gateway/values/agentId';
import { authenticate } from '../../../../gateway/credential/authenticate';
import type { Session } from '../../../../gateway/session/session';
import type { CredentialFields } from '../../../../gateway/values/settings';

export const ORIGIN = 'https://cc.example.com:8043';

export const BASE = `${ORIGIN}/agentgateway/resource`;

export const START = 1_700_000_000_000;

export const clock = { now: START };

beforeEach(() => {
	clock.now = START;
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});

afterEach(() => {
	jest.restoreAllMocks();
});

export const guid: CredentialFields = {
	gatewayUrl: ORIGIN,
	authentication: 'guid',
	agentId: '31001',
	guid: 'g.AgentGateway0',
};

export const guidPerItem: CredentialFields = { gatewayUrl: ORIGIN, authentication: 'guidPerItem' };

/** Session caches outlive a test, so every test uses its own account. */
let accounts = 0;

export const account = (): CredentialFields & { agentId: AgentId; password: string } => ({
	gatewayUrl: ORIGIN,
	authentication: 'signIn',
	agentId: '31900' as AgentId,
	password: `Service-${accounts++}`,
	phonenum: '6900',
});

export const sessionAt = (signedInAt: number, fields: Partial<Session> = {}): Session => ({
	guid: 'opened',
	cookies: 'node=1',
	gatewayUrl: BASE,
	agentId: '31900' as AgentId,
	signedInAt,
	renewedAt: signedInAt,
	...fields,
});

export const request = (fields: object = {}): IHttpRequestOptions => ({
	url: `${BASE}/onlineagent/31001/agentstatus`,
	method: 'GET',
	...fields,
});

export const authenticated = (fields: CredentialFields, more: object = {}) =>
	authenticate(fields, request(more)) as IHttpRequestOptions & Record<string, unknown>;
