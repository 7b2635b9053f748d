/** The credential that signs an agent in: one session for all, recovered when lost, renewed when old. */
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

describe('the first request', () => {
	it('signs in as busy, with phone, and the session is kept with its cookies', async () => {
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

	it('of two nodes in a row and of the next execution are sent in the same session', async () => {
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

	it('of parallel executions costs one sign-in', async () => {
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

	it('is not made in a dry run, and nobody is signed in', async () => {
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

	it('of a credential with another agent or gateway does not use the old session', async () => {
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
	it('costs one new sign-in, however many requests fail at once, and no item', async () => {
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

	it('in the middle of a broadcast repeats the refused notes, and nobody gets two', async () => {
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

	it('is not what 400 absent agents are: 400 are rejected and nobody is signed in again', async () => {
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

	it('for its password is tried once, for all items and for the next execution', async () => {
		const { id, credential } = serviceAgent({}, { password: 'wrong' });
		for (const _ of [1, 2]) {
			const { failed } = await refused(credential, Array<IDataObject>(50).fill({}));
			expect(failed).toHaveLength(50);
			expect(failed[0]).toMatchObject({
				outcome: 'rejected',
				retcode: '100-004',
				message: `Agent 31001 was not set busy: agent ${id} could not be signed in: the agent ID or the password is wrong`,
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
	])('with %s says so', async (retcode, meaning, remedy) => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode, operation: 'login' });
		const { failed } = await refused(credential, [{}, {}]);
		expect(failed).toHaveLength(2);
		expect(failed[1]).toMatchObject({ outcome: 'rejected', retcode });
		expect(failed[1]?.message).toContain(meaning);
		expect(failed[1]?.description).toMatch(remedy);
		expect(signIns()).toBe(1);
	});

	it('because the password has to be changed first says so', async () => {
		const { credential } = serviceAgent({ forceChange: true });
		const { failed } = await refused(credential);
		expect(failed[0]?.message).toContain('the password must be changed first');
		expect(requestsTo('sayBusy')).toHaveLength(0);
	});

	it.each(['other.example.com', ''])(
		"because of n8n's allowed domains (%p) says so, and which field to change",
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

	it('stops the workflow with a message of its own where the node stops', async () => {
		const { id, credential } = serviceAgent({}, { password: 'wrong' });
		const { error } = await runNode('setBusy', busy, [{}], { credential });
		expect(error?.message).toContain(`agent ${id} could not be signed in`);
	});

	it('for the moment is tried again', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode: '105-002', operation: 'login', times: 1 });
		const { success } = await runNode('setBusy', busy, [{}], { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});
});

describe('with a fast clock', () => {
	useFastClock(40);

	it('a session that fell silent is followed by a new one', async () => {
		const { credential } = serviceAgent();
		await runNode('setSessionLimit', limits, agents(1), { credential });
		advance(200_000);
		const { success } = await runNode('setSessionLimit', limits, agents(1, 35_000), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});

	it('waits while somebody else is signed in, and goes on when that session ends', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		setTimeout(() => gateway().signOut(id), 35_000);
		const { success } = await runNode('setSessionLimit', limits, agents(20), { credential });
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(20);
		const { length } = requestsTo('login');
		expect(length).toBeGreaterThanOrEqual(3);
		expect(length).toBeLessThanOrEqual(6);
	}, 60_000);

	it('gives up after the life of a Guid, and says who is in the way', async () => {
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

	it('can be cancelled while it waits', async () => {
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

	it('takes a session over at once where that is wanted', async () => {
		const { id, credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		const { success } = await runNode('setSessionLimit', limits, agents(10), { credential });
		expect(success.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(10);
		expect(requestsTo('login')).toHaveLength(1);
		expect(requestsTo('forceLogin')).toHaveLength(1);
		expect(gateway().agent(id).signedIn).toBe(true);
	});

	it('tells apart what is refused again after a new sign-in', async () => {
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

	it('gives up where every new session is lost at once, and ends nobody else’s over and over', async () => {
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

	it('can be cancelled while a sign-in hangs', async () => {
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

	it('waits for a session that nobody may end, and ends none, though it may take over', async () => {
		const { credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		gateway().faults.add({ kind: 'retcode', retcode: '100-015', operation: 'login', times: 2 });
		gateway().faults.add({ kind: 'retcode', retcode: '100-015', operation: 'forceLogin' });
		setTimeout(() => gateway().signOut(credential.agentId as string), 15_000);
		const { success } = await runNode('setSessionLimit', limits, agents(1), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(requestsTo('forceLogin')).toHaveLength(0);
		expect(requestsTo('login')).toHaveLength(3);
	});

	it('waits for a sign-in that is still running', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({ kind: 'retcode', retcode: '100-021', operation: 'login', times: 1 });
		const { success } = await runNode('setSessionLimit', limits, agents(1), { credential });
		expect(success[0]?.outcome).toBe('accepted');
		expect(signIns()).toBe(2);
	});
});

describe('the credential test', () => {
	useFastClock(10);

	it('signs in, and keeps the session', async () => {
		const { credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(1);
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(1);
	});

	it('says what is wrong in a sentence', async () => {
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

	it('does not wait, and ends nobody’s session even if workflows may', async () => {
		const { credential } = serviceAgent({ signedIn: true }, { takeOver: true });
		expect(await testCredential(credential)).toMatch(
			/somebody is signed in with this agent ID already \(100-002\)\..* give the credential an agent of its own/,
		);
		expect(requestsTo('forceLogin')).toHaveLength(0);
	});

	it('notices that a session was lost, and opens a new one', async () => {
		const { id, credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		gateway().signOut(id);
		advance(6_000);
		expect(await testCredential(credential)).toBe('OK');
		expect(signIns()).toBe(2);
	});

	it('opens a new session where the stored one is too old', async () => {
		const { credential } = serviceAgent();
		for (const _ of [1, 2]) {
			expect(await testCredential(credential)).toBe('OK');
			expect(await testCredential(credential)).toBe('OK');
			advance(200_000);
		}
		expect(signIns()).toBe(2);
	}, 60_000);

	it('asks the gateway afresh about a password that it refused', async () => {
		const { credential } = serviceAgent({}, { password: 'wrong' });
		await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], { credential });
		expect(await testCredential(credential)).toMatch(/\(100-004\)/);
		expect(signIns()).toBe(2);
	});

	it('says so if the gateway of a running session is gone', async () => {
		const { credential } = serviceAgent();
		expect(await testCredential(credential)).toBe('OK');
		advance(6_000);
		gateway().faults.add({ kind: 'refuseConnections' });
		expect(await testCredential(credential)).toMatch(/^[A-Z].* gateway .*\. Check/);
	});
});
