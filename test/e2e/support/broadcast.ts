/** The example 'Broadcast that survives a crash' with its Data Table, started by a webhook. */
import type { INode } from 'n8n-workflow';
import { exampleWorkflow } from '../../support/workflows';
import type { Flow } from '../../support/n8n';
import type { N8nRest } from './rest';

/** A recipient as the Data Table holds it. */
export interface Row {
	id: number;
	agent: string;
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

/** The columns of the example's Data Table, and its name. */
export const BROADCAST_TABLE = { name: 'Broadcast', columns: COLUMNS };

const PAGE = 100;

/** The Data Table of the example. It outlives the n8n process that created it. */
export class RecipientTable {
	private constructor(private readonly path: string) {}

	static async create(rest: N8nRest): Promise<RecipientTable> {
		const { id: project } = await rest.ask<{ id: string }>('GET', '/projects/personal');
		const tables = `/projects/${project}/data-tables`;
		const { id } = await rest.ask<{ id: string }>('POST', tables, BROADCAST_TABLE);
		return new RecipientTable(`${tables}/${id}`);
	}

	/** Adds recipients, one row each. */
	async add(rest: N8nRest, agents: readonly string[]): Promise<void> {
		for (let start = 0; start < agents.length; start += PAGE) {
			const data = agents.slice(start, start + PAGE).map((agent) => ({ agent }));
			await rest.ask('POST', `${this.path}/insert`, { data });
		}
	}

	/** All rows, oldest first. */
	async rows(rest: N8nRest): Promise<Row[]> {
		const rows: Row[] = [];
		for (;;) {
			const query = `take=${PAGE}&skip=${rows.length}&sortBy=id:asc`;
			const { data } = await rest.ask<{ data: Row[] }>('GET', `${this.path}/rows?${query}`);
			rows.push(...data);
			if (data.length < PAGE) return rows;
		}
	}

	/** Empties the column `status`, for the next broadcast. */
	async reset(rest: N8nRest): Promise<void> {
		const filter = {
			type: 'and',
			filters: [{ columnName: 'id', condition: 'gte', value: 0 }],
		};
		await rest.ask('PATCH', `${this.path}/rows`, { filter, data: { status: null, detail: null } });
	}
}

/** The example, started by a webhook that answers at once; its body's `text` is the note. */
export function broadcastByWebhook(credential: { id: string; name: string }): Flow {
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
	const nodes = flow.nodes.map((node) =>
		node.name === 'Send Note'
			? {
					...node,
					parameters: { ...node.parameters, content: "={{ $('Webhook').first().json.body.text }}" },
				}
			: node,
	);
	return {
		...flow,
		nodes: [...nodes, webhook],
		connections: { ...flow.connections, Webhook: flow.connections['Start by Hand']! },
	};
}
