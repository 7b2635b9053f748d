/** The trigger on n8n's engine, over HTTPS, against the simulator. */
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator } from '../../simulator';
import { credentialFor, CREDENTIAL_ID, runNode, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';
import {
	PASSWORD,
	serviceAgentsOf,
	signInCredential,
	storedSession,
} from '../support/serviceAgents';
import { activate, type Active, type ActivateOptions } from '../support/trigger';
import { TRIGGER, triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';

const gateway = useGateway({ switches: { noteEvent: 'note' } });
const { serviceAgent, requestsTo, signIns } = serviceAgentsOf(gateway);

const published: Active[] = [];
afterEach(async () => {
	await Promise.all(published.splice(0).map(async ({ close }) => await close()));
});

const publish = async (
	parameters: IDataObject,
	credential: ICredentialDataDecryptedObject,
	options: Partial<ActivateOptions> = {},
): Promise<Active> => {
	const active = await activate(triggerFlow(parameters), { credential, ...options });
	published.push(active);
	return active;
};

const agentIdOf = ({ agentId }: ICredentialDataDecryptedObject): string => agentId as string;

/** Why a workflow cannot be published. */
const refusal = async (
	parameters: IDataObject,
	credential: ICredentialDataDecryptedObject,
	options: Partial<ActivateOptions> = {},
): Promise<unknown> =>
	await publish(parameters, credential, options).then(
		() => 'It was published',
		(error: unknown) => error,
	);

const notes = { events: ['noteReceived'] };
const everything = {
	events: ['noteReceived', 'becameBusy', 'becameIdle', 'restBegan', 'restEnded', 'other'],
};

/** The texts of the notes that a trigger has told. */
const texts = ({ emitted }: Active): unknown[] =>
	emitted.map(({ content }) => (content as IDataObject).text);

const note = (to: string, text: string): void =>
	gateway().pushEvent(to, 'AgentOther_Note', { sender: '31001', context: text });

const polls = () => requestsTo('getAgentEvent');

const polling = async (): Promise<void> =>
	await until('a poll', () => polls().some(({ endedAt }) => endedAt === undefined));

/** How many polls were under way at once, at most. */
const pollsAtOnce = (): number =>
	Math.max(
		...polls().map(
			({ startedAt }) =>
				polls().filter(
					(other) => other.startedAt <= startedAt && (other.endedAt ?? Infinity) > startedAt,
				).length,
		),
	);

describe('an event', () => {
	it('starts an execution with the event in words', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		const { error } = await runNode(
			'sendNote',
			{ agentId: '', agentIds: id, content: 'lunch' },
			[{}],
			{ credential: credentialFor(gateway(), '31001') },
		);
		expect(error).toBeUndefined();
		await until('the note', () => active.emitted.length > 0);
		const anyTime = expect.stringMatching(/^\d{4}-.*Z$/) as string;
		expect(active.emitted).toEqual([
			{
				event: 'noteReceived',
				agentId: id,
				at: anyTime,
				content: {
					...{ sender: '31001', senderName: gateway().agent('31001').name },
					...{ text: 'lunch', receivedAt: anyTime },
				},
				raw: expect.objectContaining({ eventType: 'AgentOther_Note', workNo: id }) as IDataObject,
			},
		]);
	});

	it('has the same fields if the gateway sends no content with it', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		gateway().pushEvent(id, 'AgentOther_Note', null);
		await until('the note', () => active.emitted.length > 0);
		expect(active.emitted).toMatchObject([
			{
				content: { sender: null, senderName: null, text: null, receivedAt: null },
				raw: { content: null },
			},
		]);
	});

	it('runs the following nodes in an execution of its own', async () => {
		const { id, credential } = serviceAgent();
		const next: INode = {
			...{ id: 'next', name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
			position: [200, 0],
			parameters: {
				assignments: {
					assignments: [
						{ id: 'a', name: 'said', value: '={{ $json.content.text }}', type: 'string' },
					],
				},
			},
		};
		const active = await activate(triggerFlow(notes, [next]), { credential });
		published.push(active);
		for (const text of ['one', 'two']) note(id, text);
		await until('two executions', () => active.runs.length === 2);
		const runs = await Promise.all(active.runs);
		const said = runs.map(
			({ data }) => data.resultData.runData.Next?.[0]?.data?.main?.[0]?.[0]?.json.said,
		);
		expect(said).toEqual(['one', 'two']);
	});

	it('starts no execution if it was not chosen', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish({ events: ['becameBusy', 'other'] }, credential);
		note(id, 'not for you');
		gateway().pushEvent(id, 'AgentState_SetNotReady_Success', { reason: '201' });
		gateway().pushEvent(id, 'AgentOther_All_Agent_Busy');
		await until('two events', () => active.emitted.length === 2);
		expect(active.emitted).toMatchObject([
			{ event: 'becameBusy', content: { reason: 201, reasonWord: null } },
			{ event: 'other', content: {}, raw: { eventType: 'AgentOther_All_Agent_Busy' } },
		]);
	});

	it("holds the site's word for a reason", async () => {
		const { id, credential } = serviceAgent(
			{},
			{ busyReasons: '201 Lunch', restReasons: '1 Coffee' },
		);
		const active = await publish(everything, credential);
		gateway().pushEvent(id, 'AgentState_SetNotReady_Success', { reason: '201' });
		gateway().pushEvent(id, 'AgentState_SetRest_Success', { reason: '1' });
		await until('both', () => active.emitted.length === 2);
		expect(active.emitted).toMatchObject([
			{ event: 'becameBusy', content: { reason: 201, reasonWord: 'Lunch' } },
			{ event: 'restBegan', content: { reason: 1, reasonWord: 'Coffee' } },
		]);
	});

	it('shows no secret that the gateway echoes', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(everything, credential);
		const { guid } = storedSession(credential);
		gateway().pushEvent(id, 'AgentOther_Something', { echo: `JSESSIONID=${guid}` });
		await until('the event', () => active.emitted.length > 0);
		expect(JSON.stringify(active.emitted)).not.toContain(guid.split('.')[0]);
		expect(active.emitted).toMatchObject([{ content: { echo: 'JSESSIONID=•••' } }]);
	});

	it('is output once and in order, even among a thousand, in one session', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		await polling();
		const wanted = Array.from({ length: 1_000 }, (_, index) => `note ${index}`);
		for (const text of wanted) note(id, text);
		await until('a thousand', () => active.emitted.length >= 1_000, 100_000);
		expect(texts(active)).toEqual(wanted);
		expect(signIns()).toBe(1);
		expect(pollsAtOnce()).toBe(1);
	}, 120_000);

	it('is lost with a lost answer, and none is output twice', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		await polling();
		gateway().faults.add({ kind: 'resetAfter', operation: 'getAgentEvent', times: 1 });
		// The poll that waits brings the first one; the next poll's answer is lost.
		for (const text of ['one', 'lost', 'three']) note(id, text);
		await until('the others', () => active.emitted.length >= 2);
		await pause(50);
		expect(texts(active)).toEqual(['one', 'three']);
		expect(signIns()).toBe(1);
		expect(active.log).toEqual([]);
	});
});

