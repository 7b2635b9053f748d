/** Failed items in each setting of "On Error", and the error of "Stop Workflow". */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const rows = [{ agent: 31001 }, { agent: 31007 }, { agent: 31002 }];
const parameters = { agentId: '={{ $json.agent }}', reason: 201, options: { concurrency: 1 } };
const run = async (onError?: Parameters<typeof runNode>[3]['onError'], extra = {}) =>
	await runNode('setBusy', parameters, rows, {
		credential: credentialFor(gateway()),
		onError,
		...extra,
	});

/** The message of an item after the session has acted for another agent. */
const why = 'Agent 31007 was not set busy: agent 31007 is not signed in';

describe('an item that the gateway refuses', () => {
	it('goes to the error output with one key that holds all details', async () => {
		const { output, success } = await run('continueErrorOutput');
		expect(success.map(({ agentId }) => agentId)).toEqual(['31001', '31002']);
		expect(output('Node', 1)).toEqual([
			{
				json: {
					// n8n adds the fields of the input item.
					agent: 31007,
					error: {
						message: `${why} (item 2 of 3)`,
						description: expect.stringMatching(
							/^Check that agent 31007 is signed in.* The gateway answered 100-006: The agent has not signed in\.$/,
						) as string,
						agentId: '31007',
						reason: 201,
						reasonName: 'Lunch',
						prolong: false,
						outcome: 'rejected',
						retcode: '100-006',
						gatewayMessage: 'The agent has not signed in.',
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('keeps the flat fields of a success with "Continue"', async () => {
		const { success } = await run('continueRegularOutput');
		expect(success.map(({ agentId, outcome, retcode }) => [agentId, outcome, retcode])).toEqual([
			['31001', 'accepted', '0'],
			['31007', 'rejected', '100-006'],
			['31002', 'accepted', '0'],
		]);
		expect(success[1]).toMatchObject({
			message: 'The agent has not signed in.',
			error: { message: `${why} (item 2 of 3)`, description: expect.any(String) as string },
		});
		expect(success[0]).not.toHaveProperty('error');
	});

	it('stops the workflow with "Stop Workflow": no new request, and the error counts the others', async () => {
		const { error, success } = await run();
		expect(success).toEqual([]);
		expect(gateway().requests.map(({ agentId }) => agentId)).toEqual(['31001', '31007']);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: why,
			context: { itemIndex: 1 },
			description: expect.stringMatching(
				/Of 3 items: 1 accepted, 1 rejected, 1 not attempted; the first that failed is item index 1 \(the second\)\. Already done: 31001\. To continue with the others after a failure, set 'On Error' in the settings of this node to 'Continue \(using error output\)'\.$/,
			) as string,
		});
	});

	const stopped = async (type: string, parametersOf: object, items: IDataObject[], fields = {}) => {
		const { error } = await runNode(
			type,
			{ options: { concurrency: 1, maxTries: 1 }, ...parametersOf },
			items,
			{ credential: credentialFor(gateway(), '31000', fields) },
		);
		return (error as unknown as { description: string }).description;
	};

	it('names the first twenty agents done before the stop', async () => {
		const ids = Array.from({ length: 22 }, (_, index) => 50_001 + index);
		for (const id of ids) gateway().addAgent({ id: String(id) });
		const items = [...ids, 31007, 31002].map((agent) => ({ agent }));
		expect(await stopped('setBusy', { agentId: '={{ $json.agent }}', reason: 0 }, items)).toContain(
			` Already done: ${ids.slice(0, 20).join(', ')} and 2 more. `,
		);
	});

	it('names the recipients who got the note, and those who may have it', async () => {
		gateway().faults.add({ kind: 'resetAfter', after: 1, times: 1 });
		const items = [{ to: '31001, 31002' }, { to: '31003' }, { to: '31004' }];
		const note = { agentId: '', agentIds: '={{ $json.to }}', content: '={{ $json.to }}' };
		expect(await stopped('sendNote', note, items)).toContain(
			'Of 3 items: 1 accepted, 1 unknown, 1 not attempted; the first that failed is item index 1 (the second). Already done: 31001, 31002. Perhaps done: 31003. ',
		);
	});

	it('names its agent, and its item if there are several for that agent', async () => {
		const force = { agentId: '', workNo: '={{ $json.agent }}' };
		const forced = [{ agent: 31001 }, { agent: 31099 }];
		expect(await stopped('forceBusy', force, forced)).toContain(' Already done: 31001. ');

		const limit = {
			agentId: '={{ $json.agent }}',
			mediaType: '={{ $json.media }}',
			callnums: 2,
		};
		const limits = [
			{ agent: 31001, media: 'Text Chat' },
			{ agent: 31002, media: 'Text Chat' },
			{ agent: 31001, media: 'Message Call' },
		];
		gateway().faults.add({ kind: 'retcode', retcode: '106-012', after: 2 });
		expect(await stopped('setSessionLimit', limit, limits)).toContain(
			' Already done: 31001 (first item), 31002. ',
		);
	});

	it('gives no advice about the others if nothing can be sent at all', async () => {
		gateway().faults.add({ kind: 'refuseConnections' });
		const items = [{ agent: 31001 }, { agent: 31002 }];
		expect(await stopped('setBusy', { agentId: '={{ $json.agent }}', reason: 0 }, items)).toMatch(
			/the first that failed is item index 0 \(the first\)\.$/,
		);
	});

	it('does not list agents who were only looked up, or others if there are none', async () => {
		const look = { agentId: '', workNo: '={{ $json.agent }}' };
		const given = await stopped('getAgent', look, [{ agent: 31001 }, { agent: 31099 }]);
		expect(given).not.toContain('Already done');
		expect(given).toContain('Continue (using error output)');
		const alone = await stopped('setBusy', { agentId: '31007', reason: 0 }, [{}]);
		expect(alone).not.toMatch(/first that failed|Of 1 item/);
	});

	it('lets requests in flight end before it stops', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', agentId: '31007' });
		const many = [31001, 31007, 31002, 31003, 31004, 31006].map((agent) => ({ agent }));
		const { error } = await runNode(
			'setBusy',
			{ ...parameters, options: { concurrency: 3 } },
			many,
			{ credential: credentialFor(gateway()) },
		);
		const accepted = gateway().requests.filter(({ carriedOut }) => carriedOut).length;
		expect(error).toMatchObject({
			description: expect.stringContaining(`${accepted} accepted`) as string,
		});
		expect(gateway().requests.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
	});

	it('names the item that failed, not one that was aborted', async () => {
		// Item 1 waits for item 0 of the same agent; item 2 fails during that wait.
		gateway().faults.add({ kind: 'stall', agentId: '31001', carriedOut: true });
		const items = [{ agent: 31001 }, { agent: 31001 }, { agent: 31007 }];
		const { error } = await runNode(
			'setBusy',
			{ ...parameters, options: { concurrency: 5, timeout: 1000, maxTries: 1 } },
			items,
			{ credential: credentialFor(gateway()) },
		);
		expect(error).toMatchObject({
			context: { itemIndex: 0 },
			description: expect.stringMatching(/1 rejected, 1 unknown, 1 not attempted/) as string,
		});
	});
});

describe('an agent who cannot be set busy', () => {
	const setBusy = async (fields: IDataObject) =>
		(
			await runNode('setBusy', { agentId: '31001', prolong: false, ...fields }, [{}], {
				credential: credentialFor(gateway()),
				onError: 'continueErrorOutput',
			})
		).failed[0];

	it('gets the message "probably busy already" first', async () => {
		gateway().addAgent({ id: '36001', state: 'busy' });
		expect(await setBusy({ agentId: '36001', reason: 201 })).toMatchObject({
			retcode: '100-009',
			message: 'Agent 36001 was not set busy: agent 36001 is probably busy already',
			description: expect.stringMatching(
				/^To give a busy agent another reason, choose a busy reason and switch on 'Replace Current Reason'\. .* The gateway answered 100-009: /,
			) as string,
		});
	});

	it('gets no such message if the reason was to be replaced', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', agentId: '31001' });
		expect(await setBusy({ reason: 201, prolong: true })).toMatchObject({
			message: 'Agent 31001 was not set busy: the state could not be set',
			description: expect.stringMatching(/^The agent may be in a state that forbids it/) as string,
		});
	});

	it('gets the remedy to look first if an earlier try may have worked', async () => {
		gateway().faults.add({ kind: 'resetAfter', times: 1 });
		expect(await setBusy({ reason: 201 })).toMatchObject({
			outcome: 'unknown',
			retcode: '100-009',
			message: expect.stringMatching(/^Agent 31001 may or may not have been set busy: /) as string,
			description: expect.stringMatching(/^Look at the agent before you send it again\./) as string,
		});
	});
});

it('stays unknown if a later try is refused after one that may have worked', async () => {
	gateway().faults.add({ kind: 'resetAfter', times: 1 });
	gateway().faults.add({ kind: 'retcode', retcode: '100-009' });
	const { failed } = await runNode('setIdle', { agentId: '31001' }, [{}], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
	});
	expect(failed[0]).toMatchObject({
		outcome: 'unknown',
		retcode: '100-009',
		description: expect.stringMatching(/^Look at the agent before you send it again\./) as string,
	});
});

describe('a session that acts only for its own agent', () => {
	it("is named as the cause if the agent is the credential's", async () => {
		gateway().signOut('31000');
		const { error } = await runNode('setBusy', { agentId: '', reason: 0 }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error).toMatchObject({
			message: 'Agent 31000 was not set busy: the agent is not signed in',
			description: expect.stringMatching(/^Sign the agent in again and use the new Guid/) as string,
		});
	});

	it('is not reported as lost if the request is for another agent', async () => {
		gateway().switches.guidScope = 'own';
		const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error?.message).toMatch(
			/^Agent 31001 was not set busy: agent 31001 is not signed in, or this session may not act for it/,
		);
		expect((error as unknown as { description: string }).description).toContain(
			"use the credential's mode 'Guid per Item', or the node Force Busy with an inspector's session, where no reason can be given.",
		);
	});

	it('is not suspected once the gateway has accepted a request for another agent', async () => {
		const { failed } = await run('continueErrorOutput');
		expect(failed[0]?.message).toBe(`${why} (item 2 of 3)`);
		expect(failed[0]?.description).toBe(
			'Check that agent 31007 is signed in, and that the Guid in the credential, the one of agent 31000, is current. The gateway answered 100-006: The agent has not signed in.',
		);
	});

	it('is suspected if only requests for its own agent were accepted', async () => {
		gateway().switches.guidScope = 'own';
		const { failed } = await runNode('setBusy', parameters, [{ agent: 31000 }, { agent: 31001 }], {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(failed[0]?.message).toMatch(
			/^Agent 31001 was not set busy: agent 31001 is not signed in, or this session may not act for it/,
		);
	});

	it('is never suspected if every item has the Guid of its agent', async () => {
		gateway().switches.badGuid = '000-003';
		const { failed } = await runNode(
			'setBusy',
			{ agentId: '31001', reason: 0 },
			[{ guid: 'JSESSIONID=no-longer-good.AgentGateway1' }],
			{
				credential: credentialFor(gateway(), '31000', { authentication: 'guidPerItem' }),
				onError: 'continueErrorOutput',
			},
		);
		expect(failed[0]).toMatchObject({
			retcode: '000-003',
			message: 'Agent 31001 was not set busy: the gateway does not accept the Guid for this agent',
			description: expect.not.stringContaining('session may not') as string,
		});
	});
});

it("repeats no successful item at n8n's Retry On Fail", async () => {
	const { success } = await runNode('setBusy', parameters, [{ agent: 31001 }, { agent: 31007 }], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	});
	expect(success).toHaveLength(1);
	expect(gateway().requests).toHaveLength(2);
});
