/** Notes to many recipients: batches, bisection at a bad recipient, long notes, limits. */
import type { IDataObject } from 'n8n-workflow';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';

const gateway = useGateway({ switches: { guidScope: 'vdn' } });

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const agents = (count: number): number[] =>
	Array.from({ length: count }, (_, index) => {
		const id = 50_001 + index;
		gateway().addAgent({ id: String(id) });
		return id;
	});

const note = { agentIds: '={{ $json.to }}', content: '={{ $json.text }}' };
const send = async (
	rows: IDataObject[],
	options: IDataObject = {},
	more: Partial<Parameters<typeof runNode>[3]> = {},
) =>
	await runNode('sendNote', { ...note, options }, rows, {
		credential: credentialFor(gateway()),
		onError: 'continueErrorOutput',
		...more,
	});
const bodies = () =>
	gateway().requests.map(({ body }) => body as { agentIds: number[]; content: string });
const inbox = (id: number) =>
	gateway()
		.agent(String(id))
		.inbox.map(({ content }) => content);

describe('notes with the same sender and text', () => {
	it('go to 10,000 agents in exactly 100 requests, once each and in order', async () => {
		const ids = agents(10_000);
		const { success, failed, output } = await send(
			ids.map((to) => ({ to, text: 'hello' })),
			{ concurrency: 1 },
		);
		expect(bodies().map(({ agentIds }) => agentIds.length)).toEqual(new Array(100).fill(100));
		expect(bodies().flatMap(({ agentIds }) => agentIds)).toEqual(ids);
		expect(ids.every((id) => inbox(id).length === 1)).toBe(true);
		expect(failed).toEqual([]);
		expect(success).toHaveLength(10_000);
		expect(success[4321]).toEqual({
			agentId: '31000',
			agentIds: [ids[4321]],
			content: 'hello',
			outcome: 'accepted',
			retcode: '0',
			message: 'success',
			recipients: { accepted: [ids[4321]], rejected: [], unknown: [], notAttempted: [] },
		});
		expect(output('Node')[4321]?.pairedItem).toEqual({ item: 4321 });
	});

	it('reach an agent who is in several items once, and each item reports the outcome', async () => {
		const [a = 0, b = 0, c = 0] = agents(3);
		const { success } = await send([
			{ to: [a, b], text: 'x' },
			{ to: [b, c], text: 'x' },
			{ to: [b], text: 'y' },
		]);
		expect(inbox(a)).toEqual(['x']);
		expect(inbox(b).sort()).toEqual(['x', 'y']);
		expect(success.map(({ recipients }) => (recipients as IDataObject).accepted)).toEqual([
			[a, b],
			[b, c],
			[b],
		]);
		expect(gateway().requests).toHaveLength(2);
	});

	it('stay separate if the user wants it, or if sender or session differ', async () => {
		const [a = 0, b = 0] = agents(2);
		const rows = [
			{ to: a, text: 'x' },
			{ to: b, text: 'x' },
		];
		await send(rows, { combineItems: false });
		expect(gateway().requests).toHaveLength(2);

		gateway().reset();
		const again = agents(2).map((to, index) => ({
			to,
			text: 'x',
			from: index === 0 ? '31001' : '31002',
		}));
		await runNode('sendNote', { ...note, agentId: '={{ $json.from }}' }, again, {
			credential: credentialFor(gateway()),
		});
		expect(
			gateway()
				.requests.map(({ agentId }) => agentId)
				.sort(),
		).toEqual(['31001', '31002']);

		gateway().reset();
		const sessions = agents(2).map((to, index) => ({
			to,
			text: 'x',
			guid: gateway().agent(index === 0 ? '31000' : '31001').guid,
		}));
		await runNode('sendNote', { ...note, agentId: '31000' }, sessions, {
			credential: credentialFor(gateway(), '31000', { authentication: 'guidPerItem', guid: '' }),
		});
		expect(gateway().requests).toHaveLength(2);
	});
});

