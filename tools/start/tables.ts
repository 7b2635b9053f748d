/** The Data Tables of `npm start`: those of the examples, a team, and the outcome of each of its members. */
import type { INode } from 'n8n-workflow';
import { BROADCAST_TABLE } from '../../test/e2e/support/broadcast';
import type { N8nRest } from '../../test/e2e/support/rest';
import type { Column } from '../../test/support/dataTables';
import type { Flow } from '../../test/support/n8n';
import { DIARY_TABLE, RESERVE_TABLE, withTable } from '../../test/support/workflows';

/** A table as n8n knows it. */
interface Table {
	id: string;
	name: string;
}

const TEAM: Column[] = [
	{ name: 'agent', type: 'number' },
	{ name: 'name', type: 'string' },
];

const MEMBERS = [
	{ agent: 31001, name: 'Amara Okafor' },
	{ agent: 31002, name: 'Ben Larsen' },
	{ agent: 31007, name: 'Gabriel Costa' },
	{ agent: 31008, name: 'Hana Sato' },
];

/** Who helps out at the service hotline when its queue is long. */
const RESERVE = ['31008', '31010', '31007'].map((agent) => ({ agent, queue: 11 }));

/** What is written of each agent, beside n8n's own `createdAt`. */
const OUTCOME: Record<string, string> = {
	agent: '={{ $json.workNo ?? $json.agent }}',
	name: '={{ $json.name }}',
	outcome: '={{ $json.outcome ?? $json.error.outcome }}',
	retcode: "={{ $json.retcode ?? $json.error.retcode ?? '' }}",
	message: "={{ $json.error?.message ?? '' }}",
};

const OUTCOMES: Column[] = Object.keys(OUTCOME).map((name) => ({ name, type: 'string' }));

export interface Tables {
	team: Table;
	outcomes: Table;
}

/** Sees to it that the tables are there. One that is there already stays as it is. */
export async function prepareTables(rest: N8nRest): Promise<Tables> {
	const { id: project } = await rest.ask<{ id: string }>('GET', '/projects/personal');
	const path = `/projects/${project}/data-tables`;
	const known = await rest.ask<{ data: Table[] }>('GET', path);
	const prepare = async (name: string, columns: Column[], rows: object[]): Promise<Table> => {
		const there = known.data.find((table) => table.name === name);
		if (there !== undefined) return there;
		const table = await rest.ask<Table>('POST', path, { name, columns });
		if (rows.length > 0) await rest.ask('POST', `${path}/${table.id}/insert`, { data: rows });
		return table;
	};
	const recipients = MEMBERS.map(({ agent }) => ({ agent: String(agent) }));
	await prepare(BROADCAST_TABLE.name, BROADCAST_TABLE.columns, recipients);
	await prepare(RESERVE_TABLE.name, RESERVE_TABLE.columns, RESERVE);
	await prepare(DIARY_TABLE.name, DIARY_TABLE.columns, []);
	return {
		team: await prepare('Team', TEAM, MEMBERS),
		outcomes: await prepare('Outcomes', OUTCOMES, []),
	};
}

/** The rows of a table, oldest first. */
export async function rowsOf(
	rest: N8nRest,
	{ id }: Table,
): Promise<Array<Record<string, unknown>>> {
	const { id: project } = await rest.ask<{ id: string }>('GET', '/projects/personal');
	const path = `/projects/${project}/data-tables/${id}/rows`;
	return (await rest.ask<{ data: Array<Record<string, unknown>> }>('GET', path)).data;
}

const chosen = ({ id, name }: Table) => ({
	__rl: true,
	mode: 'list',
	value: id,
	cachedResultName: name,
});

const dataTable = (parameters: INode['parameters']) => ({
	type: 'n8n-nodes-base.dataTable',
	typeVersion: 1.1,
	parameters: { resource: 'row', ...parameters },
});

/**
 * The example 'Team busy with note' with a Data Table in the place of its rows, and another that gets what became of
 * every agent.
 */
export function teamFromTable(flow: Flow, { team, outcomes }: Tables): Flow {
	const read = dataTable({ operation: 'get', dataTableId: chosen(team), returnAll: true });
	const written: INode = {
		id: 'write-outcome',
		name: 'Write Outcome',
		position: [680, 40],
		...dataTable({
			operation: 'insert',
			dataTableId: chosen(outcomes),
			columns: {
				mappingMode: 'defineBelow',
				value: OUTCOME,
				matchingColumns: [],
				schema: OUTCOMES.map(({ name, type }) => ({
					id: name,
					displayName: name,
					type,
					required: false,
					defaultMatch: false,
					display: true,
					readOnly: false,
					removed: false,
				})),
			},
			options: {},
		}),
	};
	const { nodes, connections, ...others } = withTable(flow, 'Team', read);
	const { main: [set, notSet] = [] } = connections['Force Busy'] ?? {};
	const write = { node: written.name, type: 'main' as const, index: 0 };
	return {
		...others,
		nodes: [...nodes, written],
		connections: {
			...connections,
			'Force Busy': {
				main: [
					[write, ...(set ?? [])],
					[write, ...(notSet ?? [])],
				],
			},
		},
	};
}
