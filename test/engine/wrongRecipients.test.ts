/** The option of Send Note for gateways where a refused note may have reached some of its recipients. */
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { wrongRecipient: 'others' } });

const WRONG = 58_888;
const rows = [{ to: [31001, WRONG, 31002] }, { to: [31003] }];

const send = async (options = {}, more = {}) =>
	await runNode(
		'sendNote',
		{
			agentIds: '={{ $json.to }}',
			content: 'a note',
			options: { combineItems: false, ...options },
		},
		rows,
		{ credential: credentialFor(gateway()), onError: 'continueRegularOutput', ...more },
	);

const inboxes = (...ids: number[]) => ids.map((id) => gateway().agent(String(id)).inbox.length);
const notes = () =>
	gateway().requests.filter(({ operation }) => operation === 'sendNoteletEx').length;

it("sends the note again to agents who have it with 'Find Them'", async () => {
	const { success } = await send();
	expect(success[0]).toMatchObject({ outcome: 'rejected' });
	expect(Math.max(...inboxes(31001, 31002))).toBeGreaterThan(1);
});

describe("with 'Do Not Send Again'", () => {
	const options = { wrongRecipients: 'doNotSendAgain' };

	it('sends the note once, and reports the recipients as unknown', async () => {
		const { success } = await send(options);
		expect(inboxes(31001, 31002, 31003)).toEqual([1, 1, 1]);
		expect(notes()).toBe(2);
		expect(success).toMatchObject([
			{
				outcome: 'unknown',
				retcode: '100-001',
				recipients: { accepted: [], rejected: [], unknown: [31001, WRONG, 31002] },
				error: { message: expect.stringMatching(/it may have reached some/) as string },
			},
			{ outcome: 'accepted' },
		]);
	});

	it('keeps them unknown at Retry On Fail, which sends nothing again', async () => {
		const { success } = await send(options, {
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(inboxes(31001, 31002, 31003)).toEqual([1, 1, 1]);
		expect(notes()).toBe(2);
		expect(success[0]).toMatchObject({ outcome: 'unknown', retcode: '100-001' });
	});

	it('rejects a single wrong recipient of one request', async () => {
		const { success } = await runNode(
			'sendNote',
			{ agentIds: String(WRONG), content: 'a note', options },
			[{}],
			{ credential: credentialFor(gateway()), onError: 'continueRegularOutput' },
		);
		expect(success[0]).toMatchObject({ outcome: 'rejected', retcode: '100-001' });
	});

	it('reports the same with One Item per Recipient', async () => {
		const { success } = await send({ ...options, output: 'perRecipient' });
		expect(success.map(({ recipient, outcome }) => [recipient, outcome])).toEqual([
			[31001, 'unknown'],
			[WRONG, 'unknown'],
			[31002, 'unknown'],
			[31003, 'accepted'],
		]);
	});
});