describe('a bad recipient', () => {
	it('is found by bisection, and all others get the note', async () => {
		const ids = agents(150);
		const wrong = 77_777;
		const to = [...ids.slice(0, 60), wrong, ...ids.slice(60)];
		const { failed, success } = await send([
			{ to, text: 'x' },
			{ to: ids[0], text: 'x' },
		]);
		for (const id of ids) expect(inbox(id)).toEqual(['x']);
		expect(success).toHaveLength(1);
		expect(failed[0]).toMatchObject({
			outcome: 'rejected',
			retcode: '100-001',
			message: expect.stringMatching(/^The note to agent 77777 was not sent: /) as string,
			description: expect.stringContaining(
				'Of 151 recipients: 150 accepted, 1 rejected.',
			) as string,
			recipients: { rejected: [wrong], unknown: [], notAttempted: [] },
		});
		// 1 for the second hundred, and two per level of halving for the first.
		expect(gateway().requests.length).toBeLessThanOrEqual(1 + 1 + 2 * 7);
	});

	it('is named with "Stop Workflow", and all others get the note', async () => {
		const ids = agents(20);
		const { error } = await send(
			[{ to: [...ids, 77_777], text: 'x' }],
			{},
			{ onError: 'stopWorkflow' },
		);
		for (const id of ids) expect(inbox(id)).toEqual(['x']);
		expect(error?.message).toMatch(/^The note to agent 77777 was not sent/);
	});

	it('is not searched for once the text itself is refused', async () => {
		const ids = agents(100);
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const { failed } = await send([{ to: ids, text: 'x' }]);
		expect(gateway().requests).toHaveLength(16);
		expect(failed[0]).toMatchObject({
			outcome: 'rejected',
			retcode: '100-001',
			recipients: { accepted: [], rejected: expect.arrayContaining(ids) as unknown },
		});
	});

	it('is not searched for after an unknown outcome or another refusal', async () => {
		const ids = agents(100);
		for (const fault of [
			{ kind: 'resetAfter' },
			{ kind: 'retcode', retcode: '100-006' },
			{ kind: 'retcode', retcode: '100-007' },
		] as const) {
			gateway().faults.clear();
			gateway().faults.add(fault);
			gateway().requests.length = 0;
			await send([{ to: ids, text: fault.kind }]);
			expect(gateway().requests).toHaveLength(1);
		}
	});
});

describe('a limit of recipients', () => {
	it('refuses the whole run before anything is sent, and names both numbers', async () => {
		const ids = agents(12);
		const rows = ids.map((to) => ({ to, text: 'x' }));
		const { failed } = await send(rows, { maxRecipients: 11 });
		expect(gateway().requests).toHaveLength(0);
		expect(failed).toHaveLength(12);
		expect(failed[0]?.message).toBe(
			'This run would send 12 notes, and at most 11 are allowed (item 1 of 12)',
		);
		const stopped = await send(rows, { maxRecipients: 11 }, { onError: 'stopWorkflow' });
		expect(stopped.error?.message).toBe(
			'This run would send 12 notes, and at most 11 are allowed. Nothing was sent.',
		);
		expect((await send(rows, { maxRecipients: 12 })).success).toHaveLength(12);
		expect((await send(rows, { maxRecipients: '' })).success).toHaveLength(12);
	});
});

describe('one output item per recipient', () => {
	it('holds the outcome of that recipient, paired with the input item', async () => {
		const [a = 0, b = 0] = agents(2);
		const { output } = await send(
			[
				{ to: [a, 77_777], text: 'x', team: 'red' },
				{ to: b, text: 'y', team: 'blue' },
				{ to: 'Bo', text: 'z' },
			],
			{ output: 'perRecipient', includeInputFields: true },
			{ onError: 'continueRegularOutput' },
		);
		expect(
			output('Node').map(({ json, pairedItem }) => [
				json.recipient,
				json.team,
				json.outcome,
				pairedItem,
			]),
		).toEqual([
			[a, 'red', 'accepted', { item: 0 }],
			[77_777, 'red', 'rejected', { item: 0 }],
			[b, 'blue', 'accepted', { item: 1 }],
			[undefined, undefined, 'rejected', { item: 2 }],
		]);
		expect(output('Node')[0]?.json).not.toHaveProperty('agentIds');
		expect(output('Node')[0]?.json).not.toHaveProperty('recipients');
	});
});

