/** Executions in n8n's database. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'flatted';
import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { postgresPrograms } from '../e2e/support/places';
import { REPORTING } from './flows';
import type { FlowName, NoteItem, Outcome, SettingItem, StoredRun } from './records';

/** Number of executions per query. */
const CHUNK = 50;

interface Row {
	id: number;
	workflowId: string;
	status: string;
	createdAt: number;
	startedAt: number | null;
	stoppedAt: number | null;
	data: string | null;
}

/** Queries the database. @returns the rows */
export async function query<T>(port: number, sql: string): Promise<T[]> {
	const args = [
		'-h',
		'127.0.0.1',
		'-p',
		String(port),
		'-U',
		'n8n',
		'-d',
		'postgres',
		'-At',
		'-c',
		sql,
	];
	const { stdout } = await promisify(execFile)(join(postgresPrograms(), 'psql'), args, {
		maxBuffer: 2 ** 30,
	});
	return stdout
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as T);
}

async function count(port: number, condition: string): Promise<number> {
	const sql = `select count(*) from execution_entity where ${condition}`;
	return (await query<number>(port, sql))[0] ?? 0;
}

/** Number of executions that have not ended. */
export const unfinished = async (port: number): Promise<number> =>
	await count(port, `status in ('new', 'running', 'waiting')`);

/** Number of executions that wait for a worker, except those that have waited for minutes and will never get one. */
export const waiting = async (port: number): Promise<number> =>
	await count(port, `status = 'new' and "createdAt" > now() - interval '2 minutes'`);

const ms = (column: string) => `'${column}', extract(epoch from e."${column}") * 1000`;

/** All executions, read in chunks. @param flows workflow IDs */
export async function readStored(
	port: number,
	flows: ReadonlyMap<string, FlowName>,
): Promise<StoredRun[]> {
	const read: StoredRun[] = [];
	for (let last = 0; ;) {
		const rows = await query<Row>(
			port,
			`select json_build_object('id', e.id, 'workflowId', e."workflowId", 'status', e.status,
				${ms('createdAt')}, ${ms('startedAt')}, ${ms('stoppedAt')}, 'data', d.data)
			from execution_entity e left join execution_data d on d."executionId" = e.id
			where e.id > ${last} order by e.id limit ${CHUNK}`,
		);
		for (const row of rows) {
			const flow = flows.get(row.workflowId);
			if (flow !== undefined) read.push(storedRun(row, flow));
		}
		const newest = rows.at(-1);
		if (newest === undefined) return read;
		last = newest.id;
	}
}

function storedRun(
	{ id, status, createdAt, startedAt, stoppedAt, data }: Row,
	flow: FlowName,
): StoredRun {
	const run: StoredRun = {
		id: String(id),
		flow,
		status,
		createdAt,
		...(startedAt !== null && { startedAt }),
		...(stoppedAt !== null && { stoppedAt }),
		reported: false,
		notes: [],
		settings: [],
	};
	if (data === null) return run;
	const { resultData, executionData } = parse(data) as IRunExecutionData;
	const started =
		resultData.runData.Webhook?.[0]?.data?.main?.[0] ??
		executionData?.nodeExecutionStack?.[0]?.data?.main?.[0];
	const number = (started?.[0]?.json.body as IDataObject | undefined)?.run;
	if (typeof number === 'number') run.run = number;

	const last = REPORTING[flow].map((name) => resultData.runData[name]?.at(-1));
	// n8n's own data after a crash is no report.
	const stopped = last.find((task) => task?.error && task.executionStatus === 'error');
	run.reported =
		status !== 'crashed' && (stopped !== undefined || last.every((task) => task?.data));
	if (!run.reported) return run;
	for (const [index, name] of REPORTING[flow].entries()) {
		const items = last[index]?.data?.main?.flatMap((branch) => branch ?? []) ?? [];
		if (name !== 'Node') run.settings.push(...items.map((item) => settingOf(name, item)));
		else run.notes.push(...items.flatMap(notesOf));
	}
	const [, claimed] = / (\d+) accepted/.exec(String(stopped?.error?.description)) ?? [];
	if (claimed !== undefined) run.claimed = Number(claimed);
	return run;
}

/** The fields of a report of this package that the judge uses. */
interface Report {
	outcome: Outcome;
	agentId: string;
	/** For a note: its recipients. */
	agentIds?: number[];
	/** For a note: its recipients by outcome, or the recipient of the item. */
	recipients?: Record<Outcome, number[]>;
	recipient?: number;
	callnums?: string;
	customstate?: number;
	reason?: number;
}

/** The report in an item: flat, or below `error` on the error branch. */
const reportOf = ({ json }: INodeExecutionData): Report =>
	('outcome' in json ? json : json.error) as unknown as Report;

function notesOf(item: INodeExecutionData): NoteItem[] {
	const { recipient, recipients, outcome, agentIds = [] } = reportOf(item);
	// An item without lists was refused before the planning.
	const lists = recipients ?? { [outcome]: recipient === undefined ? agentIds : [recipient] };
	return Object.entries(lists).flatMap(([each, ids]) =>
		ids.map((id) => ({ recipient: String(id), outcome: each as Outcome })),
	);
}

/** Operation and field of the value, by node. */
const SETTINGS = {
	Limit: ['setCallNums', 'callnums'],
	Status: ['setCustomState', 'customstate'],
	Busy: ['sayBusy', 'reason'],
} as const;

function settingOf(node: keyof typeof SETTINGS, item: INodeExecutionData): SettingItem {
	const [operation, field] = SETTINGS[node];
	const { agentId, outcome, [field]: value } = reportOf(item);
	return { operation, agentId, value: String(value), outcome };
}