describe('an outage', () => {
	it('causes a failed execution, if n8n can record one, and a line in the log', async () => {
		const { credential } = serviceAgent({}, { gatewayUrl: 'https://localhost:9' });
		const active = await publish(notes, credential, { how: 'init' });
		await until('a failed execution', () => active.failures.length > 0);
		await pause(2_500);
		expect(active.failures).toMatchObject([
			{
				message: expect.stringMatching(/^The events of agent \d+ cannot be fetched$/) as string,
				description: expect.stringContaining('nothing listens at the gateway address') as string,
				node: { name: TRIGGER },
			},
		]);
		expect(active.log).toHaveLength(1);
	});

	it('causes only a line in the log on an old n8n', async () => {
		const { credential } = serviceAgent({}, { gatewayUrl: 'https://localhost:9' });
		const options = { how: 'init', savesFailures: false } as const;
		const active = await publish(notes, credential, options);
		await until('a line', () => active.log.length > 0);
		expect(active.failures).toEqual([]);
	});

	it('ends a test with the reason', async () => {
		const { credential } = serviceAgent();
		const running = execute(triggerFlow(notes), {
			credentials: { [CREDENTIAL_ID]: credential },
			start: TRIGGER,
		});
		await polling();
		gateway().faults.add({ kind: 'resetBefore', operation: 'getAgentEvent' });
		gateway().faults.add({ kind: 'resetBefore', operation: 'agentStatus' });
		gateway().pushEvent(agentIdOf(credential), 'AgentState_Work');
		const { error } = await running;
		expect(error).toMatchObject({
			message: expect.stringContaining('cannot be fetched') as string,
		});
		const count = polls().length;
		await pause(1_500);
		expect(polls()).toHaveLength(count);
	});
});

