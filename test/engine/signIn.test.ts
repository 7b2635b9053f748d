/** The credential that signs an agent in: one shared session, reopened when lost; refused sign-ins. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, oneNode, runNode } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { PASSWORD, storedSession } from '../support/serviceAgents';
import { gateway, serviceAgent, agents, requestsTo, signIns, limits } from './signInHarness';

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
