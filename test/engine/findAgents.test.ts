/** The agents of skill queues, as input for other nodes. */
import type { IDataObject } from 'n8n-workflow';
import { CREDENTIAL_ID, credentialFor, oneNode, runNode, useGateway } from '../support/nodeRunner';
import { execute } from '../support/engine';

const gateway = useGateway();

const QUEUE = { id: 77, name: 'Large', mediaType: 5 };

/** The query limiter outlives a test, so every test queries as another agent. */
let nextAskingAgent = 35_000;

const find = async (rows: IDataObject[], parameters: IDataObject = {}, more = {}) => {
	const id = String(nextAskingAgent++);
	gateway().addAgent({ id });
	return await runNode(
		'findAgents',
		{ agentId: '', skillId: '={{ $json.queue }}', states: [], simplify: false, ...parameters },
		rows,
		{ credential: credentialFor(gateway(), id), ...more },
	);
};

it('outputs one item per agent, paired with the row of its queue', async () => {
	const { output, success } = await find([{ queue: 12 }, { queue: '99' }, { queue: 21 }]);
	expect(success.map(({ skillId, workNo, state }) => [skillId, workNo, state])).toEqual([
		...[
			[12, '31006', 'idle'],
			[12, '31008', 'idle'],
			[12, '31009', 'busy'],
			[12, '31010', 'idle'],
			[12, '31011', 'idle'],
		],
		...[
			[21, '31001', 'idle'],
			[21, '31002', 'idle'],
			[21, '31003', 'idle'],
			[21, '31004', 'idle'],
			[21, '31009', 'busy'],
		],
	]);
	expect(output('Node').map(({ pairedItem }) => pairedItem)).toEqual([
		...Array.from({ length: 5 }, () => ({ item: 0 })),
		...Array.from({ length: 5 }, () => ({ item: 2 })),
	]);
});

it('leaves out agents in other states', async () => {
	gateway().addAgent({ id: '36001', state: 'talking', queues: [QUEUE] });
	gateway().addAgent({ id: '36002', state: 'rest', queues: [QUEUE] });
	gateway().addAgent({ id: '36003', queues: [QUEUE] });
	const { success } = await find([{ queue: 77 }], { states: ['talking', 'rest'] });
	expect(success.map(({ workNo, state }) => [workNo, state])).toEqual([
		['36001', 'talking'],
		['36002', 'rest'],
	]);
});

describe('an empty queue', () => {
	const NOBODY = /^No agent was found in a skill queue: .* take no incoming calls are left out/;

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'outputs no item and no error, but a hint (%s)',
		async (onError) => {
			const rows = [{ queue: 99 }, { queue: 31 }];
			const { error, run, success, failed, runs } = await find(rows, {}, { onError });
			expect(error).toBeUndefined();
			expect(run.status).toBe('success');
			expect([success, failed]).toEqual([[], []]);
			expect(runs('Node')[0]?.hints).toEqual([
				{
					message: expect.stringMatching(NOBODY) as string,
					type: 'info',
					location: 'outputPane',
				},
			]);
		},
	);

	it('adds a hint if no agent is in a chosen state', async () => {
		const { success, runs } = await find([{ queue: 12 }], { states: ['talking'] });
		expect(success).toEqual([]);
		expect(runs('Node')[0]?.hints).toHaveLength(1);
	});
});

describe('a queue with many agents', () => {
	const fill = (count: number) => {
		for (let id = 50_001; id <= 50_000 + count; id++) {
			gateway().addAgent({ id: String(id), queues: [QUEUE] });
		}
	};

	it('returns all 499 agents without a hint', async () => {
		fill(499);
		const { success, runs } = await find([{ queue: 77 }]);
		expect(success).toHaveLength(499);
		expect(runs('Node')[0]?.hints ?? []).toEqual([]);
		for (const { workNo, result } of success) {
			expect(result).toMatchObject({ workno: workNo, vdnid: 1 });
		}
	});

	it('returns 500 agents and a hint at more, even if few are in a chosen state', async () => {
		fill(501);
		for (const states of [[], ['busy']]) {
			const { success, runs } = await find([{ queue: 77 }], { states });
			expect(success).toHaveLength(states.length === 0 ? 500 : 0);
			expect(runs('Node')[0]?.hints).toEqual([
				expect.objectContaining({
					message:
						'The gateway returns at most 500 agents per skill queue; this queue may have more.',
				}),
			]);
		}
	});
});

