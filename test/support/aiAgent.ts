/**
 * A stand-in for n8n's AI Agent without a model: the calls are parameters. Tools run in two ways, both by n8n's own
 * code (as of n8n 2.41.1):
 * - `invoked`: AI Agent up to 2.2, MCP Server Trigger, agents that are tools of agents: n8n turns the node into a tool,
 *   and the agent calls it within its own run;
 * - `requested`: AI Agent from 3 on: the agent's run ends with a request, the engine runs the tool's node and resumes
 *   the agent with the result.
 */
import {
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

export const CALL_MODES = ['invoked', 'requested'] as const;
export type CallMode = (typeof CALL_MODES)[number];

/** A model's arguments for a tool: values of its `$fromAI` parameters. */
export type Call = IDataObject;

/** The parts of the node's description that differ for the tool. */
const replacementsOf = ({ usableAsTool }: INodeTypeDescription) =>
	typeof usableAsTool === 'object' ? usableAsTool.replacements : {};

/** n8n's tool variant of a node: the same code with another name and description. */
export function toolVariantOf(node: INodeType): INodeType {
	const description = { ...node.description, ...replacementsOf(node.description) };
	return Object.create(node, {
		description: {
			value: {
				...description,
				name: `${description.name}Tool`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				usableAsTool: undefined,
				properties: [
					{
						displayName: 'Description',
						name: 'toolDescription',
						type: 'string',
						default: description.description,
					},
					...description.properties,
				],
			} satisfies INodeTypeDescription,
		},
	}) as INodeType;
}

/** A tool as returned by `getInputConnectionData`. */
interface Tool {
	invoke: (call: Call) => Promise<string>;
	metadata: { sourceNodeName: string };
}

const toolOf = async (agent: IExecuteFunctions): Promise<Tool> =>
	((await agent.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as [Tool])[0];

/** An agent that makes the calls of its parameter `calls` concurrently, and outputs the answers for the model. */
export class CallingAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Calling Agent',
		name: 'callingAgent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tool',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Way', name: 'way', type: 'string', default: 'invoked' },
			{ displayName: 'Calls', name: 'calls', type: 'json', default: [] },
			// For a batch of items, AI Agent 2.2 creates one tool per item before it calls the first.
			{ displayName: 'Batch', name: 'batch', type: 'boolean', default: false },
		],
	};

	async execute(
		this: IExecuteFunctions,
		response?: EngineResponse,
	): Promise<INodeExecutionData[][] | EngineRequest> {
		const way = this.getNodeParameter('way', 0) as CallMode;
		const calls = this.getNodeParameter('calls', 0) as Call[];
		const batch = this.getNodeParameter('batch', 0, false) as boolean;
		const answered = (answers: string[]) => [answers.map((answer) => ({ json: { answer } }))];
		if (response && response.actionResponses.length > 0) {
			return answered(response.actionResponses.map(({ data }) => observationOf(data)));
		}
		const tool = await toolOf(this);
		if (way === 'invoked') {
			const tools = batch ? await Promise.all(calls.map(async () => await toolOf(this))) : [];
			return answered(
				await Promise.all(
					calls.map(async (call, index) => await (tools[index] ?? tool).invoke(call)),
				),
			);
		}
		return {
			actions: calls.map((input, index) => ({
				actionType: 'ExecutionNodeAction' as const,
				nodeName: tool.metadata.sourceNodeName,
				input,
				type: NodeConnectionTypes.AiTool,
				id: `call-${index}`,
				metadata: { itemIndex: 0 },
			})),
			metadata: {},
		};
	}
}

/** The answer of AI Agent 3.1 to the model about a tool that the engine ran (its `buildSteps`). */
function observationOf({ data, error }: EngineResponse['actionResponses'][number]['data']): string {
	const items = data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
	if (items.length > 0) return JSON.stringify(items);
	return JSON.stringify(error ? { error: error.message, errorType: error.name } : '');
}
