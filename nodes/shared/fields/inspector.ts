/** The parts shared by the nodes with which an inspector acts on another agent. */
import type { INodeProperties } from 'n8n-workflow';
import type { AgentId } from '../../../gateway/values/agentId';
import { actingAgentField } from './commonFields';
import { AGENT_ID } from './forms';
import type { ItemReader } from '../read/item';
import type { OperationArguments, Phrase } from '../read/operation';

/** An inspector, and the agent that is inspected. */
export interface Inspection extends OperationArguments {
	workNo: AgentId;
}

/** @param role a clause for the description: "The inspector who sets the other agent busy: …" */
export const inspectorField = (role: string): INodeProperties =>
	actingAgentField('Inspector Agent ID', role);

/**
 * @param displayName the action on the agent: "Agent ID to Set Busy"
 * @param role a clause for the description: "The agent to set busy"
 */
export const inspectedField = (displayName: string, role: string): INodeProperties => ({
	displayName,
	name: 'workNo',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 31002',
	description: `${role}: ${AGENT_ID}, of the same VDN and not the inspector`,
});

/** The right that an inspector needs to force states on others, for descriptions. */
export const WITH_THE_RIGHT = 'signed in, and with the right to force states on others';

/**
 * Reads the inspector and the other agent.
 * @param nobody a clause with the reason why it cannot be the same agent: "nobody can barge in on themselves"
 * @throws {PreflightError} for values that are not allowed
 */
export function readInspectionArguments(
	item: ItemReader,
	inspector: INodeProperties,
	inspected: INodeProperties,
	nobody: string,
): Inspection {
	const args = { agentId: item.actingAgent(inspector), workNo: item.agent(inspected) };
	if (args.agentId === args.workNo) {
		item.refuse(inspected, `'${args.workNo}' is the inspector`, `${nobody}: give another agent.`);
	}
	return args;
}

/** @param done the result for the other agent: "set busy" */
export const byInspector =
	(done: string) =>
	({ agentId, workNo }: Inspection): Phrase => ({
		subject: `Agent ${workNo}`,
		done: `${done} by inspector ${agentId}`,
	});