it('keeps the fields of the input with every agent', async () => {
	const { success } = await find([{ queue: 21, text: 'Hello' }], {
		options: { includeInputFields: true },
	});
	expect(success).toHaveLength(5);
	for (const { text, queue } of success) expect([text, queue]).toEqual(['Hello', 21]);
});

it('fails the item if the gateway refuses', async () => {
	gateway().faults.add({ kind: 'retcode', retcode: '300-001' });
	const { success, failed } = await find([{ queue: 12 }], {}, { onError: 'continueErrorOutput' });
	expect(success).toEqual([]);
	expect(failed).toEqual([
		expect.objectContaining({
			outcome: 'rejected',
			skillId: 12,
			message: 'Skill queue 12 was not searched: the agent may not look up other agents',
		}),
	]);
});

it.each<[type: string, parameters: IDataObject, check: (id: string) => unknown, after: unknown]>([
	[
		'sendNote',
		{ agentId: '', agentIds: '={{ $json.workNo }}', content: 'x' },
		(id) => gateway().agent(id).inbox.length,
		1,
	],
	[
		'forceBusy',
		{ agentId: '', workNo: '={{ $json.workNo }}' },
		(id) => gateway().agent(id).state,
		'busy',
	],
])('its items are valid input for %s', async (type, parameters, check, after) => {
	const find = oneNode('findAgents', {
		agentId: '',
		skillId: { __rl: true, mode: 'list', value: 21 },
		states: ['idle'],
	});
	const [rows, node] = find.nodes;
	const next = { ...oneNode(type, parameters).nodes[1]!, id: 'next', name: 'Next' };
	const { error, json } = await execute(
		{
			nodes: [rows!, node!, next],
			connections: {
				...find.connections,
				Node: { main: [[{ node: 'Next', type: 'main', index: 0 }]] },
			},
		},
		{ pinData: { Rows: [{}] }, credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) } },
	);
	expect(error).toBeUndefined();
	expect(json('Next').map(({ outcome }) => outcome)).toEqual(Array(4).fill('accepted'));
	for (const id of ['31001', '31002', '31003', '31004']) expect(check(id)).toBe(after);
});

describe('in all queues', () => {
	it('finds each agent once with all its queues, and says how many queues were searched', async () => {
		const { success, run } = await find([{}], { queues: 'all', simplify: true });
		const ids = success.map(({ workNo }) => workNo);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toHaveLength(10);
		expect(success[0]).toEqual({
			agentId: expect.any(String) as string,
			states: [],
			outcome: 'accepted',
			retcode: '0',
			message: '',
			workNo: '31001',
			name: 'Amara Okafor',
			state: 'idle',
			stateSince: expect.any(String) as string,
			queues: [
				{ id: 11, name: 'Service hotline' },
				{ id: 21, name: 'Chat on the website' },
				{ id: 22, name: 'Social media' },
			],
		});
		expect(gateway().requests).toHaveLength(7);
		expect(run.data.resultData.runData.Node?.[0]?.hints?.[0]?.message).toMatch(
			/^6 skill queues searched in \d+ s: /,
		);
	});

	it('fails the item if one of the queues cannot be searched', async () => {
		gateway().faults.add({
			kind: 'retcode',
			retcode: '300-001',
			operation: 'queryAgentInfoBySkillId',
			after: 2,
		});
		const { failed, success } = await find(
			[{}],
			{ queues: 'all' },
			{ onError: 'continueErrorOutput' },
		);
		expect(success).toEqual([]);
		expect(failed[0]?.message).toMatch(/^The VDN was not searched: in skill queue /);
	});
});
