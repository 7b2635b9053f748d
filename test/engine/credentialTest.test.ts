/** The credential test in the modes with a Guid. */
import { startSimulator } from '../../simulator';
import { credentialFor, useGateway } from '../support/nodeRunner';
import { testCredential } from '../support/editor';

const gateway = useGateway();

describe('the credential test', () => {
	const press = async (fields = {}) =>
		await testCredential(credentialFor(gateway(), '31001', fields));

	it("requests the agent's own status, then the request that n8n requires, and nothing else", async () => {
		expect(await press()).toBe('OK');
		const [status, last, ...more] = gateway().requests;
		expect(status).toMatchObject({
			method: 'GET',
			path: '/onlineagent/31001/agentstatus',
			retcode: '0',
		});
		expect(last).toMatchObject({ method: 'GET', path: '/onlineagent/101/agentstatus' });
		expect(last?.headers.guid).toBeUndefined();
		expect(more).toEqual([]);
		for (const { headers } of gateway().requests) {
			expect(Object.keys(headers).join()).not.toMatch(/test/i);
		}
	});

	it('accepts the address in all its spellings', async () => {
		for (const ending of ['/', '/agentgateway', '/agentgateway/resource/']) {
			expect(await press({ gatewayUrl: ` ${gateway().url}${ending}` })).toBe('OK');
		}
		expect(await press({ agentId: ' 31001 ' })).toBe('OK');
		expect(await press({ trustedCa: '', ignoreTlsIssues: true })).toBe('OK');
	});

	it('reports a wrong Guid', async () => {
		const wrong = { guid: 'not-the-guid.AgentGateway1' };
		expect(await press(wrong)).toMatch(/does not accept the Guid for this agent \(000-003\)/);
		gateway().switches.badGuid = '100-006';
		expect(await press(wrong)).toMatch(/does not accept the Guid for this agent \(100-006\)/);
		gateway().signOut('31001');
		expect(await press()).toMatch(/\(100-006\)/);
	});

	it('reports a server that is not a CC-Gateway', async () => {
		gateway().faults.add({ kind: 'html' });
		expect(await press()).toMatch(/is not a CC-Gateway/);
		gateway().faults.clear();
		expect(await press({ gatewayUrl: `${gateway().url}/elsewhere` })).toMatch(
			/is not a CC-Gateway at this address/,
		);
	});

	it.each(['100-007', '000-000', '999-001', '100-001', '000-004', '105-002'])(
		'fails if the gateway answers %s',
		async (retcode) => {
			gateway().faults.add({ kind: 'retcode', retcode });
			expect(await press()).toContain(`did not tell the agent's status (${retcode})`);
		},
	);

	it('follows no redirect', async () => {
		const thief = await startSimulator({ tls: false });
		try {
			gateway().faults.add({ kind: 'redirect', location: thief.url });
			expect(await press()).toMatch(/points to another address \(HTTP 302\)/);
			expect(thief.requests).toHaveLength(0);
		} finally {
			await thief.close();
		}
	});

	describe('in the mode without a Guid', () => {
		const fields = { authentication: 'guidPerItem', guid: '', agentId: '' };

		it.each([
			['000-003', 200],
			['100-006', 200],
			['100-006', 401],
		] as const)('succeeds for a gateway that answers %s with HTTP %i', async (code, status) => {
			gateway().switches.badGuid = code;
			gateway().switches.refusalStatus = status;
			expect(await press(fields)).toBe('OK');
			for (const { path, headers } of gateway().requests) {
				expect(path).toBe('/onlineagent/101/agentstatus');
				expect(headers.guid).toBeUndefined();
			}
		});

		it('reports a server that is not a gateway, and an address that refuses connections', async () => {
			expect(await press({ ...fields, gatewayUrl: 'https://localhost:1' })).toMatch(
				/^Nothing listens at the gateway address\. Check/,
			);
			gateway().faults.add({ kind: 'html' });
			expect(await press(fields)).toMatch(/is not a CC-Gateway/);
		});
	});

	it('names an unusable field, and sends nothing', async () => {
		expect(await press({ gatewayUrl: 'cc.example.com' })).toMatch(/^Gateway URL in the credential/);
		expect(await press({ agentId: '99' })).toMatch(/^Agent ID in the credential: '99' is outside/);
		expect(await press({ guid: '' })).toMatch(/^Guid in the credential: no Guid was given/);
		expect(await press({ busyReasons: '201 A\n202 a' })).toMatch(/^Busy Reasons in the credential/);
		expect(gateway().requests).toHaveLength(0);
	});

	it('explains in a sentence why no connection is possible', async () => {
		expect(await press({ gatewayUrl: 'https://localhost:1' })).toMatch(
			/^Nothing listens at the gateway address\. Check/,
		);
		expect(await press({ trustedCa: '' })).toMatch(/certificate of the gateway .*'Trusted CA'/);
		expect(await press({ gatewayUrl: 'https://no-such-host.invalid' })).toMatch(
			/^The host name of the gateway is not known\. Check/,
		);
	});
});
