/** Node types for tests: one that reads its parameters in both ways, and agents that use it as a tool. */
import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	NodeConnectionType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { parameterReader } from '../../nodes/shared/read/parameters';

/** A value, or the message of its refusal. */
export type Read = { value: unknown } | { refusal: string };

/** A parameter of an item, as read by the package and as evaluated by n8n at the same place. */
export interface Reading {
	name: string;
	item: number;
	ours: Read;
	n8n: Read;
}

/** Parameters of all types used by the package. */
export const PARAMETERS: INodeProperties[] = [
	{ displayName: 'Text', name: 'text', type: 'string', default: '' },
	{ displayName: 'Long Text', name: 'long', type: 'string', typeOptions: { rows: 3 }, default: '' },
	{ displayName: 'Number', name: 'number', type: 'number', default: 0 },
	{ displayName: 'Switch', name: 'switch', type: 'boolean', default: false },
	{ displayName: 'Choice', name: 'choice', type: 'options', options: [], default: '' },
	{
		displayName: 'Locator',
		name: 'locator',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list' },
			{ displayName: 'By Code', name: 'code', type: 'string' },
		],
	},
];

const attempt = (read: () => unknown): Read => {
	try {
		return { value: read() };
	} catch (error) {
		return { refusal: error instanceof Error ? error.message : String(error) };
	}
};

const describeNode = (
	name: string,
	inputs: NodeConnectionType[],
	outputs: NodeConnectionType[],
	properties: INodeProperties[] = [],
): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs,
	outputs,
	properties,
});

export interface Probes {
	nodeTypes: Record<string, INodeType>;
	/** Readings of the probes since the last call. */
	taken: () => Reading[];
}

/**
 * Creates the node types: `probe`; `probeTool`, the same as a tool; `rows`, which outputs items of any value;
 * `invoker` and `requester`, two kinds of agents. An invoker calls its tools itself, a requester lets n8n's
 * engine run them.
 */
export function makeProbes(rows: () => INodeExecutionData[] = () => []): Probes {
	const { Main, AiTool } = NodeConnectionTypes;
	let readings: Reading[] = [];

	async function readBothWays(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const read = parameterReader(this);
		for (const item of items.keys()) {
			for (const { name, type } of PARAMETERS) {
				const ours = attempt(() => read(name, item));
				const n8n = attempt(() => {
					const value = this.getNodeParameter(name, item, null);
					const located = type === 'resourceLocator' && typeof value === 'object';
					return located ? (value as unknown as IDataObject).value : value;
				});
				readings.push({ name, item, ours, n8n });
			}
		}
		return [items.map(({ json }, item) => ({ json, pairedItem: { item } }))];
	}

	const invoker: INodeType = {
		description: describeNode('Invoker', [Main, AiTool], [Main]),
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			for (const item of items.keys()) {
				const tools = (await this.getInputConnectionData(AiTool, item)) as Array<{
					invoke: (input: IDataObject) => Promise<unknown>;
				}>;
				for (const tool of tools) await tool.invoke({ given: 'by the model' });
			}
			return [items];
		},
	};
	const requester: INodeType = {
		description: describeNode('Requester', [Main, AiTool], [Main]),
		async execute(this: IExecuteFunctions, response?: EngineResponse) {
			if (response?.actionResponses.length) return [this.getInputData()];
			const request: EngineRequest = {
				actions: this.getInputData().map((_, item) => ({
					actionType: 'ExecutionNodeAction',
					nodeName: 'Probe',
					input: { given: 'by the model' },
					type: AiTool,
					id: `call-${item}`,
					metadata: { itemIndex: item },
				})),
				metadata: {},
			};
			return request;
		},
	};
	return {
		nodeTypes: {
			'tests.rows': {
				description: describeNode('Rows', [Main], [Main]),
				execute: async () => [rows()],
			},
			'tests.probe': {
				description: describeNode('Probe', [Main], [Main], PARAMETERS),
				execute: readBothWays,
			},
			'tests.probeTool': {
				description: describeNode('Probe Tool', [], [AiTool], PARAMETERS),
				execute: readBothWays,
			},
			'tests.invoker': invoker,
			'tests.requester': requester,
		},
		taken: () => {
			const taken = readings;
			readings = [];
			return taken;
		},
	};
}

/** A node of a workflow. */
export const nodeOf = (name: string, type: string, parts: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...parts,
});
