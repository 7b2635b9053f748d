/** What the nodes share by which an inspector does something to another agent. */
import type { INodeProperties } from 'n8n-workflow';
import type { AgentId } from '../../../gateway/values/agentId';
import { actingAgentField } from './commonFields';
import { AGENT_ID } from './forms';
import type { ItemReader } from '../read/item';
import type { OperationArguments, Phrase } from '../read/operation';

/** An inspector, and the agent whom it is about. */
export interface Inspection extends OperationArguments {
	workNo: AgentId;
}

/** @param role a clause for the description: "The inspector who sets the other agent busy: …" */
export const inspectorField = (role: string): INodeProperties => ({
	...actingAgentField('Inspector Agent ID', role),
	hint: 'Who does it, not the agent above. Mostly left empty.',
});

/**
 * @param displayName what is done to the agent: "Agent ID to Set Busy"
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

/** What an inspector cannot do to itself. */
interface NotToItself {
	/** A verb with what belongs to it: "force itself". */
	cannot: string;
	/** The node that does it to one's own agent, if there is one: "Set Busy". */
	instead?: string;
}

/**
 * Reads the agent that something is done to, then the inspector.
 * @throws {PreflightError} for values that are not allowed, and where both are the same agent
 */
export function readInspectionArguments(
	item: ItemReader,
	inspector: INodeProperties,
	inspected: INodeProperties,
	{ cannot, instead }: NotToItself,
): Inspection {
	const args = { workNo: item.agent(inspected, inspector), agentId: item.actingAgent(inspector) };
	if (args.agentId === args.workNo) {
		const other = instead
			? `Use ${instead} for this agent, or give another agent.`
			: 'Give another agent.';
		const remedy = `An inspector cannot ${cannot}. ${other}`;
		item.refuse(inspected, `'${args.workNo}' is the inspector`, remedy);
	}
	return args;
}

/** @param done what becomes of the other agent: "set busy" */
export const byInspector =
	(done: string) =>
	({ agentId, workNo }: Inspection): Phrase => ({
		subject: `Agent ${workNo}`,
		done: `${done} by inspector ${agentId}`,
	});
