/**
 * Parameters that only name a field are read without n8n's expression engine. These tests compare the result with
 * n8n's evaluation of the same parameters at the same place, for random expressions and items.
 */
import fc from 'fast-check';
import {
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	WorkflowExpression,
} from 'n8n-workflow';
import { parseFieldExpression } from '../../nodes/shared/read/fieldExpression';
import { credentialFor, runNode, useGateway } from '../support/nodeRunner';
import { execute, type Flow } from '../support/engine';
import { anyCase } from '../support/expressions';
import { makeProbes, nodeOf, PARAMETERS } from '../support/probe';

const main = (...names: string[]) => ({
	main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))],
});
const START = nodeOf('Start', 'n8n-nodes-base.manualTrigger');
const ROWS = nodeOf('Rows', 'tests.rows');
const probe = (parameters: INodeParameters, parts: Partial<INode> = {}) =>
	nodeOf('Probe', 'tests.probe', { parameters, ...parts });

const inItems = (parameters: INodeParameters, parts?: Partial<INode>): Flow => ({
	nodes: [START, ROWS, probe(parameters, parts)],
	connections: { Start: main('Rows'), Rows: main('Probe') },
});

const asTool =
	(agent: string) =>
	(parameters: INodeParameters): Flow => ({
		nodes: [
			START,
			ROWS,
			nodeOf('Agent', agent),
			nodeOf('Probe', 'tests.probeTool', {
				// The model's argument has the name of a field that the agent's own item may have, too.
				parameters: { ...parameters, number: '={{ $fromAI("given") }}' },
			}),
		],
		connections: {
			Start: main('Rows'),
			Rows: main('Agent'),
			Probe: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	});

const SETTINGS: Array<[string, (parameters: INodeParameters) => Flow]> = [
	['items', (parameters) => inItems(parameters)],
	['a node that runs once', (parameters) => inItems(parameters, { executeOnce: true })],
	[
		'a loop',
		(parameters) => ({
			nodes: [
				START,
				ROWS,
				nodeOf('Loop', 'n8n-nodes-base.splitInBatches', {
					typeVersion: 3,
					parameters: { batchSize: 2, options: {} },
				}),
				probe(parameters),
			],
			connections: {
				Start: main('Rows'),
				Rows: main('Loop'),
				Loop: { main: [[], [{ node: 'Probe', type: 'main', index: 0 }]] },
				Probe: main('Loop'),
			},
		}),
	],
	[
		'a sub-workflow',
		(parameters) => ({
			nodes: [
				START,
				ROWS,
				nodeOf('Sub-workflow', 'n8n-nodes-base.executeWorkflow', {
					typeVersion: 1.1,
					parameters: {
						source: 'parameter',
						workflowJson: JSON.stringify({
							nodes: [
								nodeOf('Called', 'n8n-nodes-base.executeWorkflowTrigger', {
									typeVersion: 1.1,
									parameters: { inputSource: 'passthrough' },
								}),
								probe(parameters),
							],
							connections: { Called: main('Probe') },
						}),
						mode: 'once',
						options: {},
					},
				}),
			],
			connections: { Start: main('Rows'), Rows: main('Sub-workflow') },
		}),
	],
	['a tool that an agent calls', asTool('tests.invoker')],
	['a tool that the engine runs for an agent', asTool('tests.requester')],
];

/** Runs a workflow with the probe in it and returns the probe's readings. */
async function readings(flow: Flow, items: INodeExecutionData[], pinned = false) {
	const { nodeTypes, taken } = makeProbes(() => items);
	const { error } = await execute(flow, {
		nodeTypes,
		...(pinned ? { pinData: { Rows: items.map(({ json }) => json) } } : {}),
	});
	if (error) throw error;
	return taken();
}

const sameBothWays = async (flow: Flow, items: INodeExecutionData[], pinned?: boolean) => {
	const taken = await readings(flow, items, pinned);
	expect(taken.length).toBeGreaterThanOrEqual(PARAMETERS.length);
	for (const { ours, n8n } of taken) expect(ours).toStrictEqual(n8n);
	return taken;
};

describe.each(SETTINGS)('in %s', (_, flowOf) => {
	it("reads a field as n8n's expression engine does", async () => {
		await fc.assert(
			fc.asyncProperty(anyCase, async ({ parameters, items }) => {
				await sameBothWays(flowOf(parameters), items);
			}),
			{ numRuns: 60 },
		);
	});
});

it("reads a field of pinned data as n8n's expression engine does", async () => {
	await fc.assert(
		fc.asyncProperty(anyCase, async ({ parameters, items }) => {
			await sameBothWays(inItems(parameters), items, true);
		}),
		{ numRuns: 60 },
	);
});

describe('the items that a field is read from', () => {
	const parameters = Object.fromEntries(
		PARAMETERS.map(({ name: parameter }) => [parameter, '={{ $json.agent }}']),
	);
	const rows = (...agents: unknown[]) =>
		agents.map((agent) => ({ json: { agent } }) as INodeExecutionData);
	const values = (taken: Awaited<ReturnType<typeof readings>>) =>
		taken.flatMap(({ name: parameter, ours }) => (parameter === 'text' ? [ours] : []));

	it('are those of the current round in a loop', async () => {
		const flow = SETTINGS[2]?.[1](parameters) ?? inItems(parameters);
		expect(values(await sameBothWays(flow, rows(1, 2, 3)))).toEqual([
			{ value: 1 },
			{ value: 2 },
			{ value: 3 },
		]);
	});

	it('are the first one in a node that runs once', async () => {
		const flow = inItems(parameters, { executeOnce: true });
		expect(values(await sameBothWays(flow, rows(1, 2, 3)))).toEqual([{ value: 1 }]);
	});

	it("are the agent's item in a tool, not the model's arguments", async () => {
		const flow = asTool('tests.invoker')({ ...parameters, text: '={{ $json.given }}' });
		const items = [{ json: { given: 'by the row' } }];
		expect(values(await sameBothWays(flow, items))).toEqual([{ value: 'by the row' }]);
	});
});

describe("evaluations by n8n's expression engine", () => {
	const evaluations = jest.spyOn(WorkflowExpression.prototype, 'resolveSimpleParameterValue');
	beforeEach(() => evaluations.mockClear());
	afterAll(() => evaluations.mockRestore());
	const gateway = useGateway();

	const count = (text: string) => evaluations.mock.calls.filter(([given]) => given === text).length;
	const run = async (agentIds: string, rows: Array<Record<string, unknown>>) =>
		await runNode(
			'sendNote',
			{
				agentIds,
				content: '={{ $json["the text"] }}',
				options: { dryRun: true, maxRecipients: 2000 },
			},
			rows as never,
			{ credential: credentialFor(gateway()), onError: 'continueRegularOutput' },
		);

	it('are one for a thousand items', async () => {
		const rows = Array.from({ length: 1000 }, (_, index) => ({
			agent: 31001 + index,
			'the text': `Hello ${index}`,
		}));
		const { success } = await run('={{ $json.agent }}', rows);
		expect(success.map(({ content, agentIds }) => ({ content, agentIds }))).toEqual(
			rows.map((row) => ({ content: row['the text'], agentIds: [row.agent] })),
		);
		expect(count('={{ $json.agent }}')).toBe(1);
		expect(count('={{ $json["the text"] }}')).toBe(1);
	});

	it('are one for every item without the field', async () => {
		const rows = [
			{ 'the text': 'a' },
			{ agent: 31001, 'the text': 'a' },
			{ agent: null, 'the text': 'a' },
		];
		const { success } = await run('={{ $json.agent }}', rows);
		expect(success.map(({ outcome }) => outcome)).toEqual(['rejected', 'notAttempted', 'rejected']);
		expect(count('={{ $json.agent }}')).toBe(3);
	});

	it('are one per item if the expression does more than name a field', async () => {
		const rows = [1, 2, 3].map((index) => ({ agent: 31000 + index, 'the text': 'a' }));
		await run('={{ $json.agent + 1 }}', rows);
		expect(count('={{ $json.agent + 1 }}')).toBe(3);
	});

	it('are one per item if the expression yields something other than the field', async () => {
		expect(parseFieldExpression('={{ $json.constructor }}')).toEqual(['constructor']);
		const rows = [1, 2].map((index) => ({ constructor: 31000 + index, 'the text': 'a' }));
		const { success } = await run('={{ $json.constructor }}', rows);
		expect(success.map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
		expect(count('={{ $json.constructor }}')).toBe(2);
	});
});