describe('several triggers with one credential', () => {
	it('share one poller, and each receives the events it has chosen', async () => {
		const { id, credential } = serviceAgent();
		const [all, only] = [
			await publish(everything, credential),
			await publish({ events: ['becameBusy'] }, credential),
		];
		note(id, 'x');
		gateway().pushEvent(id, 'AgentState_SetNotReady_Success', { reason: '3' });
		await until('all', () => all.emitted.length === 2 && only.emitted.length === 1);
		expect(pollsAtOnce()).toBe(1);
		expect(signIns()).toBe(1);

		await all.close();
		gateway().pushEvent(id, 'AgentState_SetNotReady_Success', { reason: '0' });
		await until('the next', () => only.emitted.length === 2);
		expect(all.emitted).toHaveLength(2);
		expect(pollsAtOnce()).toBe(1);
	});

	it('may use two credentials of one account, but not of two accounts', async () => {
		const { id, credential } = serviceAgent();
		await publish(notes, credential);
		await publish(notes, { ...credential }, { credentialId: 'same account' });
		const guid = { ...credentialFor(gateway(), id), guid: storedSession(credential).guid };
		expect(await refusal(notes, guid, { credentialId: 'another' })).toMatchObject({
			message: `Another published workflow listens to agent ${id} with another credential`,
			description: expect.stringContaining('Use the same credential in both') as string,
		});
		expect(pollsAtOnce()).toBe(1);
	});
});

describe('unpublishing', () => {
	it('returns at once without a sign-out, and no poll follows the one in flight', async () => {
		gateway().switches.pollWait = 1_500;
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		await polling();
		const count = polls().length;
		await active.close();
		expect(polls().filter(({ endedAt }) => endedAt === undefined)).toHaveLength(1);
		await until('the end of the poll', () => polls().every(({ endedAt }) => endedAt !== undefined));
		await pause(700);
		expect(polls()).toHaveLength(count);
		expect(requestsTo('logout')).toEqual([]);
		expect(gateway().agent(id).signedIn).toBe(true);
	});

	it('and publishing again loses no event and starts no second poll', async () => {
		const { id, credential } = serviceAgent();
		const flow = triggerFlow(notes);
		const lives: Active[] = [];
		for (let life = 0; life < 10; life++) {
			const active = await activate(flow, { credential });
			lives.push(active);
			await polling();
			note(id, `${life} while published`);
			await active.close();
			note(id, `${life} while not`);
		}
		const last = await activate(flow, { credential });
		published.push(last);
		lives.push(last);
		const wanted = Array.from({ length: 10 }, (_, life) => [
			...[`${life} while published`, `${life} while not`],
		]).flat();
		await until('all notes', () => lives.flatMap(texts).length >= wanted.length);
		await pause(300);
		expect(lives.flatMap(texts)).toEqual(wanted);
		expect(pollsAtOnce()).toBe(1);
		expect(signIns()).toBe(1);
	});

	it('and publishing again continues in the same session', async () => {
		const { id, credential } = serviceAgent();
		await (await publish(notes, credential)).close();
		const active = await publish(notes, credential);
		note(id, 'again');
		await until('the note', () => active.emitted.length === 1);
		expect(signIns()).toBe(1);
		expect(pollsAtOnce()).toBe(1);
	});
});

