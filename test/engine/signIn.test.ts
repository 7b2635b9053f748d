/** The credential that signs an agent in: one shared session, reopened when lost, renewed when old. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, oneNode, runNode, useGateway } from '../support/nodeRunner';
import { testCredential } from '../support/editor';
import { execute } from '../support/engine';
import { fastClock, advance, useFastClock } from '../support/fastClock';
import { PASSWORD, serviceAgentsOf, storedSession } from '../support/serviceAgents';

const gateway = useGateway({
	clock: fastClock,
	switches: { guidScope: 'vdn', cookiesRequired: true },
});
const { serviceAgent, agents, requestsTo, signIns } = serviceAgentsOf(gateway);

const limits = { agentId: '={{ $json.agent }}', mediaType: '1', callnums: 2 };

describe('the first request in a session', () => {
	it('signs in as busy, with phone, and stores the session with its cookies', async () => {
		const { id, credential } = serviceAgent();
		const { success, error } = await runNode('setSessionLimit', limits, agents(3), { credential });
		expect(error).toBeUndefined();
		expect(success.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(signIns()).toBe(1);
		expect(requestsTo('login')[0]?.body).toMatchObject({
			phonenum: '6900',
			status: 3,
			agenttype: 4,
		});
		expect(gateway().agent(id).state).toBe('busy');
		expect(storedSession(credential)).toMatchObject({
			guid: gateway().agent(id).guid,
			agentId: id,
			cookies: expect.stringContaining(gateway().cookie) as string,
		});
	});

	it('opens the session of two nodes in a row and of the next execution', async () => {
		const { credential } = serviceAgent();
		const flow = oneNode('setSessionLimit', limits, 'stopWorkflow');
		const [rows, node] = flow.nodes;
		const second = {
			...node!,
			id: 'second',
			name: 'Second',
			type: 'n8n-nodes-cc-gateway.sendNote',
		};
		second.parameters = { agentId: '', agentIds: '={{ $json.agentId }}', content: 'x' };
		flow.nodes = [rows!, node!, second];
		flow.connections.Node = { main: [[{ node: 'Second', type: 'main', index: 0 }]] };
		const options = {
			pinData: { Rows: agents(2) },
			credentials: { [CREDENTIAL_ID]: credential },
		};
		for (const _ of [1, 2]) {
			const { error, json } = await execute(flow, options);
			expect(error).toBeUndefined();
			expect(json('Second').map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
		}
		expect(signIns()).toBe(1);
	});

	it('causes one sign-in for parallel executions', async () => {
		const { credential } = serviceAgent();
		const rows = agents(5);
		const runs = await Promise.all(
			Array.from(
				{ length: 8 },
				async () =>
					await runNode('setSessionLimit', limits, rows, { credential: { ...credential } }),
			),
		);
		for (const { success } of runs) {
			expect(success.map(({ outcome }) => outcome)).toEqual(Array(5).fill('accepted'));
		}
		expect(signIns()).toBe(1);
	});

	it('is not sent in a dry run, and no agent is signed in', async () => {
		const { credential } = serviceAgent();
		const { success } = await runNode(
			'setBusy',
			{ agentId: '', reason: 0, options: { dryRun: true } },
			[{}],
			{ credential },
		);
		expect(success[0]).toMatchObject({ outcome: 'notAttempted', dryRun: true });
		expect(gateway().requests).toHaveLength(0);
	});

	it('uses a new session if the credential names another agent or gateway', async () => {
		const first = serviceAgent();
		await runNode('setBusy', { agentId: '', reason: 0 }, [{}], first);
		const other = serviceAgent({}, { sessionToken: first.credential.sessionToken });
		const { success } = await runNode(
			'setCustomStatus',
			{ agentId: '', customstate: 1 },
			[{}],
			other,
		);
		expect(success[0]).toMatchObject({ agentId: other.id, outcome: 'accepted' });
		expect(requestsTo('login').map(({ agentId }) => agentId)).toEqual([first.id, other.id]);
	});
});

describe('a lost session', () => {
	it('causes one new sign-in for many concurrent requests, and fails no item', async () => {
		const { id, credential } = serviceAgent();
		const rows = agents(60);
		await runNode('setSessionLimit', limits, rows.slice(0, 1), { credential });
		gateway().signOut(id);
		const { success, error } = await runNode(
			'setSessionLimit',
			{ ...limits, options: { concurrency: 30 } },
			rows,
			{ credential },
		);
		expect(error).toBeUndefined();
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(60);
		expect(signIns()).toBe(2);
	});

	it('in the middle of a broadcast causes the refused notes to be sent again, once each', async () => {
		const { id, credential } = serviceAgent();
		const rows = agents(400);
		let notes = 0;
		gateway().on('request', ({ operation }) => {
			if (operation === 'sendNoteletEx' && ++notes === 2) gateway().signOut(id);
		});
		const { success } = await runNode(
			'sendNote',
			{ agentId: '', agentIds: '={{ $json.agent }}', content: 'x', options: { concurrency: 1 } },
			rows,
			{ credential },
		);
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(400);
		for (const { agent } of rows) expect(gateway().agent(agent).inbox).toHaveLength(1);
		expect(signIns()).toBe(2);
	});

	it('is not assumed for 400 absent agents: 400 rejected, no new sign-in', async () => {
		const { credential } = serviceAgent();
		const rows = Array.from({ length: 400 }, (_, index) => ({ agent: String(36_000 + index) }));
		const { failed } = await runNode(
			'setSessionLimit',
			{ ...limits, options: { concurrency: 50 } },
			rows,
			{ credential, onError: 'continueErrorOutput' },
		);
		expect(failed).toHaveLength(400);
		expect(failed[7]).toMatchObject({
			outcome: 'rejected',
			retcode: '100-006',
			message: expect.stringContaining(
				'agent 36007 is not signed in, or this session may not act for it',
			) as string,
		});
		expect(signIns()).toBe(1);
		expect(requestsTo('agentStatus').length).toBeLessThanOrEqual(4);
	});
});

describe('a sign-in that is refused', () => {
	const busy = { agentId: '31001', reason: 0 };
	const refused = async (credential: ICredentialDataDecryptedObject, rows: IDataObject[] = [{}]) =>
		await runNode('setBusy', busy, rows, { credential, onError: 'continueErrorOutput' });

	it('for its password is sent once, for all items and the next execution', async () => {
		const { id, credential } = serviceAgent({}, { password: 'wrong' });
		for (const _ of [1, 2]) {
			const { failed } = await refused(credential, Array<IDataObject>(50).fill({}));
			expect(failed).toHaveLength(50);
			expect(failed[0]).toMatchObject({
				outcome: 'rejected',
				retcode: '100-004',
				message: `Agent 31001 was not set busy: agent ${id} could not be signed in: the agent ID or the password is wrong (item 1 of 50)`,
				description: expect.stringContaining('accounts lock') as string,
			});
		}
		expect(signIns()).toBe(1);
		const { success } = await runNode('setBusy', busy, [{}], {
			credential: { ...credential, password: PASSWORD },
		});
		expect(success[0]?.outcome).toBe('accepted');
	});

	it.each([
		['110-016', 'the account is locked', /unlock/],
		['100-020', 'the password has expired', /Change the agent's password/],
		['100-014', 'outside the range the site allows', /./],
	])('is reported for %s', async (retcode, meaning, remedy) => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode, operation: 'login' });
		const { failed } = await refused(credential, [{}, {}]);
		expect(failed).toHaveLength(2);
		expect(failed[1]).toMatchObject({ outcome: 'rejected', retcode });
		expect(failed[1]?.message).toContain(meaning);
		expect(failed[1]?.description).toMatch(remedy);
		expect(signIns()).toBe(1);
	});

	it('is reported if the password must be changed first', async () => {
		const { credential } = serviceAgent({ forceChange: true });
		const { failed } = await refused(credential);
		expect(failed[0]?.message).toContain('the password must be changed first');
		expect(requestsTo('sayBusy')).toHaveLength(0);
	});

	it.each(['other.example.com', ''])(
		"names the field to change if n8n's allowed domains (%p) forbid the gateway",
		async (allowedDomains) => {
			const { id, credential } = serviceAgent(
				{},
				{ allowedHttpRequestDomains: 'domains', allowedDomains },
			);
			const { failed } = await refused(credential);
			expect(failed[0]).toMatchObject({
				outcome: 'notAttempted',
				message: `Agent 31001 was not set busy, nothing was sent: agent ${id} could not be signed in: the list of allowed domains in the credential does not hold the gateway`,
				description: expect.stringContaining(
					"add the gateway's host to 'Allowed Domains'",
				) as string,
			});
			expect(signIns()).toBe(0);
			const allowed = { ...credential, allowedDomains: `other.example.com, localhost` };
			const { success } = await runNode('setBusy', busy, [{}], { credential: allowed });
			expect(success[0]?.outcome).toBe('accepted');
		},
	);

	it('stops the workflow with a message of its own with "Stop Workflow"', async () => {
		const { id, credential } = serviceAgent({}, { password: 'wrong' });
		const { error } = await runNode('setBusy', busy, [{}], { credential });
		expect(error?.message).toContain(`agent ${id} could not be signed in`);
	});

	it('is retried if its cause is temporary', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode: '105-002', operation: 'login', times: 1 });
		const { success } = await runNode('setBusy', busy, [{}], { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});
});

describe('with a fast clock', () => {
	useFastClock(40);

	it('opens a new session after one that the gateway closed', async () => {
		const { credential } = serviceAgent();
		await runNode('setSessionLimit', limits, agents(1), { credential });
		advance(200_000);
		const { success } = await runNode('setSessionLimit', limits, agents(1, 35_000), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});

	it('waits while the agent is signed in elsewhere, and continues when that session ends', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		setTimeout(() => gateway().signOut(id), 35_000);
		const { success } = await runNode('setSessionLimit', limits, agents(20), { credential });
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(20);
		const { length } = requestsTo('login');
		expect(length).toBeGreaterThanOrEqual(3);
		expect(length).toBeLessThanOrEqual(6);
	}, 60_000);

	it('gives up after the lifetime of a Guid, and names the other session as the cause', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		const { failed } = await runNode('setSessionLimit', limits, agents(20), {
			credential,
			onError: 'continueErrorOutput',
		});
		expect(failed).toHaveLength(20);
		expect(failed[0]).toMatchObject({ outcome: 'rejected', retcode: '100-002' });
		expect(failed[0]?.message).toContain('still after 125 seconds of waiting');
		expect(failed[0]?.description).toContain(`Somebody else uses agent ${id}`);
		expect(failed[0]?.description).toContain('Take Over the Session');
		expect(requestsTo('forceLogin')).toHaveLength(0);
		expect(signIns()).toBeLessThanOrEqual(14);
	}, 60_000);

	it('stops waiting for another session when the execution is cancelled', async () => {
		const { credential } = serviceAgent({ signedIn: true });
		const rows = agents(3);
		const before = Date.now();
		const { run, json } = await execute(oneNode('setSessionLimit', limits, 'continueErrorOutput'), {
			pinData: { Rows: rows },
			credentials: { [CREDENTIAL_ID]: credential },
			onStart: (cancel) => setTimeout(cancel, 15_000),
		});
		expect(run.status).toBe('canceled');
		const ends = json('Node', 1).map(({ error }) => (error as IDataObject).outcome);
		expect(ends).toEqual(Array(3).fill('notAttempted'));
		expect(Date.now() - before).toBeLessThan(60_000);
	});

	it('takes a session over without waiting if the credential allows it', async () => {
		const { id, credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		const { success } = await runNode('setSessionLimit', limits, agents(10), { credential });
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(10);
		expect(requestsTo('login')).toHaveLength(1);
		expect(requestsTo('forceLogin')).toHaveLength(1);
		expect(gateway().agent(id).signedIn).toBe(true);
	});

	it('explains a request that is refused again in a new session', async () => {
		const { id, credential } = serviceAgent({}, { takeOver: true });
		gateway().faults.add({
			kind: 'retcode',
			retcode: '100-006',
			agentId: id,
			operation: 'setCustomState',
		});
		gateway().faults.add({
			kind: 'retcode',
			retcode: '100-006',
			operation: 'agentStatus',
			after: 1,
			times: 1,
		});
		const { failed } = await runNode('setCustomStatus', { agentId: '', customstate: 1 }, [{}], {
			credential,
			onError: 'continueErrorOutput',
		});
		expect(failed[0]).toMatchObject({ outcome: 'rejected', retcode: '100-006' });
		expect(failed[0]?.description).toMatch(/refused it again/);
	});

	it('gives up if every new session is lost immediately, and does not end other sessions repeatedly', async () => {
		const { id, credential } = serviceAgent({}, { takeOver: true });
		gateway().faults.add({ kind: 'retcode', retcode: '100-006', operation: 'setCallNums' });
		gateway().faults.add({ kind: 'retcode', retcode: '100-006', operation: 'agentStatus' });
		const { failed } = await runNode(
			'setSessionLimit',
			{ ...limits, options: { concurrency: 1 } },
			agents(40),
			{ credential, onError: 'continueErrorOutput' },
		);
		expect(failed).toHaveLength(40);
		expect(failed.at(-1)).toMatchObject({
			outcome: 'rejected',
			message: expect.stringContaining(
				`agent ${id} was signed in, and its session was lost at once`,
			) as string,
			description: expect.stringContaining('Somebody else may be signing in') as string,
		});
		expect(signIns()).toBeLessThanOrEqual(8);
	}, 60_000);

	it('stops without delay when the execution is cancelled during a sign-in', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'stall', operation: 'login' });
		const before = Date.now();
		const { run } = await execute(oneNode('setSessionLimit', limits, 'continueErrorOutput'), {
			pinData: { Rows: agents(3) },
			credentials: { [CREDENTIAL_ID]: credential },
			onStart: (cancel) => setTimeout(cancel, 2_000),
		});
		expect(run.status).toBe('canceled');
		expect(Date.now() - before).toBeLessThan(10_000);
	});

	it('waits for a protected session and does not end it, even with Take Over', async () => {
		const { credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		gateway().faults.add({ kind: 'retcode', retcode: '100-015', operation: 'login', times: 2 });
		gateway().faults.add({ kind: 'retcode', retcode: '100-015', operation: 'forceLogin' });
		setTimeout(() => gateway().signOut(credential.agentId as string), 15_000);
		const { success } = await runNode('setSessionLimit', limits, agents(1), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(requestsTo('forceLogin')).toHaveLength(0);
		expect(requestsTo('login')).toHaveLength(3);
	});

	it('waits for a sign-in in progress', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode: '100-021', operation: 'login', times: 1 });
		const { success } = await runNode('setSessionLimit', limits, agents(1), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});
});

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
