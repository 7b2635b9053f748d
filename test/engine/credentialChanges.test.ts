/** A credential that is changed or deleted while triggers and runs use its session, on a fast clock. */
import { runNode, useGateway } from '../support/nodeRunner';
import { fastClock, useFastClock } from '../support/fastClock';
import { deleteCredential, N8N_1 } from '../support/credentialsHelper';
import { PASSWORD, serviceAgentsOf, storedSession } from '../support/serviceAgents';
import { activate, type Active } from '../support/trigger';
import { triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';

useFastClock(20);
const gateway = useGateway({ switches: { cookiesRequired: true }, clock: fastClock });
const { serviceAgent, agents, requestsTo, signIns } = serviceAgentsOf(gateway);

let active: Active | undefined;
afterEach(async () => {
	await active?.close();
	active = undefined;
	N8N_1.storesAllFields = false;
});

const pass = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

type Credential = ReturnType<typeof serviceAgent>['credential'];

const publish = async (credential: Credential): Promise<void> => {
	active = await activate(triggerFlow({ events: ['noteReceived'] }), { credential });
	await until('the session to be stored', () => 'sessionToken' in credential);
};

const pollsOf = (id: string): number =>
	requestsTo('getAgentEvent').filter(({ agentId }) => agentId === id).length;

/** Waits until a trigger has stored a renewed session. */
const renewed = async (credential: Credential): Promise<void> => {
	const { guid } = storedSession(credential);
	await until('the next Guid to be stored', () => storedSession(credential).guid !== guid);
};

describe('a trigger whose credential is edited', () => {
	it.each([false, true])(
		'stores its session and keeps the edits (n8n stores all fields: %p)',
		async (storesAllFields) => {
			N8N_1.storesAllFields = storesAllFields;
			const { credential } = serviceAgent();
			await publish(credential);
			credential.phonenum = '6999';
			credential.busyReasons = '204 Coffee';
			await renewed(credential);
			expect(credential).toMatchObject({ phonenum: '6999', busyReasons: '204 Coffee' });
			expect(signIns()).toBe(1);
		},
		60_000,
	);

	it('uses the new site words without being published again', async () => {
		const { id, credential } = serviceAgent();
		active = await activate(triggerFlow({ events: ['becameBusy'] }), { credential });
		await until('the session to be stored', () => 'sessionToken' in credential);
		credential.busyReasons = '204 Coffee';
		await renewed(credential);
		await renewed(credential);
		gateway().pushEvent(id, 'AgentState_SetNotReady_Success', { reason: '204' });
		await pass(5_000);
		expect(JSON.stringify(active?.emitted)).toContain('Coffee');
	}, 60_000);

	it('stores no session and stops polling once the credential names another agent', async () => {
		const { id, credential } = serviceAgent();
		const other = serviceAgent();
		await publish(credential);
		const theirs = JSON.stringify({ guid: 'theirs', agentId: other.id });
		Object.assign(credential, { agentId: other.id, sessionToken: theirs });
		await until('the trigger to say so', () => active?.log.length === 1);
		expect(active?.log).toEqual([expect.stringContaining('now names another agent or gateway')]);
		await pass(10_000);
		const polls = pollsOf(id);
		await pass(130_000);
		expect(pollsOf(id)).toBe(polls);
		expect(credential).toMatchObject({ agentId: other.id, sessionToken: theirs });
		expect(signIns()).toBe(1);
	}, 60_000);

	it('signs in with the new password only', async () => {
		const { id, credential } = serviceAgent();
		await publish(credential);
		credential.password = 'Another-1';
		gateway().signOut(id);
		await until('the next sign-in', () => signIns() === 2);
		expect(requestsTo('login').map(({ body }) => body)).toMatchObject([
			{ password: PASSWORD },
			{ password: 'Another-1' },
		]);
	}, 60_000);
});

describe('a trigger whose credential is deleted', () => {
	it('logs it, stops polling and does not sign in', async () => {
		const { id, credential } = serviceAgent();
		await publish(credential);
		deleteCredential(credential);
		await until('the trigger to say so', () => active?.log.length === 1);
		expect(active?.log).toEqual([
			expect.stringContaining(
				'The credential does not exist on this n8n server, or no longer does.',
			),
		]);
		await pass(10_000);
		const polls = pollsOf(id);
		gateway().signOut(id);
		await pass(200_000);
		expect(pollsOf(id)).toBe(polls);
		expect(signIns()).toBe(1);
		expect(credential).toEqual({});
	}, 60_000);

	it('leaves the agent to the triggers whose credential still exists', async () => {
		const { id, credential } = serviceAgent();
		const copy = { ...credential };
		await publish(credential);
		const second = await activate(triggerFlow({ events: ['noteReceived'] }), {
			credential: copy,
			credentialId: 'the copy',
		});
		deleteCredential(credential);
		await pass(200_000);
		gateway().pushEvent(id, 'AgentOther_Note', { context: 'still here' });
		await pass(5_000);
		await second.close();
		expect(second.emitted).toMatchObject([{ content: { text: 'still here' } }]);
		expect(signIns()).toBe(1);
	}, 60_000);
});

it("keeps the credential's expressions when a run stores a session, even where n8n stores all fields", async () => {
	N8N_1.storesAllFields = true;
	const phonenum = '={{ "69" + "00" }}';
	const { credential } = serviceAgent({}, { phonenum });
	const { success } = await runNode('getAgentStatus', { agentId: '' }, [{}], { credential });
	expect(success).toMatchObject([{ outcome: 'accepted' }]);
	expect(storedSession(credential).guid).not.toBe('');
	expect(credential).toMatchObject({ phonenum });
	expect(requestsTo('login', 'agentStatus').map(({ operation }) => operation)).toEqual([
		'login',
		'agentStatus',
	]);
});

describe('a run whose session is lost', () => {
	/** Runs two items; before the second one the agent is signed out and the credential changed. */
	const run = async (meanwhile: (credential: Credential) => void) => {
		const { id, credential } = serviceAgent();
		const [one, two] = agents(2);
		gateway().switches.guidScope = 'vdn';
		gateway().faults.add({
			kind: 'stall',
			operation: 'setCallNums',
			agentId: two?.agent,
			times: 1,
		});
		void until(
			'the second item to be asked for',
			() => requestsTo('setCallNums').length === 2,
		).then(() => {
			gateway().signOut(id);
			meanwhile(credential);
		});
		const { success, failed } = await runNode(
			'setSessionLimit',
			{
				agentId: '={{ $json.agent }}',
				mediaType: '1',
				callnums: 2,
				options: { concurrency: 1, timeout: 1_000 },
			},
			[one!, two!],
			{ credential, onError: 'continueErrorOutput' },
		);
		return { success, failed };
	};

	it('reports a deleted credential and does not sign in', async () => {
		const { failed } = await run(deleteCredential);
		expect(failed).toMatchObject([
			{ message: expect.stringContaining('does not exist on this n8n server') as string },
		]);
		expect(signIns()).toBe(1);
	}, 30_000);

	it('does not send a password that has been replaced', async () => {
		const { failed } = await run((credential) => void (credential.password = 'Another-1'));
		expect(failed).toMatchObject([
			{ message: expect.stringContaining('the credential was changed in the meantime') as string },
		]);
		expect(signIns()).toBe(1);
	}, 30_000);
});
