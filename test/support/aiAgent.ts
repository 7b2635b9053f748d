/**
 * What n8n's AI Agent does with its tools, without a model: the calls are parameters. Tools run in two ways, by n8n's
 * own code in both (read in n8n 2.41.1):
 * - `invoked`: AI Agent up to 2.2, MCP Server Trigger, agents that are tools of agents: n8n makes a tool of the node,
 *   and whoever holds it calls it within its own run;
 * - `requested`: AI Agent from 3 on: the agent's run ends with a request, the engine runs the tool's node and resumes
 *   the agent with what came of it.
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

/** What a model asks of its tool: values for its `$fromAI` parameters. */
export type Call = IDataObject;

/** What a tool says of itself beside what the node says. */
const replacementsOf = ({ usableAsTool }: INodeTypeDescription) =>
	typeof usableAsTool === 'object' ? usableAsTool.replacements : {};

/** What n8n makes of a node that is usable as a tool: the same code under another name and description. */
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

/** What `getInputConnectionData` yields for each tool. */
interface Tool {
	invoke: (call: Call) => Promise<string>;
	metadata: { sourceNodeName: string };
}

const toolOf = async (agent: IExecuteFunctions): Promise<Tool> =>
	((await agent.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as [Tool])[0];

/** An agent that makes the calls of its parameter `calls`, all at once, and hands on what the model would be given. */
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
			// As AI Agent 2.2 does with a batch of items: a tool for each, made before the first of them is called.
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

/** What AI Agent 3.1 tells the model of a tool that the engine ran (its `buildSteps`). */
function observationOf({ data, error }: EngineResponse['actionResponses'][number]['data']): string {
	const items = data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
	if (items.length > 0) return JSON.stringify(items);
	return JSON.stringify(error ? { error: error.message, errorType: error.name } : '');
}
