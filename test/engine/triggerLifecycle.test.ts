/** A trigger that is published, unpublished, tested and started with n8n, on n8n's engine. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { setTimeout as pause } from 'node:timers/promises';
import { credentialFor, CREDENTIAL_ID } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { PASSWORD, storedSession } from '../support/serviceAgents';
import { activate, type Active } from '../support/trigger';
import { TRIGGER, triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';
import { notes, texts, useTrigger } from './triggerHarness';

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

describe('unpublishing', () => {
	it('returns immediately without a sign-out, and no poll follows the one in flight', async () => {
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
			message: `The events of agent ${id} cannot be received: agent ${id} could not be signed in: the agent ID or the password is wrong (100-004)`,
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

	it('if no server listens at the address', async () => {
		const { credential } = serviceAgent({}, { gatewayUrl: 'https://localhost:9' });
		expect(await refusal(notes, credential)).toMatchObject({
			message: expect.stringContaining('nothing listens at the gateway address') as string,
		});
	});

	it('for a Guid that the gateway does not accept', async () => {
		const { id } = serviceAgent();
		const credential = { ...credentialFor(gateway(), id), guid: 'JSESSIONID=old.AgentGateway0' };
		expect(await refusal(notes, credential)).toMatchObject({
			message: `The events of agent ${id} cannot be received: the gateway does not accept the Guid of agent ${id}`,
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
				`^CC-Gateway Trigger: no events of agent ${id} can be fetched for now; the Trigger keeps trying\\. Agent ${id} could not be signed in: .*somebody is signed in`,
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
		// This process has the same Guid, but an old poll owner.
		stored.renewedAt++;
		other.sessionToken = JSON.stringify(stored);
		const { error } = await test(other);
		expect(error).toMatchObject({
			message: `A published workflow listens to agent ${id} in another process of n8n`,
		});
	});
});
