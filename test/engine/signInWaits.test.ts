/** Waits for a session: agents signed in elsewhere, sessions taken over, repeated losses, on a fast clock. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, oneNode, runNode } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { advance, useFastClock } from '../support/fastClock';
import { gateway, serviceAgent, agents, requestsTo, signIns, limits } from './signInHarness';

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