describe('a long note', () => {
	const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');

	it('is refused unless the option to split it is set', async () => {
		agents(1);
		const { failed } = await send([{ to: 50_001, text: long }]);
		expect(failed[0]?.message).toMatch(/the text has \d+ bytes, \d+ more than the 1023 allowed/);
		expect(gateway().requests).toHaveLength(0);
	});

	it('is sent in numbered parts, in order for every recipient', async () => {
		const ids = agents(230);
		const { success } = await send([{ to: ids, text: long }], { longNotes: 'split' });
		for (const id of ids) {
			const parts = inbox(id);
			expect(parts.map((part) => part.slice(0, 6))).toEqual(['(1/3) ', '(2/3) ', '(3/3) ']);
			expect(parts.map((part) => part.slice(6)).join(' ')).toBe(long);
		}
		expect(gateway().requests).toHaveLength(9);
		expect(success[0]).toMatchObject({ content: long, outcome: 'accepted' });
	});

	it.each(['continueErrorOutput', 'stopWorkflow'] as const)(
		'reports that it was sent in part if a later part is refused, with %s',
		async (onError) => {
			const [a = 0] = agents(1);
			gateway().faults.add({
				kind: 'retcode',
				retcode: '100-009',
				match: ({ body }) => (body as { content: string }).content.startsWith('(2/3)'),
			});
			const { failed, error } = await send(
				[{ to: a, text: long }],
				{ longNotes: 'split' },
				{ onError },
			);
			expect(inbox(a).map((part) => part.slice(0, 6))).toEqual(['(1/3) ']);
			expect(error?.message ?? failed[0]?.message).toMatch(
				/^The note to agent 50001 was sent only in part: part 2 of 3: /,
			);
		},
	);

	it('sends no further part to recipients who missed one, and names the part', async () => {
		const [a = 0, b = 0] = agents(2);
		gateway().faults.add({
			kind: 'resetAfter',
			match: ({ body }) => (body as { content: string }).content.startsWith('(2/3)'),
		});
		const { failed } = await send([{ to: [a, b, 77_777], text: long }], { longNotes: 'split' });
		expect(inbox(a).map((part) => part.slice(0, 6))).toEqual(['(1/3) ', '(2/3) ']);
		expect(failed[0]).toMatchObject({
			outcome: 'unknown',
			message: expect.stringMatching(/may or may not have been sent: part 2 of 3: /) as string,
			recipients: { accepted: [], rejected: [77_777], unknown: [a, b], notAttempted: [] },
		});
	});
});

describe('a dry run', () => {
	it('shows the same requests that a real run sends, each once', async () => {
		const ids = agents(250);
		const rows = [
			...ids.map((to) => ({ to, text: 'x' })),
			{ to: ids.slice(0, 3), text: 'word '.repeat(300) },
		];
		const dry = await send(rows, { dryRun: true, longNotes: 'split' });
		expect(gateway().requests).toHaveLength(0);
		const shown = dry.success.flatMap(({ requests }) => requests as IDataObject[]);
		const full = shown.filter(({ method }) => method !== undefined);
		expect(shown[1]).toEqual({ batch: 1, recipients: [ids[1]], shownWithItem: 0 });
		expect(full[0]).toMatchObject({ batch: 1, recipients: ids.slice(0, 100), contentBytes: 1 });

		await send(rows, { longNotes: 'split', concurrency: 1 });
		expect(full.map(({ path, body }) => ({ path, body }))).toEqual(
			gateway().requests.map(({ path, body }) => ({ path, body })),
		);
	});
});

it("sends 1,500 rows in the session of each row's Guid", async () => {
	gateway().switches.guidScope = 'own';
	const rows = agents(1500).map((agent) => ({ agent, guid: gateway().agent(String(agent)).guid }));
	const { success } = await runNode(
		'setSessionLimit',
		{ agentId: '={{ $json.agent }}', mediaType: '53', callnums: 4, options: { concurrency: 20 } },
		rows,
		{ credential: credentialFor(gateway(), '31000', { authentication: 'guidPerItem', guid: '' }) },
	);
	expect(success).toHaveLength(1500);
	expect(rows.every(({ agent }) => gateway().agent(String(agent)).sessionLimits['53'] === 4)).toBe(
		true,
	);
	expect(gateway().openConnections.peak).toBeLessThanOrEqual(20);
}, 120_000);