describe('publishing fails', () => {
	it('for a wrong password, which is sent once', async () => {
		const { id, credential } = serviceAgent({}, { password: 'wrong' });
		const error = await refusal(notes, credential);
		expect(error).toMatchObject({
			message: `The events of agent ${id} cannot be heard: agent ${id} could not be signed in: the agent ID or the password is wrong (100-004)`,
			description: expect.stringContaining('accounts lock') as string,
		});
		await refusal(notes, credential);
		expect(signIns()).toBe(1);
		expect(polls()).toEqual([]);
	});

	it('without quoting the password, whatever the gateway answers', async () => {
		const { credential } = serviceAgent();
		gateway().faults.add({
			kind: 'retcode',
			retcode: '100-001',
			message: `no good: ${PASSWORD}`,
			operation: 'login',
		});
		const error = (await refusal(notes, credential)) as Error & { description?: string };
		const active = await publish(notes, credential, { how: 'init' });
		await until('a line', () => active.log.length > 0);
		const reported = JSON.stringify([error.message, error.description, { ...error }, active.log]);
		expect(reported).toContain('could not be signed in');
		expect(reported).not.toContain(PASSWORD);
	});

	it('if the agent is signed in elsewhere', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		expect(await refusal(notes, credential)).toMatchObject({
			message: expect.stringContaining(`somebody is signed in`) as string,
			description: expect.stringContaining('agent of its own') as string,
		});
		expect(gateway().agent(id).signedIn).toBe(true);
	});

	it('if nothing listens at the address', async () => {
		const { credential } = serviceAgent({}, { gatewayUrl: 'https://localhost:9' });
		expect(await refusal(notes, credential)).toMatchObject({
			message: expect.stringContaining('nothing listens at the gateway address') as string,
		});
	});

	it('for a Guid that the gateway does not accept', async () => {
		const { id } = serviceAgent();
		const credential = { ...credentialFor(gateway(), id), guid: 'JSESSIONID=old.AgentGateway0' };
		expect(await refusal(notes, credential)).toMatchObject({
			message: `The events of agent ${id} cannot be heard: the gateway does not honour the Guid of agent ${id}`,
			description: expect.stringContaining("'Sign In as an Agent'") as string,
		});
	});

	it.each<[string, IDataObject, IDataObject, string]>([
		[
			'a Guid per item',
			notes,
			{ authentication: 'guidPerItem' },
			"A trigger cannot listen in the credential's mode 'Guid per Item'",
		],
		['no event', { events: [] }, {}, 'Trigger On: none is chosen'],
		['an unknown event', { events: ['lunch'] }, {}, "Trigger On: 'lunch' is none of its values"],
		[
			'a watched agent who is none',
			{ events: ['agentStateChanged'], watchedAgents: '31001, 99' },
			{},
			"Watched Agents: '99' is outside 101 to 999999 (entry 2 of 2)",
		],
		['no password', notes, { password: null }, 'Password in the credential: no password was given'],
	])('for %s', async (_name, parameters, fields, message) => {
		const { credential } = serviceAgent({}, fields);
		expect(await refusal(parameters, credential)).toMatchObject({ message });
		expect(gateway().requests).toEqual([]);
	});
});

