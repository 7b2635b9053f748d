/** The session of a trigger on n8n's engine: lost, shared with a run, from a pasted Guid. */
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator } from '../../simulator';
import { credentialFor, runNode } from '../support/nodeRunner';
import { PASSWORD, signInCredential, storedSession } from '../support/serviceAgents';
import { until } from '../support/until';
import { notes, texts, useTrigger } from './triggerHarness';

const { gateway, serviceAgent, signIns, publish, note, polls, polling } = useTrigger();

describe('a session that is lost', () => {
	it('is replaced immediately without a line in the log', async () => {
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
		expect(active.log).toEqual([expect.stringContaining('does not accept the Guid')]);
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
