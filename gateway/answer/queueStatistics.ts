/** Reads the numbers of skill queues, with as many requests as necessary. */
import { listQueues } from '../operations/listQueues';
import { getQueueStatistics, MAX_QUEUES_PER_REQUEST } from '../operations/getQueueStatistics';
import type { GatewayRequest } from '../operations/request';
import type { AgentId } from '../values/agentId';
import { readQueues } from './agents';
import { isRecord, readNumber, readText } from './fields';
import type { Verdict } from './outcome';

/** Numbers of a skill queue at one time; null for those that the gateway leaves out. */
export interface QueueStatistics {
	skillId: number;
	name: string | null;
	/** Waiting callers. */
	waiting: number | null;
	/** Wait of the first caller, in seconds. */
	longestWait: number | null;
	/** Agents that are signed in to the queue. */
	signedIn: number | null;
	/** Signed-in agents that can take a call. */
	available: number | null;
	/** The gateway returned this queue. */
	found: boolean;
}

/** A queue with its raw record; null if the gateway left it out. */
export type QueueAnswer = QueueStatistics & { result: Record<string, unknown> | null };

/** The answer to `queryacdstat` (cec_07_0411), by the IDs of the queues. */
function readStatistics(result: unknown): Map<number, QueueAnswer> {
	const records = (Array.isArray(result) ? (result as unknown[]) : [result]).filter(isRecord);
	const queues = new Map<number, QueueAnswer>();
	for (const record of records) {
		const skillId = readNumber(record.deviceNo);
		if (skillId === null) continue;
		queues.set(skillId, {
			skillId,
			name: readText(record.skillDescrip),
			waiting: readNumber(record.queueSize),
			longestWait: readNumber(record.queueTime),
			signedIn: readNumber(record.loggedOnAgents),
			available: readNumber(record.availAgents),
			found: true,
			result: record,
		});
	}
	return queues;
}

const leftOut = (skillId: number): QueueAnswer => ({
	skillId,
	name: null,
	waiting: null,
	longestWait: null,
	signedIn: null,
	available: null,
	found: false,
	result: null,
});

export interface QueuesToAsk {
	/** The agent whose session is used. */
	agentId: AgentId;
	/** The requested queues; undefined for all of the VDN. */
	skillIds?: readonly number[];
}

/** The requests that are known before the first answer. */
export const statisticsRequests = ({ agentId, skillIds }: QueuesToAsk): GatewayRequest[] =>
	skillIds === undefined
		? [listQueues(agentId)]
		: batches(skillIds).map((some) => getQueueStatistics({ agentId, skillIds: some }));

const batches = (ids: readonly number[]): Array<readonly number[]> =>
	Array.from({ length: Math.ceil(ids.length / MAX_QUEUES_PER_REQUEST) }, (_, index) =>
		ids.slice(index * MAX_QUEUES_PER_REQUEST, (index + 1) * MAX_QUEUES_PER_REQUEST),
	);

/**
 * Reads the numbers of queues, at most 100 per request.
 * @param ask sends a query; must not throw
 * @returns the verdict of the last request, or of the first that was not accepted; the queues, in the requested order,
 *   only if all requests were accepted
 */
export async function askForStatistics(
	{ agentId, skillIds }: QueuesToAsk,
	ask: (request: GatewayRequest) => Promise<Verdict>,
): Promise<{ verdict: Verdict; queues?: QueueAnswer[] }> {
	const names = new Map<number, string | null>();
	let ids = skillIds;
	let verdict: Verdict | undefined;
	if (ids === undefined) {
		verdict = await ask(listQueues(agentId));
		if (verdict.outcome !== 'accepted') return { verdict };
		for (const { id, name } of readQueues(verdict.result)) if (id !== null) names.set(id, name);
		ids = [...names.keys()];
		if (ids.length === 0) return { verdict, queues: [] };
	}
	const found = new Map<number, QueueAnswer>();
	for (const request of statisticsRequests({ agentId, skillIds: ids })) {
		verdict = await ask(request);
		if (verdict.outcome !== 'accepted') return { verdict };
		for (const [id, queue] of readStatistics(verdict.result)) found.set(id, queue);
	}
	if (verdict === undefined) throw new Error('No queue was asked for');
	const queues = ids.map((id) => {
		const queue = found.get(id) ?? leftOut(id);
		return { ...queue, name: queue.name ?? names.get(id) ?? null };
	});
	return { verdict, queues };
}
