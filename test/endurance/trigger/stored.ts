/** The executions started by a trigger, in n8n's database. */
import { parse } from 'flatted';
import type { IRunExecutionData } from 'n8n-workflow';
import type { QueuedEvent } from '../../../simulator';
import { TRIGGER } from '../../support/triggerFlow';
import { query } from '../stored';
import type { Started } from './records';
import { keyOf } from './site';

/** Number of executions per query. */
const CHUNK = 500;

interface Row {
	id: number;
	status: string;
	createdAt: number;
	data: string | null;
}

/** The events that started an execution; none if n8n has no data of it. */
function startedBy({ id, status, createdAt, data }: Row): Started[] {
	if (data === null) return [];
	const { resultData } = parse(data) as IRunExecutionData;
	const items = resultData.runData[TRIGGER]?.[0]?.data?.main?.[0] ?? [];
	return items.map(({ json }) => ({
		key: keyOf(json.raw as unknown as QueuedEvent),
		execution: String(id),
		status,
		createdAt,
	}));
}

/** The number of all executions and the events that started them, read in chunks. */
export async function readStarted(
	port: number,
): Promise<{ executions: number; started: Started[]; reported: number }> {
	const started: Started[] = [];
	let executions = 0;
	let reported = 0;
	for (let last = 0; ;) {
		const rows = await query<Row>(
			port,
			`select json_build_object('id', e.id, 'status', e.status,
				'createdAt', extract(epoch from e."createdAt") * 1000, 'data', d.data)
			from execution_entity e left join execution_data d on d."executionId" = e.id
			where e.id > ${last} order by e.id limit ${CHUNK}`,
		);
		executions += rows.length;
		for (const row of rows) {
			const found = startedBy(row);
			started.push(...found);
			if (found.length === 0 && row.status === 'error') reported++;
		}
		const newest = rows.at(-1);
		if (newest === undefined) return { executions, started, reported };
		last = newest.id;
	}
}
