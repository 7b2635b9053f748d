/** The example 'Broadcast that survives a crash' with its Data Table, started by a webhook. */
import type { INode } from 'n8n-workflow';
import { exampleWorkflow } from '../../support/workflows';
import type { Flow } from '../../support/n8n';
import type { N8nRest } from './rest';
import { DataTableOnServer } from './tables';

/** A recipient in the Data Table. */
export interface Row {
	id: number;
	agent: string;
	/** The note: here and not in the request to the webhook, so that a scheduled run has it, too. */
	text: string;
	status: string | null;
	detail: string | null;
	at: string | null;
}

const COLUMNS: Array<{ name: string; type: 'string' | 'date' }> = [
	{ name: 'agent', type: 'string' },
	{ name: 'status', type: 'string' },
	{ name: 'detail', type: 'string' },
	{ name: 'at', type: 'date' },
];

/** Name and columns of the example's Data Table. */
export const BROADCAST_TABLE = { name: 'Broadcast', columns: COLUMNS };

const WITH_TEXT = {
	...BROADCAST_TABLE,
	columns: [...COLUMNS, { name: 'text', type: 'string' as const }],
};

/** The Data Table of the example. It outlives the n8n process that created it. */
export class RecipientTable {
	private constructor(private readonly table: DataTableOnServer<Row>) {}

	static async create(rest: N8nRest): Promise<RecipientTable> {
		return new RecipientTable(await DataTableOnServer.create<Row>(rest, WITH_TEXT));
	}

	/** Adds recipients of a note, one row each. */
	async add(rest: N8nRest, agents: readonly string[], text = ''): Promise<void> {
		await this.table.add(
			rest,
			agents.map((agent) => ({ agent, text })),
		);
	}

	/** All rows, oldest first. */
	async rows(rest: N8nRest): Promise<Row[]> {
		return await this.table.rows(rest);
	}

	/** Empties the column `status`, for the next broadcast, which has another text. */
	async reset(rest: N8nRest, text: string): Promise<void> {
		const filter = {
			type: 'and',
			filters: [{ columnName: 'id', condition: 'gte', value: 0 }],
		};
		await rest.ask('PATCH', `${this.table.path}/rows`, {
			filter,
			data: { status: null, detail: null, text },
		});
	}
}

/**
 * The example, started by a webhook that answers immediately. The note is the row's `text`.
 * @param scheduled whether a run also starts at :00, :10, :20 and so on
 */
export function broadcastByWebhook(
	credential: { id: string; name: string },
	{ scheduled }: { scheduled: boolean },
): Flow {
	const flow = exampleWorkflow('broadcast-that-survives-a-crash', { credential });
	const path = 'broadcast';
	const webhook: INode = {
		id: 'webhook',
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		webhookId: path,
	};
	const nodes = flow.nodes.map((node): INode => {
		if (node.name === 'Every Ten Minutes') return { ...node, disabled: !scheduled };
		if (node.name !== 'Send Note') return node;
		return { ...node, parameters: { ...node.parameters, content: '={{ $json.text }}' } };
	});
	return {
		...flow,
		nodes: [...nodes, webhook],
		connections: { ...flow.connections, Webhook: flow.connections['Start by Hand']! },
	};
}