describe('when n8n starts', () => {
	it('a refused sign-in is retried later, and logged once', async () => {
		const { id, credential } = serviceAgent({ signedIn: true });
		const active = await publish(notes, credential, { how: 'init' });
		await until('a line', () => active.log.length > 0);
		gateway().signOut(id);
		await until('a poll', () => polls().some(({ agentId }) => agentId === id));
		note(id, 'x');
		await until('the note', () => active.emitted.length === 1);
		expect(active.log).toEqual([
			expect.stringMatching(
				`^CC-Gateway Trigger: no events of agent ${id} can be fetched for now, which is tried again until it works\\. Agent ${id} could not be signed in: .*somebody is signed in`,
			),
		]);
	}, 40_000);

	it('an unreadable credential is read again, and reported once', async () => {
		const { id, credential } = serviceAgent({}, { phonenum: '' });
		const active = await publish(notes, credential, { how: 'init' });
		await until('a failed execution', () => active.failures.length > 0);
		credential.phonenum = '6900';
		await until('a poll', () => polls().some(({ agentId }) => agentId === id));
		note(id, 'x');
		await until('the note', () => active.emitted.length === 1);
		expect(active.failures).toMatchObject([
			{
				message: 'The trigger cannot begin to listen',
				description: expect.stringMatching(
					/^Phone Number in the credential: no phone number was given\. .* It is tried again until it works\.$/,
				) as string,
			},
		]);
		expect(active.log).toEqual([
			expect.stringMatching(
				/^CC-Gateway Trigger: it cannot begin to listen\. .*no phone number was given/,
			),
			'CC-Gateway Trigger: it listens now.',
		]);
	}, 40_000);

	it('an unreadable credential is not read again once the workflow is unpublished', async () => {
		const { id, credential } = serviceAgent({}, { phonenum: '' });
		const active = await publish(notes, credential, { how: 'init' });
		await active.close();
		credential.phonenum = '6900';
		await pause(2_500);
		expect(requestsTo('login').filter(({ agentId }) => agentId === id)).toEqual([]);
	});

	it('two workflows both receive the events that arrived before the second subscribed', async () => {
		const { id, credential } = serviceAgent();
		const first = await publish(notes, credential, { how: 'init' });
		await polling();
		note(id, 'early');
		await until('the note', () => first.emitted.length === 1);
		const flow = triggerFlow(notes);
		for (const node of flow.nodes) node.id = 'of another workflow';
		const second = await activate(flow, { credential, how: 'init' });
		published.push(second);
		note(id, 'late');
		await until('both', () => second.emitted.length === 2);
		expect([texts(first), texts(second)]).toEqual([
			['early', 'late'],
			['early', 'late'],
		]);
	});

	it('a workflow becomes active while the gateway is away', async () => {
		const { credential } = serviceAgent({}, { gatewayUrl: 'https://localhost:9' });
		const active = await publish(notes, credential, { how: 'leadershipChange' });
		await until('a line', () => active.log.length > 0);
		await pause(2_500);
		expect(active.log).toEqual([expect.stringContaining('nothing listens at the gateway address')]);
	});
});

describe('a session that is lost', () => {
	it('is replaced at once without a line in the log', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		await polling();
		gateway().signOut(id);
		await until('another sign-in', () => signIns() === 2);
		note(id, 'back');
		await until('the note', () => active.emitted.length > 0);
		expect(texts(active)).toEqual(['back']);
		expect(active.log).toEqual([]);
		expect(storedSession(credential).guid).toBe(gateway().agent(id).guid);
	});

	it('is replaced when the gateway is back, after one line in the log', async () => {
		const agents = [{ id: '31950', signedIn: false, password: PASSWORD }];
		const first = await startSimulator({ agents, tls: false });
		const credential = signInCredential(first, '31950');
		const active = await publish(notes, credential);
		await until('a poll', () =>
			first.requests.some(({ operation }) => operation === 'getAgentEvent'),
		);
		await first.close();
		await until('a line', () => active.log.length > 0);
		await pause(1_000);
		const second = await startSimulator({ agents, tls: false, port: first.port });
		await until('a poll', () =>
			second.requests.some(
				({ operation, retcode }) => operation === 'getAgentEvent' && retcode === undefined,
			),
		);
		second.pushEvent('31950', 'AgentOther_Note', { context: 'back' });
		await until('the note', () => active.emitted.length > 0);
		expect(texts(active)).toEqual(['back']);
		expect(active.log).toHaveLength(1);
		await active.close();
		await second.close();
	}, 40_000);
});

describe('a run beside a trigger', () => {
	it('uses the session of the trigger', async () => {
		const { credential } = serviceAgent();
		await publish(notes, credential);
		await polling();
		const { error } = await runNode(
			'sendNote',
			{ agentId: '', agentIds: '31002', content: 'x' },
			[{}],
			{ credential },
		);
		expect(error).toBeUndefined();
		expect(signIns()).toBe(1);
		expect(storedSession(credential)).toHaveProperty('listener');
	});
});

