import type { Exchange } from '../../../../gateway/http/exchange';
import { agentStatus } from '../../../../gateway/operations/agentStatus';
import {
	CredentialTestError,
	testFailure,
	GatewayUnreachableError,
} from '../../../../gateway/credential/credentialTest';
import type { AgentId } from '../../../../gateway/values/agentId';

const REQUEST = agentStatus('31001' as AgentId);
const MODES = ['guid', 'guidPerItem', 'signIn'] as const;
type Mode = (typeof MODES)[number];

const http = (status: number, body = '<html>'): Exchange => ({ type: 'answered', status, body });
const retcode = (code: string, status = 200) => http(status, JSON.stringify({ retcode: code }));
const messageFor = (exchange: Exchange, mode: Mode) =>
	testFailure(exchange, REQUEST, mode)?.message;

describe.each(MODES)('in the mode %s', (mode) => {
	it('accepts the answer to the status query', () => {
		expect(testFailure(retcode('0'), REQUEST, mode)).toBeUndefined();
	});

	it.each<[Exchange, RegExp]>([
		[http(200), /^A server answered, but it is not a CC-Gateway\. Check host and port/],
		[
			http(404),
			/^A server answered, but it is not a CC-Gateway at this address \(HTTP 404\)\. Check the path in the Gateway URL, host and port\.$/,
		],
		...[301, 302, 307, 399].map((status): [Exchange, RegExp] => [
			http(status),
			new RegExp(
				`^The server points to another address \\(HTTP ${status}\\)\\. Check the Gateway URL`,
			),
		]),
		[
			http(400),
			/^The server refused the request \(HTTP 400\)\. Check the credential's Gateway URL\./,
		],
		[http(403), /^A server in front of the gateway forbids .* \(HTTP 403\)\. Check .* allow-list/],
		[http(502), /^The server failed on the way \(HTTP 502\)\. Check .* If it keeps happening/],
		[
			retcode('100-007'),
			/^The gateway answered, but did not tell the agent's status \(100-007\): /,
		],
		[
			retcode('105-002'),
			/^The gateway answered, but .* \(105-002\): the gateway is recovering\. Try/,
		],
		[retcode('555-555'), /\(555-555\): .* code that is not documented/],
		[retcode('0', 500), /\(0\): the answer says success and HTTP 500 at once\. /],
	])('%j: %s', (exchange, message) => {
		const failure = testFailure(exchange, REQUEST, mode);
		expect(failure).toBeInstanceOf(CredentialTestError);
		expect(failure).toMatchObject({ name: 'CredentialTestError', refusedSession: false });
		expect(failure?.message).toMatch(message);
		expect(failure?.message).not.toMatch(/Look at the agent/);
	});

	it('mentions older gateways only for an agent ID that they do not accept', () => {
		const request = agentStatus('60000' as AgentId);
		expect(testFailure(http(404), request, mode)?.message).toMatch(
			/host and port\. Older gateways also answer so for agent IDs above 59999\.$/,
		);
		const old = agentStatus('59999' as AgentId);
		expect(testFailure(http(404), old, mode)?.message).not.toContain('59999');
	});

	it('explains why there is no answer', () => {
		const failure = testFailure(
			{ type: 'notSent', meaning: 'nothing listens', remedy: 'Check it.', unreachable: true },
			REQUEST,
			mode,
		);
		expect(failure).toBeInstanceOf(GatewayUnreachableError);
		expect(failure).toMatchObject({
			name: 'GatewayUnreachableError',
			message: 'Nothing listens. Check it.',
			refusedSession: false,
		});
	});
});

describe.each(['100-006', '000-003', '105-001'])('a session that is refused with %s', (code) => {
	it('is attributed to the Guid if one was pasted', () => {
		const failure = testFailure(retcode(code), REQUEST, 'guid');
		expect(failure?.refusedSession).toBe(true);
		expect(failure?.message).toBe(
			`The gateway answered, but does not accept the Guid for this agent (${code}). Sign the agent in and paste its current Guid: most gateways replace it every minute and forget it after two. For schedules choose 'Sign In as an Agent'.`,
		);
	});

	it('is attributed to another application if the package signs in', () => {
		const failure = testFailure(retcode(code), REQUEST, 'signIn');
		expect(failure?.refusedSession).toBe(true);
		expect(failure?.message).toMatch(/does not accept the session .* Somebody else may be/);
		expect(failure?.message).not.toMatch(/Guid/);
	});

	it('is expected without a Guid to test with, at any HTTP status', () => {
		for (const status of [200, 401, 403]) {
			expect(testFailure(retcode(code, status), REQUEST, 'guidPerItem')).toBeUndefined();
		}
	});
});

it('reports an agent ID that the gateway does not accept if the credential has one', () => {
	for (const mode of ['guid', 'signIn'] as const) {
		expect(messageFor(retcode('000-002'), mode)).toBe(
			'The gateway answered, but does not accept the agent ID (000-002). Check the agent ID.',
		);
	}
	expect(messageFor(retcode('000-002'), 'guidPerItem')).toBeUndefined();
});
