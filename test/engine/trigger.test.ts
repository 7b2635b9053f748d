/** The trigger on n8n's engine, over HTTPS, against the simulator: its events and outages. */
import type { IDataObject, INode } from 'n8n-workflow';
import { setTimeout as pause } from 'node:timers/promises';
import { credentialFor, CREDENTIAL_ID, runNode } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { storedSession } from '../support/serviceAgents';
import { activate, type Active } from '../support/trigger';
import { TRIGGER, triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';
import { agentIdOf, everything, notes, texts, useTrigger } from './triggerHarness';

const {
	gateway,
	serviceAgent,
	requestsTo,
	pollsAtOnce,
	signIns,
	published,
	publish,
	refusal,
	note,
	polls,
	polling,
} = useTrigger();

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
		// The waiting poll returns the first one; the next poll's answer is lost.
		for (const text of ['one', 'lost', 'three']) note(id, text);
		await until('the others', () => active.emitted.length >= 2);
		await pause(50);
		expect(texts(active)).toEqual(['one', 'three']);
		expect(signIns()).toBe(1);
		expect(active.log).toEqual([]);
	});
});

describe('a test with a sample', () => {
	const test = async (parameters: IDataObject) => {
		const { id, credential } = serviceAgent();
		const credentials = { [CREDENTIAL_ID]: credential };
		const flow = triggerFlow({ ...parameters, testEvent: 'sample' });
		const { error, json } = await execute(flow, { credentials, start: TRIGGER });
		return { id, error, output: json(TRIGGER) };
	};

	it('outputs one event at once, about its own agent, and sends nothing to the gateway', async () => {
		const { id, error, output } = await test(notes);
		expect(error).toBeUndefined();
		expect(output).toMatchObject([
			{
				event: 'noteReceived',
				agentId: id,
				content: { sender: id, text: expect.any(String) as string },
			},
		]);
		expect(gateway().requests).toEqual([]);
	});

	it.each<[string, (id: string) => void]>([
		['noteReceived', (id) => gateway().writeNote('31001', id, 'lunch')],
		['becameBusy', (id) => gateway().busy(id, 201)],
		['becameIdle', (id) => gateway().idle(id)],
		['restBegan', (id) => gateway().rest(id)],
		['agentStateChanged', () => gateway().busy('31001')],
	])('has the fields of a real event: %s', async (event, make) => {
		const { id, credential } = serviceAgent({ inspector: true });
		const chosen = { events: [event], watchedAgents: '31001' };
		const active = await publish({ ...chosen, testEvent: 'sample' }, credential);
		await until('a watch', () => !chosen.events.includes('agentStateChanged') || watchedBy(id));
		await polling();
		expect(active.emitted).toEqual([]);
		make(id);
		await until('the event', () => active.emitted.length > 0);
		const [sample] = (await test(chosen)).output;
		expect(fieldsOf(sample)).toEqual(fieldsOf(active.emitted[0]));
	});
});

/** Tests whether the agent monitors agent 31001. */
const watchedBy = (id: string): boolean => gateway().watchedBy('31001').includes(id);

/** The names of all fields, with the type of each value. */
const fieldsOf = (value: unknown): unknown =>
	value !== null && typeof value === 'object' && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fieldsOf(inner)]))
		: typeof value;

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

	it('start only the workflows that watch them, without delay for a second workflow', async () => {
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
					`^CC-Gateway Trigger: the gateway does not watch agents 31001 for agent ${id}, .*all other events do\\.`,
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