describe('waiting for a test event', () => {
	const test = async (
		credential: ICredentialDataDecryptedObject,
		onStart?: (cancel: () => void) => void,
	) =>
		await execute(triggerFlow(notes), {
			credentials: { [CREDENTIAL_ID]: credential },
			start: TRIGGER,
			...(onStart ? { onStart } : {}),
		});

	it('ends with the first event, and takes none from a published workflow', async () => {
		const { id, credential } = serviceAgent();
		const active = await publish(notes, credential);
		await polling();
		const running = test(credential);
		await pause(300);
		for (const text of ['one', 'two']) note(id, text);
		expect((await running).json(TRIGGER)).toMatchObject([{ content: { text: 'one' } }]);
		await until('both', () => active.emitted.length === 2);
		expect(pollsAtOnce()).toBe(1);
	});

	it('polls only while a test waits', async () => {
		const { id, credential } = serviceAgent();
		const running = test(credential);
		await polling();
		note(id, 'one');
		expect((await running).json(TRIGGER)).toMatchObject([{ content: { text: 'one' } }]);
		const count = polls().length;
		await pause(700);
		expect(polls()).toHaveLength(count);
	});

	it('ends when it is stopped', async () => {
		const { credential } = serviceAgent();
		let cancel = () => {};
		void test(credential, (stop) => (cancel = stop));
		await polling();
		cancel();
		await until('the end of the poll', () => polls().every(({ endedAt }) => endedAt !== undefined));
	});

	it('does not poll if it is stopped during the sign-in', async () => {
		gateway().switches.signInTime = 500;
		const { credential } = serviceAgent();
		let cancel = () => {};
		void test(credential, (stop) => (cancel = stop));
		await until('a sign-in', () => signIns() === 1);
		cancel();
		await until('the end of the sign-in', () =>
			requestsTo('login').every(({ endedAt }) => endedAt !== undefined),
		);
		await pause(300);
		expect(polls()).toEqual([]);
	});

	it('reports why it cannot begin', async () => {
		const { credential } = serviceAgent({}, { password: 'wrong' });
		const { error } = await test(credential);
		expect(error).toMatchObject({ message: expect.stringContaining('100-004') as string });
	});

	it('leaves the events to a published workflow in another process', async () => {
		const { id, credential } = serviceAgent();
		await (await publish(notes, credential)).close();
		const stored = { ...storedSession(credential), listener: 'another process' };
		const other = { ...credential, sessionToken: JSON.stringify(stored) };
		// This process knows the same Guid, but not who listens by now.
		stored.renewedAt++;
		other.sessionToken = JSON.stringify(stored);
		const { error } = await test(other);
		expect(error).toMatchObject({
			message: `A published workflow listens to agent ${id} in another process of n8n`,
		});
	});
});

