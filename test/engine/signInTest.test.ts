/** The credential test of the credential that signs an agent in. */
import { runNode } from '../support/nodeRunner';
import { testCredential } from '../support/editor';
import { advance, useFastClock } from '../support/fastClock';
import { gateway, serviceAgent, requestsTo, signIns } from './signInHarness';

describe('the credential test', () => {
	useFastClock(10);

	it('signs in, and stores the session', async () => {
		const { credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(1);
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(1);
	});

	it('explains a failure in one sentence', async () => {
		const { id, credential } = serviceAgent();
		expect(await testCredential({ ...credential, password: 'wrong' })).toBe(
			`Agent ${id} could not be signed in: the agent ID or the password is wrong (100-004). Correct the agent ID or the password in the credential before the next try: accounts lock after a few.`,
		);
		expect(
			await testCredential({ ...credential, gatewayUrl: 'https://no-such-host.invalid:8043' }),
		).toMatch(
			/^Agent \d+ could not be signed in: the host name of the gateway is not known\. Check/,
		);
		expect(await testCredential({ ...credential, trustedCa: '' })).toMatch(
			/could not be signed in: the certificate of the gateway.*'Trusted CA'/,
		);
		gateway().faults.add({ kind: 'html' });
		expect(await testCredential(credential)).toMatch(/not one of a CC-Gateway/);
	});

	it('neither waits nor ends a session elsewhere, even if the credential allows it to workflows', async () => {
		const { credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		expect(await testCredential(credential)).toMatch(
			/somebody is signed in with this agent ID already \(100-002\)\..* give the credential an agent of its own/,
		);
		expect(requestsTo('forceLogin')).toHaveLength(0);
	});

	it('opens a new session if the old one is lost', async () => {
		const { id, credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		gateway().signOut(id);
		advance(6_000);
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(2);
	});

	it('opens a new session if the stored one is too old', async () => {
		const { credential } = serviceAgent();
		for (const _ of [1, 2]) {
			expect(await testCredential(credential)).toBe('OK');
			expect(await testCredential(credential)).toBe('OK');
			advance(200_000);
		}
		expect(signIns()).toBe(2);
	}, 60_000);

	it('sends a password again that the gateway refused before', async () => {
		const { credential } = serviceAgent({}, { password: 'wrong' });
		await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], { credential });
		expect(await testCredential(credential)).toMatch(/\(100-004\)/);
		expect(signIns()).toBe(2);
	});

	it('reports that the gateway of a running session is gone', async () => {
		const { credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		advance(6_000);
		gateway().faults.add({ kind: 'refuseConnections' });
		expect(await testCredential(credential)).toMatch(/^[A-Z].* gateway .*\. Check/);
	});
});
