/** A node of this package as the tool of an agent, with calls like a model's. */
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import type { Call, CallMode } from './aiAgent';
import { CREDENTIAL_ID, oneNode } from './nodeRunner';
import { execute, type ExecuteOptions, type Execution, type Flow } from './engine';
import { CALLING_AGENT } from './n8n';

/** An expression for a value from the model. */
export const fromModel = (name: string): string => `={{ $fromAI('${name}', '', 'string') }}`;

/** Recipients and text from the model. */
export const NOTE: IDataObject = { agentIds: fromModel('agentIds'), content: fromModel('content') };

/** A workflow of an agent with one tool, which is named Node. */
export function agentWithTool(
	agent: Omit<INode, 'id' | 'position'>,
	type: string,
	parameters: IDataObject,
	tool: Partial<INode> = {},
): Flow {
	const { nodes } = oneNode(`${type}Tool`, parameters, undefined, { onError: undefined, ...tool });
	const to = (name: string, kind: 'main' | 'ai_tool') => [[{ node: name, type: kind, index: 0 }]];
	return {
		nodes: [...nodes, { id: 'agent', position: [200, 0], ...agent }],
		connections: {
			Rows: { main: to(agent.name, 'main') },
			Node: { ai_tool: to(agent.name, 'ai_tool') },
		},
	};
}

export interface ToolOptions extends Omit<ExecuteOptions, 'pinData' | 'credentials'> {
	credential: ICredentialDataDecryptedObject;
	/** Settings of the tool's node. */
	tool?: Partial<INode>;
	/** True if the calls are for items of one batch. */
	batch?: boolean;
}

/** An ended call. */
export interface Called extends Execution {
	/** The model's answers from the tool, in the order of the calls. */
	answers: string[];
}

/** Makes concurrent calls, in one turn of the model. */
export async function callTool(
	way: CallMode,
	[type, parameters]: [type: string, parameters: IDataObject],
	calls: Call[],
	{ credential, tool, batch = false, ...options }: ToolOptions,
): Promise<Called> {
	const agentParameters = { way, calls, batch } as IDataObject as INode['parameters'];
	const agent = { name: 'Agent', type: CALLING_AGENT, typeVersion: 1, parameters: agentParameters };
	const execution = await execute(agentWithTool(agent, type, parameters, tool), {
		...options,
		pinData: { Rows: [{ question: 'What is to be done?' }] },
		credentials: { [CREDENTIAL_ID]: credential },
	});
	return { ...execution, answers: execution.json('Agent').map(({ answer }) => answer as string) };
}
