/** Data Tables of a real n8n. */
import type { Column } from '../../support/dataTables';
import type { N8nRest } from './rest';

const PAGE = 100;

/** A Data Table. It outlives the n8n process that created it. */
export class DataTableOnServer<Row extends object = Record<string, unknown>> {
	private constructor(readonly path: string) {}

	static async create<Row extends object = Record<string, unknown>>(
		rest: N8nRest,
		table: { name: string; columns: Column[] },
	): Promise<DataTableOnServer<Row>> {
		const { id: project } = await rest.ask<{ id: string }>('GET', '/projects/personal');
		const tables = `/projects/${project}/data-tables`;
		const { id } = await rest.ask<{ id: string }>('POST', tables, table);
		return new DataTableOnServer<Row>(`${tables}/${id}`);
	}

	async add(rest: N8nRest, rows: readonly object[]): Promise<void> {
		for (let start = 0; start < rows.length; start += PAGE) {
			const data = rows.slice(start, start + PAGE);
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
}
