/** Notes of Send Note: unknown recipients, empty texts, more than 100 recipients. */
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

it.each(['perItem', 'perRecipient'])(
	'reports that a recipient refused alone probably does not exist, with the output %s',
	async (output) => {
		const note = { agentIds: '31001, 39999', content: 'x', options: { output } };
		const { failed } = await runNode('sendNote', note, [{}], {
			credential: credentialFor(gateway()),
			onError: 'continueErrorOutput',
		});
		expect(failed).toMatchObject([
			{
				message: 'The note to agent 39999 was not sent: agent 39999 probably does not exist',
				description: expect.stringContaining("Check the recipient's ID.") as string,
			},
		]);
	},
);

describe('an empty note', () => {
	const send = async (content: string) =>
		await runNode('sendNote', { agentIds: '31001', content }, [{}], {
			credential: credentialFor(gateway()),
		});

	it('is not sent if the field is untouched: n8n does not start the workflow', async () => {
		await expect(send('')).rejects.toThrow('Parameter "Content" is required.');
		expect(gateway().requests).toHaveLength(0);
	});

	it.each(['=', "={{ '' }}", '={{ $json.none ?? "" }}'])(
		'is sent if an expression yields it: %s',
		async (content) => {
			const { success } = await send(content);
			expect(success[0]).toMatchObject({ content: '', outcome: 'accepted' });
			expect(gateway().agent('31001').inbox).toMatchObject([{ content: '' }]);
		},
	);
});

describe('notes to more than 100 agents', () => {
	it('are sent in requests of at most 100, once each and in order', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => 50_001 + index);
		for (const id of ids) gateway().addAgent({ id: String(id) });
		const { success } = await runNode(
			'sendNote',
			{ agentIds: '={{ $json.ids }}', content: 'hello', options: { concurrency: 1 } },
			[{ ids: [...ids, ...ids] }],
			{ credential: credentialFor(gateway()) },
		);
		expect(gateway().requests.map(({ body }) => (body as { agentIds: number[] }).agentIds)).toEqual(
			[ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)],
		);
		expect(success[0]).toMatchObject({
			outcome: 'accepted',
			recipients: { accepted: ids, rejected: [], unknown: [], notAttempted: [] },
		});
		for (const id of ids) expect(gateway().agent(String(id)).inbox).toHaveLength(1);
	});

	it('report the worst outcome of their requests and list the recipients concerned', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => 50_001 + index);
		for (const id of ids) gateway().addAgent({ id: String(id) });
		gateway().faults.add({ kind: 'retcode', retcode: '100-009', after: 1, times: 1 });
		gateway().faults.add({ kind: 'resetAfter', after: 1, times: 1 });
		const { failed } = await runNode(
			'sendNote',
			{ agentIds: ids.join(','), content: 'hello', options: { concurrency: 1 } },
			[{}],
			{ credential: credentialFor(gateway()), onError: 'continueErrorOutput' },
		);
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			retcode: '100-009',
			message:
				'The note to 50 agents may or may not have been sent: the connection broke before the answer came',
			description: expect.stringContaining(
				'Of 250 recipients: 100 accepted, 100 rejected, 50 unknown.',
			) as string,
			recipients: {
				accepted: ids.slice(0, 100),
				rejected: ids.slice(100, 200),
				unknown: ids.slice(200),
				notAttempted: [],
			},
		});
		for (const id of ids) expect(gateway().agent(String(id)).inbox.length).toBeLessThanOrEqual(1);
	});
});