describe('watched agents', () => {
	const watching = (watchedAgents: unknown) =>
		({ events: ['agentStateChanged', 'noteReceived'], watchedAgents }) as IDataObject;

	const changeOf = ({ emitted }: Active): unknown[] =>
		emitted.map(({ agentId, content }) => [agentId, (content as IDataObject).state]);

	const setBusy = async (agentId: string): Promise<void> => {
		const credential = credentialFor(gateway(), agentId);
		const { error } = await runNode('setBusy', { agentId: '', reason: 0 }, [{}], { credential });
		expect(error).toBeUndefined();
	};

	const watched = async (): Promise<void> =>
		await until('the watch', () => requestsTo('beginMonitor').some(({ carriedOut }) => carriedOut));

	it('start the workflow with their state, even in a session opened later', async () => {
		const { id, credential } = serviceAgent({ inspector: true });
		const active = await publish(watching('31001; 31002'), credential);
		await watched();
		expect(requestsTo('beginMonitor')[0]?.query).toEqual({ agents: '31001;31002' });
		await setBusy('31001');
		await until('the change', () => active.emitted.length === 1);
		gateway().signOut(id);
		await until('another watch', () => requestsTo('beginMonitor').length === 2);
		await until('it', () => requestsTo('beginMonitor').every(({ carriedOut }) => carriedOut));
		await setBusy('31002');
		await until('the next change', () => active.emitted.length === 2);
		expect(changeOf(active)).toEqual([
			['31001', 'busy'],
			['31002', 'busy'],
		]);
		expect(active.emitted[0]).toMatchObject({
			content: { name: gateway().agent('31001').name },
			raw: { eventType: 'QC_AgentState_Notify', workNo: id },
		});
	});

	it('start only the workflows that watch them, at once for a second workflow', async () => {
		const { credential } = serviceAgent({ inspector: true });
		const one = await publish(watching('31001'), credential);
		await watched();
		const other = await publish(watching([31002]), credential);
		await until('the other watch', () => requestsTo('beginMonitor').length === 2);
		await until('it', () => requestsTo('beginMonitor').every(({ carriedOut }) => carriedOut));
		await setBusy('31001');
		await setBusy('31002');
		await until('both', () => one.emitted.length === 1 && other.emitted.length === 1);
		expect([changeOf(one), changeOf(other)]).toEqual([[['31001', 'busy']], [['31002', 'busy']]]);
	});

	it.each([['404'], ['000-002']] as const)(
		'are reported once as missing if the gateway answers %s, and all other events arrive',
		async (monitorCalls) => {
			gateway().switches.monitorCalls = monitorCalls;
			const { id, credential } = serviceAgent({ inspector: true });
			const active = await publish(watching('31001'), credential);
			await until('a line', () => active.log.length > 0);
			gateway().signOut(id);
			await until('another sign-in', () => signIns() === 2);
			note(id, 'x');
			await until('the note', () => active.emitted.length === 1);
			expect(active.log).toEqual([
				expect.stringMatching(
					`^CC-Gateway Trigger: the gateway does not watch agents 31001 for agent ${id}, .*all other events are\\.`,
				),
			]);
		},
	);

	it('need a right of the agent, and a refusal names it', async () => {
		const { credential } = serviceAgent();
		const active = await publish(watching('31001'), credential);
		await until('a line', () => active.log.length > 0);
		expect(active.log).toEqual([expect.stringContaining('may not inspect this agent')]);
	});
});

describe("in the credential's mode 'Guid'", () => {
	it('keeps replaced Guids in memory, and the credential stays unchanged', async () => {
		const { id, credential: owner } = serviceAgent();
		await publish(notes, owner).then(async ({ close }) => await close());
		const credential = { ...credentialFor(gateway(), id), guid: storedSession(owner).guid };
		const before = structuredClone(credential);
		gateway().switches.guidInterval = 1_000;
		gateway().switches.guidTimeout = 2_000;
		gateway().switches.pollWait = 100;
		const active = await publish(notes, credential);
		await pause(4_000);
		note(id, 'still here');
		await until('the note', () => active.emitted.length === 1);
		expect(credential).toEqual(before);
		expect(active.log).toEqual([]);
	});

	it('uses a newly pasted Guid', async () => {
		const { id, credential: owner } = serviceAgent();
		await publish(notes, owner).then(async ({ close }) => await close());
		const credential = { ...credentialFor(gateway(), id), guid: storedSession(owner).guid };
		const active = await publish(notes, credential);
		await polling();
		gateway().signOut(id);
		await until('a line', () => active.log.length > 0);
		expect(active.log).toEqual([expect.stringContaining('does not honour the Guid')]);
		const desktop = { ...owner, sessionToken: '' };
		await runNode('setBusy', { agentId: '', reason: 0 }, [{}], { credential: desktop });
		credential.guid = storedSession(desktop).guid;
		await until(
			'a poll',
			() => gateway().agent(id).signedIn && polls().at(-1)?.retcode === undefined,
		);
		note(id, 'x');
		await until('the note', () => active.emitted.length === 1);
	}, 40_000);
});
