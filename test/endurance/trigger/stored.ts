/** The executions that a trigger has begun, as n8n's database has them. */
import { parse } from 'flatted';
import type { IRunExecutionData } from 'n8n-workflow';
import type { QueuedEvent } from '../../../simulator';
import { TRIGGER } from '../../support/triggerFlow';
import { query } from '../stored';
import type { Started } from './records';
import { keyOf } from './site';

/** Executions read at once. */
const CHUNK = 500;

interface Row {
	id: number;
	status: string;
	createdAt: number;
	data: string | null;
}

/** What an execution began with; an execution whose data n8n does not have began with nothing. */
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

/** All executions, a chunk at a time: their number, and what they began with. */
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
