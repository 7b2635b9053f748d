/** What a failed item looks like in each setting of "On Error", and what the error says in "Stop Workflow". */
import { credentialFor, runNode, useGateway } from '../support/bench';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

const rows = [{ agent: 31001 }, { agent: 31007 }, { agent: 31002 }];
const parameters = { agentId: '={{ $json.agent }}', reason: 201, options: { concurrency: 1 } };
const run = async (onError?: Parameters<typeof runNode>[3]['onError'], extra = {}) =>
	await runNode('setBusy', parameters, rows, {
		credential: credentialFor(gateway()),
		onError,
		...extra,
	});

const why =
	'Agent 31007 was not set busy: agent 31007 is not signed in, or this session may not act for it';

describe('an item that the gateway refuses', () => {
	it('takes the error output as one key that holds all that is known', async () => {
		const { output, success } = await run('continueErrorOutput');
		expect(success.map(({ agentId }) => agentId)).toEqual(['31001', '31002']);
		expect(output('Node', 1)).toEqual([
			{
				json: {
					// n8n puts the fields of the input item there.
					agent: 31007,
					error: {
						message: `${why} [item 1]`,
						description: expect.stringMatching(
							/^Check that agent 31007 is signed in.* The gateway answered 100-006: The agent has not signed in\.$/,
						) as string,
						agentId: '31007',
						reason: 201,
						prolong: false,
						outcome: 'rejected',
						retcode: '100-006',
						result: expect.anything() as unknown,
						gatewayMessage: 'The agent has not signed in.',
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('keeps the flat fields of a success in "Continue", so that a report reads every row alike', async () => {
		const { success } = await run('continueRegularOutput');
		expect(success.map(({ agentId, outcome, retcode }) => [agentId, outcome, retcode])).toEqual([
			['31001', 'accepted', '0'],
			['31007', 'rejected', '100-006'],
			['31002', 'accepted', '0'],
		]);
		expect(success[1]).toMatchObject({
			message: 'The agent has not signed in.',
			error: { message: `${why} [item 1]`, description: expect.any(String) as string },
		});
		expect(success[0]).not.toHaveProperty('error');
	});

	it('stops the workflow otherwise: nothing new starts, and the error counts', async () => {
		const { error, success } = await run();
		expect(success).toEqual([]);
		expect(gateway().requests.map(({ agentId }) => agentId)).toEqual(['31001', '31007']);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: why,
			context: { itemIndex: 1 },
			description: expect.stringMatching(
				/Of 3 items: 1 accepted, 1 rejected, 1 not attempted; the first that failed is item 1\.$/,
			) as string,
		});
	});

	it('lets those in flight end before it stops', async () => {
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

	it('names the item that failed, not one that was merely called off', async () => {
		// Item 1 waits for item 0 of the same agent; item 2 fails meanwhile.
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

describe('a session of one agent only', () => {
	it('is said plainly where it is about the agent of the credential', async () => {
		gateway().signOut('31000');
		const { error } = await runNode('setBusy', { agentId: '', reason: 0 }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error).toMatchObject({
			message: 'Agent 31000 was not set busy: the agent is not signed in',
			description: expect.stringMatching(/^Sign the agent in again and use the new Guid/) as string,
		});
	});

	it('is not claimed to be lost where it is about another agent', async () => {
		gateway().switches.guidScope = 'own';
		const { error } = await runNode('setBusy', { agentId: '31001', reason: 0 }, [{}], {
			credential: credentialFor(gateway()),
		});
		expect(error?.message).toMatch(
			/^Agent 31001 was not set busy: agent 31001 is not signed in, or this session may not act for it/,
		);
		expect((error as unknown as { description: string }).description).toMatch(/Guid per Item/);
	});
});

it('a hint above the output sums up', async () => {
	const { runs } = await run('continueErrorOutput');
	expect(runs('Node')[0]?.hints).toEqual([
		{
			message: 'Of 3 items: 2 accepted, 1 rejected.',
			type: 'warning',
			location: 'outputPane',
		},
	]);
	const all = await runNode('setBusy', parameters, [{ agent: 31001 }], {
		credential: credentialFor(gateway(), '31000'),
		onError: 'continueRegularOutput',
	});
	expect(all.runs('Node')[0]?.hints ?? []).toHaveLength(1); // 31001 is busy by now
});

it("n8n's Retry On Fail does not run again what ended well", async () => {
	const { success } = await runNode('setBusy', parameters, [{ agent: 31001 }, { agent: 31007 }], {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	});
	expect(success).toHaveLength(1);
	expect(gateway().requests).toHaveLength(2);
});
