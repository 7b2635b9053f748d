/** The session of a trigger over minutes, and the runs beside it, on a fast clock. */
import { runNode, useGateway } from '../support/nodeRunner';
import { testCredential } from '../support/editor';
import { fastClock, advance, useFastClock } from '../support/fastClock';
import { serviceAgentsOf, storedSession } from '../support/serviceAgents';
import { activate, type Active } from '../support/trigger';
import { triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';

const FACTOR = 20;
useFastClock(FACTOR);
const gateway = useGateway({ switches: { cookiesRequired: true }, clock: fastClock });
const { serviceAgent, requestsTo, pollsAtOnce, signIns } = serviceAgentsOf(gateway);

let active: Active | undefined;
afterEach(async () => await active?.close());

const pass = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

const publish = async (
	credential: ReturnType<typeof serviceAgent>['credential'],
): Promise<void> => {
	active = await activate(triggerFlow({ events: ['noteReceived'] }), { credential });
};

it('renews and stores the session for four minutes; runs beside it neither poll nor sign in', async () => {
	const { id, credential } = serviceAgent();
	await publish(credential);
	for (let seconds = 0; seconds < 240; seconds += 10) {
		await pass(10_000);
		const { success } = await runNode('getAgentStatus', { agentId: '' }, [{}], { credential });
		expect(success).toMatchObject([{ agentId: id, outcome: 'accepted' }]);
	}
	expect(signIns()).toBe(1);
	expect(pollsAtOnce()).toBe(1);
	const guids = new Set(requestsTo('agentStatus').map(({ headers }) => headers.guid));
	expect(guids.size).toBeGreaterThanOrEqual(3);
	expect(requestsTo('agentStatus').filter(({ guidAge = 0 }) => guidAge >= 120_000)).toEqual([]);
	await until(
		'the current Guid to be stored',
		() => storedSession(credential).guid === gateway().agent(id).guid,
	);
	gateway().pushEvent(id, 'AgentOther_Note', { context: 'still here' });
	await pass(5_000);
	expect(active?.emitted).toMatchObject([{ content: { text: 'still here' } }]);
}, 120_000);

it('keeps the session if the gateway never replaces a Guid', async () => {
	gateway().switches.authMode = 'static';
	const { id, credential } = serviceAgent();
	await publish(credential);
	await pass(200_000);
	expect(signIns()).toBe(1);
	gateway().pushEvent(id, 'AgentOther_Note', { context: 'still here' });
	await pass(5_000);
	expect(active?.emitted).toHaveLength(1);
}, 60_000);

it('opens no session after a refused password until a test asks, and reports it once', async () => {
	const { id, credential } = serviceAgent();
	await publish(credential);
	await pass(5_000);
	gateway().faults.add({ kind: 'retcode', retcode: '100-004', operation: 'login' });
	gateway().signOut(id);
	for (let hours = 0; hours < 3; hours++) {
		await pass(100_000);
		advance(3_600_000);
	}
	expect(signIns()).toBe(2);
	expect(active?.log).toEqual([expect.stringContaining('password is wrong')]);
	expect(active?.failures).toMatchObject([
		{
			message: `The events of agent ${id} cannot be fetched`,
			description: expect.stringContaining('the password is not sent again') as string,
		},
	]);

	gateway().faults.clear();
	await pass(70_000);
	expect(signIns()).toBe(2);
	const second = await activate(triggerFlow({ events: ['noteReceived'] }), { credential });
	await until('a poll in a new session', () => gateway().agent(id).signedIn);
	expect(signIns()).toBe(3);
	await pass(130_000);
	expect(active?.log.at(-1)).toContain('are fetched again');
	await second.close();
}, 120_000);

it('sends a refused password once, and signs in again when the credential was tested', async () => {
	const { id, credential } = serviceAgent();
	await publish(credential);
	await pass(5_000);
	gateway().faults.add({ kind: 'retcode', retcode: '100-004', operation: 'login' });
	gateway().signOut(id);
	await pass(240_000);
	advance(600_000);
	await pass(70_000);
	expect(signIns()).toBe(2);
	expect(active?.log).toEqual([expect.stringContaining('password is wrong')]);

	gateway().faults.clear();
	await pass(70_000);
	expect(signIns()).toBe(2);
	expect(await testCredential(credential)).toContain('OK');
	await pass(70_000);
	gateway().pushEvent(id, 'AgentOther_Note', { context: 'back' });
	await pass(5_000);
	expect(active?.emitted).toHaveLength(1);
}, 120_000);

it('renews a session with a Guid near its end before the first poll', async () => {
	const { id, credential } = serviceAgent();
	const { error } = await runNode('getAgentStatus', { agentId: '' }, [{}], { credential });
	expect(error).toBeUndefined();
	advance(113_000);
	await publish(credential);
	gateway().pushEvent(id, 'AgentOther_Note', { context: 'still here' });
	await until('the note', () => active?.emitted.length === 1);
	expect(requestsTo('updateGuid')).toHaveLength(1);
	await pass(150_000);
	expect(signIns()).toBe(1);
	expect(active?.log).toEqual([]);
}, 60_000);

it('lets a test in another process begin without waiting after the workflow is unpublished', async () => {
	const { credential } = serviceAgent();
	await publish(credential);
	await pass(5_000);
	expect(storedSession(credential)).toHaveProperty('listener');
	await active?.close();
	await until('the end of the listening', () => !('listener' in storedSession(credential)));
}, 60_000);

it('opens a session again when an application that took it over is gone', async () => {
	const { id, credential } = serviceAgent();
	await publish(credential);
	await pass(5_000);
	gateway().signOut(id);
	gateway().faults.add({ kind: 'retcode', retcode: '100-002', operation: 'login' });
	await pass(100_000);
	const tries = signIns();
	expect(tries).toBeGreaterThanOrEqual(4);
	expect(tries).toBeLessThanOrEqual(12);
	gateway().faults.clear();
	await pass(70_000);
	gateway().pushEvent(id, 'AgentOther_Note', { context: 'back' });
	await pass(5_000);
	expect(active?.emitted).toHaveLength(1);
	expect(active?.log[0]).toContain('somebody is signed in');
	expect(active?.failures).toHaveLength(1);
}, 120_000);
