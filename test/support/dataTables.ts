/** Data Tables in memory for n8n's engine, with the interface that n8n's own node uses. */
import type {
	DataTableColumn,
	DataTableFilter,
	DataTableRow,
	IDataTableProjectAggregateService,
	IDataTableProjectService,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export interface Column {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

type Provider = NonNullable<IWorkflowExecuteAdditionalData['data-table']>['dataTableProxyProvider'];

type Row = DataTableRow & { id: number; createdAt: Date; updatedAt: Date };

type Condition = DataTableFilter['filters'][number];

const comparable = (value: Condition['value']) => (value instanceof Date ? value.getTime() : value);

/** Evaluates a condition. Throws for conditions that no example uses. */
function meets(row: Row, { columnName, condition, value }: Condition): boolean {
	const [own, given] = [comparable(row[columnName] ?? null), comparable(value)];
	if (condition === 'eq') return own === given;
	if (condition === 'isEmpty') return own === null || own === '';
	if (condition === 'isNotEmpty') return own !== null && own !== '';
	if (condition === 'gte' && own !== null && given !== null) return own >= given;
	throw new Error(`These Data Tables do not know the condition ${condition}`);
}

/** A table with its columns and rows. */
export class DataTable {
	readonly rows: Row[] = [];
	private lastId = 0;

	constructor(readonly columns: readonly Column[]) {}

	insert(...rows: DataTableRow[]): Row[] {
		return rows.map((row) => {
			const now = new Date();
			const added = { ...this.checked(row), id: ++this.lastId, createdAt: now, updatedAt: now };
			this.rows.push(added);
			return added;
		});
	}

	matching(filter?: DataTableFilter): Row[] {
		if (filter === undefined || filter.filters.length === 0) return [...this.rows];
		const { type, filters } = filter;
		return this.rows.filter((row) =>
			type === 'and'
				? filters.every((condition) => meets(row, condition))
				: filters.some((condition) => meets(row, condition)),
		);
	}

	update(filter: DataTableFilter, data: DataTableRow): Row[] {
		const found = this.matching(filter);
		for (const row of found) Object.assign(row, this.checked(data), { updatedAt: new Date() });
		return found;
	}

	/** @throws like n8n for a value that does not match its column */
	private checked(row: DataTableRow): DataTableRow {
		return Object.fromEntries(
			Object.entries(row).map(([name, value]) => {
				const column = this.columns.find((one) => one.name === name);
				if (column === undefined) throw new Error(`There is no column ${name}`);
				if (column.type === 'date' && typeof value === 'string') return [name, new Date(value)];
				if (value !== null && column.type !== 'date' && typeof value !== column.type) {
					throw new Error(`${name} takes a ${column.type}, not ${JSON.stringify(value)}`);
				}
				return [name, value];
			}),
		);
	}
}

const copied = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row }));

/** The provider for n8n's node, with tables by their names. */
export function dataTableProvider(tables: Readonly<Record<string, DataTable>>): Provider {
	const all = Object.keys(tables);
	const aggregate = {
		getManyAndCount: async ({ filter }) => {
			const data = all.filter((name) => name.toLowerCase() === filter?.name);
			return await Promise.resolve({ count: data.length, data: data.map((id) => ({ id })) });
		},
	} as IDataTableProjectAggregateService;
	const proxyOf = (table: DataTable) =>
		({
			getColumns: async () => await Promise.resolve(table.columns as DataTableColumn[]),
			getManyRowsAndCount: async ({ filter }) => {
				const data = copied(table.matching(filter));
				return await Promise.resolve({ count: data.length, data });
			},
			insertRows: async (rows) => await Promise.resolve(copied(table.insert(...rows))),
			updateRows: async ({ filter, data }) =>
				await Promise.resolve(copied(table.update(filter, data))),
		}) as Partial<IDataTableProjectService> as IDataTableProjectService;
	return {
		getDataTableAggregateProxy: async () => await Promise.resolve(aggregate),
		getDataTableProxy: async (_workflow, _node, id) => {
			const table = tables[id];
			if (table === undefined) throw new Error(`There is no Data Table ${id}`);
			return await Promise.resolve(proxyOf(table));
		},
	};
}
