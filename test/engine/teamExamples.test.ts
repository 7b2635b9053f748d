/** The examples 'Team busy with note' and 'Announce to a skill queue' on n8n's engine. */

import { gateway, run, SCOPES } from './exampleHarness';

describe('set a team busy and tell them', () => {
	it.each(SCOPES)(
		'sends the note to the agents who were set busy, and reports the others (%s)',
		async (guidScope) => {
			gateway().switches.guidScope = guidScope;
			const { json, error } = await run('team-busy-with-note');
			for (const agent of ['31001', '31002', '31008']) {
				expect(gateway().agent(agent).state).toBe('busy');
				expect(gateway().agent(agent).inbox).toHaveLength(1);
			}
			expect(gateway().agent('31007').inbox).toHaveLength(0);
			expect(json('Send Note')).toMatchObject(
				[31001, 31002, 31008].map((agent) => ({ outcome: 'accepted', agentIds: [agent] })),
			);
			expect(json('Could Not Be Set')).toEqual([
				expect.objectContaining({
					agent: '31007',
					name: 'Gabriel Costa',
					report: expect.stringMatching(
						/^Agent 31007 was not set busy by inspector 31000: /,
					) as string,
				}),
			]);
			expect(error?.message).toMatch(/^1 of 4 could not be set busy: Agent 31007 /);
		},
	);

	it("reports every agent if the session is not an inspector's", async () => {
		const { json, error } = await run('team-busy-with-note', {
			agentId: '31003',
			guid: gateway().agent('31003').guid,
		});
		expect(json('Could Not Be Set')).toHaveLength(4);
		expect(json('Could Not Be Set')[0]?.whatToDo).toMatch(/the right/);
		expect(error?.message).toMatch(/^4 of 4 could not be set busy: /);
	});
});

describe('announce to a skill queue', () => {
	it.each(SCOPES)(
		'sends the note to every agent of the queue, and lists the recipients (%s)',
		async (guidScope) => {
			gateway().switches.guidScope = guidScope;
			const { json, error } = await run('announce-to-a-skill-queue');
			expect(error).toBeUndefined();
			const inQueue = gateway()
				.agents()
				.filter(({ signedIn, queues }) => signedIn && queues.some(({ id }) => id === 11));
			expect(inQueue.length).toBeGreaterThan(2);
			expect(json('Who Got It').map(({ agent, name }) => [agent, name])).toEqual(
				inQueue.map(({ id, name }) => [id, name]),
			);
			for (const { inbox } of gateway().agents()) {
				expect(inbox).toHaveLength(inQueue.some((agent) => agent.inbox === inbox) ? 1 : 0);
			}
			// One query and one note for all.
			expect(gateway().requests).toHaveLength(2);
		},
	);

	it('reports a queue without agents', async () => {
		for (const { id, queues } of gateway().agents()) {
			if (queues.some((queue) => queue.id === 11)) gateway().signOut(id);
		}
		const { json, error } = await run('announce-to-a-skill-queue');
		expect(error).toBeUndefined();
		expect(json('Nobody Was There')).toEqual([
			{ report: 'Nobody is signed in to the skill queue: no note was sent.' },
		]);
		expect(gateway().requests).toHaveLength(1);
	});

	it('fails if the note is refused, and names the recipients', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001', operation: 'sendNoteletEx' });
		const { json, error } = await run('announce-to-a-skill-queue');
		expect(json('Who Got It')).toEqual([]);
		expect(json('Not Sent').map(({ agent }) => agent)).toContain('31001');
		expect(error?.message).toMatch(/agents did not get the note: /);
	});
});
