/** The example workflows as imported, with selected credentials. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import type { Desktop } from '../../simulator';
import type { Column } from './dataTables';
import { CREDENTIAL_ID } from './nodeRunner';
import type { Flow } from './n8n';

/** File and name of each example. */
export const TITLES = {
	'scheduled-note-broadcast': 'Scheduled note broadcast',
	'team-busy-with-note': 'Team busy with note',
	'session-limits-at-shift-change': 'Session limits at shift change',
	'announce-to-a-skill-queue': 'Announce to a skill queue',
	'lunch-rota': 'Lunch rota',
	'which-kind-of-gateway': 'Check the gateway',
	'note-to-the-service-agent': 'Note to the service agent',
	'long-breaks': 'Long breaks',
	'broadcast-that-survives-a-crash': 'Broadcast that survives a crash',
	'queue-is-long': 'Queue is long',
	'busy-by-webhook': 'Busy by webhook',
	'announce-to-everybody': 'Announce to everybody',
	'skills-at-shift-change': 'Skills at shift change',
	'long-breaks-by-schedule': 'Long breaks by schedule',
	'who-forgot-to-sign-out': 'Who forgot to sign out',
	'state-diary': 'State diary',
	'assistant-for-a-supervisor': 'Assistant for a supervisor',
	'assistant-with-approval': 'Assistant with approval',
	'look-ups-for-your-assistant': 'Look-ups for your own assistant',
} as const;

export type Example = keyof typeof TITLES;

export const WORKFLOWS = Object.keys(TITLES) as Example[];

/** Examples that use each agent's own session. */
export const PER_ITEM: readonly Example[] = ['session-limits-at-shift-change', 'busy-by-webhook'];

/** Examples that need no language model, only n8n and a gateway. */
export const WITHOUT_A_MODEL = WORKFLOWS.filter((name) => !name.includes('assistant'));

/** The node of an example that requests the agents' current Guids. */
const ASKS_FOR_GUIDS = 'Current Guids';

/** The credential for the system with the current Guids. */
export const DESKTOP_CREDENTIAL_ID = 'credential-of-the-desktop';

/** The credential required from callers of a webhook. */
export const CALLER_CREDENTIAL = { id: 'credential-of-the-caller', name: 'Caller' };

/** The fields of n8n's credential 'Header Auth' for a {@link Desktop}. */
export const desktopCredential = ({ apiKey }: Desktop): ICredentialDataDecryptedObject => ({
	name: 'X-API-Key',
	value: apiKey,
});

export interface ExampleOptions {
	/** Keeps the sticky notes. */
	withNotes?: boolean;
	/** Stand-in for the system that signs the agents in. */
	desktop?: Desktop;
	/** ID and name of the credential of the package's nodes. */
	credential?: { id: string; name: string };
	/** Parameters filled in by the user, by name of the node. */
	written?: Record<string, INode['parameters']>;
}

/** Reads a workflow and fills in the parts that its user must. */
export function exampleWorkflow(name: Example, options: ExampleOptions = {}): Flow {
	const { withNotes = false, desktop, written = {} } = options;
	const { credential = { id: CREDENTIAL_ID, name: 'Gateway' } } = options;
	const file = join(__dirname, '..', '..', 'workflows', `${name}.json`);
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as Flow;
	const filledIn = (node: INode): INode => {
		const parameters = { ...node.parameters, ...written[node.name] };
		if (node.type.startsWith('n8n-nodes-cc-gateway.')) {
			return { ...node, parameters, credentials: { ccGatewayApi: credential } };
		}
		if (node.type === 'n8n-nodes-base.webhook') {
			return { ...node, parameters, credentials: { httpHeaderAuth: CALLER_CREDENTIAL } };
		}
		if (node.name !== ASKS_FOR_GUIDS || desktop === undefined) return { ...node, parameters };
		return {
			...node,
			parameters: { ...parameters, url: `${desktop.url}/sessions` },
			credentials: { httpHeaderAuth: { id: DESKTOP_CREDENTIAL_ID, name: 'Desktop' } },
		};
	};
	const nodes = workflow.nodes
		.filter(({ type }) => withNotes || type !== 'n8n-nodes-base.stickyNote')
		.map(filledIn);
	return { ...workflow, nodes };
}

/**
 * An example in which the node that yields rows is replaced, as a user would do it. All other nodes stay unchanged.
 */
export function withTable(
	flow: Flow,
	name: string,
	table: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
): Flow {
	if (!flow.nodes.some((node) => node.name === name)) throw new Error(`There is no node ${name}`);
	return {
		...flow,
		nodes: flow.nodes.map((node) => (node.name === name ? { ...node, ...table } : node)),
	};
}

/** Parameters of a node that yields these rows, in place of a table. */
export const writtenRows = (rows: object[]): INode['parameters'] => ({
	jsCode: `return ${JSON.stringify(rows)};`,
});

/** A time for the lunch rota at which each of its steps is due for an agent. */
export const AT_NOON: Record<string, INode['parameters']> = {
	'Time Now': {
		assignments: { assignments: [{ id: 'now', name: 'now', type: 'string', value: '12:00' }] },
	},
};

/** The Data Table of 'Queue is long': its name and columns. */
export const RESERVE_TABLE: { name: string; columns: Column[] } = {
	name: 'Reserve',
	columns: [
		{ name: 'agent', type: 'string' },
		{ name: 'queue', type: 'number' },
		{ name: 'name', type: 'string' },
		{ name: 'before', type: 'string' },
	],
};

/** The Data Table of 'State diary': its name and columns. */
export const DIARY_TABLE: { name: string; columns: Column[] } = {
	name: 'State Diary',
	columns: [
		{ name: 'at', type: 'date' },
		{ name: 'queue', type: 'number' },
		{ name: 'name', type: 'string' },
		{ name: 'waiting', type: 'number' },
		{ name: 'longestWait', type: 'number' },
		{ name: 'signedIn', type: 'number' },
		{ name: 'available', type: 'number' },
	],
};

/** Settings of an example about long breaks with another limit in minutes (up to hundredths) and the same supervisor. */
export const allowedBreak = (
	minutes: number,
	example: 'long-breaks' | 'long-breaks-by-schedule' = 'long-breaks',
): Record<string, INode['parameters']> => {
	const { assignments } = parametersOf(example, 'Allowed Break') as {
		assignments: { assignments: Array<{ name: string; value: string | number }> };
	};
	const written = assignments.assignments.map((one) =>
		one.name === 'minutes' ? { ...one, value: minutes } : one,
	);
	return { 'Allowed Break': { assignments: { assignments: written } } };
};

/** Other thresholds for 'Queue is long', reached in one poll. */
export const longQueue = (thresholds: {
	waitingAtLeast: number;
	recoveredBelow: number;
}): Record<string, INode['parameters']> => {
	const name = 'When a Queue Is Long';
	return { [name]: { ...parametersOf('queue-is-long', name), forPolls: 1, ...thresholds } };
};

const parametersOf = (example: Example, node: string): INode['parameters'] =>
	exampleWorkflow(example).nodes.find(({ name }) => name === node)!.parameters;
