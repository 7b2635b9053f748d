/** The steps of changing an agent's skill queues: the present queues, the wanted ones, and the change. */
import type { IDataObject } from 'n8n-workflow';
import { type FoundAgent, type Queue, readAgent } from '../../gateway/answer/agents';
import type { Verdict } from '../../gateway/answer/outcome';
import {
	adjustSkillQueues,
	MAX_QUEUES_OF_AN_AGENT,
} from '../../gateway/operations/adjustSkillQueues';
import { getAgent } from '../../gateway/operations/getAgent';
import type { GatewayRequest } from '../../gateway/operations/request';
import type { Inspection } from './fields/inspector';
import type { OperationContext } from './read/operation';
import type { Options } from './read/options';

export const CHANGES = ['replace', 'add', 'remove'] as const;

export interface QueueChange extends Inspection {
	change: (typeof CHANGES)[number];
	skillIds: number[];
	/** Allows a result without any queue. */
	allowNone: boolean;
}

/** A queue as the output names it; the name is null where it is not known. */
type NamedQueue = { id: number; name: string | null };

/** The request for a change that does not depend on the agent's present queues. */
export const replacement = ({ agentId, workNo, skillIds }: QueueChange): GatewayRequest =>
	adjustSkillQueues({ agentId, workNo, skillIds });

/** The requests as far as they are known before the agent's queues are read. */
export function adjustRequests(
	args: QueueChange,
	{ readBefore }: Pick<Options, 'readBefore'>,
): GatewayRequest[] {
	const change = replacement(args);
	const reads = readBefore || args.change !== 'replace' ? [getAgent(args)] : [];
	if (args.change === 'replace') return [...reads, change];
	const present = args.change === 'add' ? 'present queues and' : 'present queues but';
	const skills = `${present} ${args.skillIds.join(', ')}`;
	return [...reads, { ...change, body: { workNo: args.workNo, skills } }];
}

/** The verdict that ends it before anything was changed. */
const nothingChanged = (
	outcome: 'rejected' | 'notAttempted',
	meaning: string,
	remedy: string,
): Verdict => ({
	outcome,
	retry: 'never',
	aborted: outcome === 'notAttempted',
	meaning,
	remedy: `Nothing was changed. ${remedy}`,
	retcode: null,
	message: null,
	result: null,
});

const UNREADABLE = 'the present queues could not be read';

const namedQueues = (skills: readonly Queue[]): NamedQueue[] =>
	skills.flatMap(({ id, name }) => (id === null ? [] : [{ id, name }]));

/** The queues after the change, with the names that are known. */
function queuesAfter(
	{ change, skillIds }: QueueChange,
	before: readonly NamedQueue[],
): NamedQueue[] {
	const known = new Map(before.map((queue) => [queue.id, queue]));
	const args = skillIds.map((id) => known.get(id) ?? { id, name: null });
	if (change === 'replace') return args;
	if (change === 'add') return [...before, ...args.filter(({ id }) => !known.has(id))];
	const gone = new Set(skillIds);
	return before.filter(({ id }) => !gone.has(id));
}

/** The queues that the agent is signed in to, or the reason why they are not known. */
async function readBefore(
	args: QueueChange,
	query: OperationContext['query'],
): Promise<{ before: NamedQueue[] } | Verdict> {
	const verdict = await query(getAgent(args));
	if (verdict.outcome !== 'accepted') {
		return {
			...verdict,
			outcome: verdict.outcome === 'rejected' ? 'rejected' : 'notAttempted',
			meaning: `${UNREADABLE}: ${verdict.meaning}`,
			remedy: `Nothing was changed. ${verdict.outcome === 'unknown' ? 'Run it again.' : verdict.remedy}`,
			result: null,
		};
	}
	const agent = readAgent(verdict.result, args.workNo, Date.now());
	if ('meaning' in agent) {
		return nothingChanged('notAttempted', `${UNREADABLE}: ${agent.meaning}`, 'Run it again.');
	}
	if (agent.state === 'signedOut') {
		const meaning = 'the agent is not signed in, so it is in no queue now';
		return nothingChanged('rejected', meaning, 'Run it when the agent is signed in.');
	}
	if (!hasQueueList(verdict.result, agent)) {
		const meaning = `${UNREADABLE}: the answer does not list them`;
		return nothingChanged('notAttempted', meaning, 'Run it again.');
	}
	return { before: namedQueues(agent.skills) };
}

/** Tests whether an agent's record lists its queues: an empty list says something, a missing one does not. */
function hasQueueList(result: unknown, { skills }: FoundAgent): boolean {
	const record: unknown = Array.isArray(result) ? result[0] : result;
	return (
		typeof record === 'object' &&
		record !== null &&
		'skilllist' in record &&
		Array.isArray(record.skilllist) &&
		record.skilllist.length === skills.length
	);
}

/**
 * Changes the queues. Sends nothing where the present ones are needed and cannot be read.
 * @returns the agent's previous queues as well, even for a change with an unknown outcome
 */
export async function adjustQueues(
	args: QueueChange,
	{ query, options }: Pick<OperationContext, 'query' | 'options'>,
): Promise<Verdict> {
	const read =
		args.change === 'replace' && !options.readBefore ? undefined : await readBefore(args, query);
	if (read && 'outcome' in read) return read;
	const before = read?.before ?? null;
	const after = queuesAfter(args, before ?? []);
	const found: IDataObject[] = [{ before, after }];
	if (after.length === 0 && !args.allowNone) {
		const meaning = 'the agent would be left without a skill queue';
		const remedy = "If this is intended, switch on 'Allow No Queues'.";
		return { ...nothingChanged('rejected', meaning, remedy), found };
	}
	if (after.length > MAX_QUEUES_OF_AN_AGENT) {
		const meaning = `the agent would be in ${after.length} skill queues`;
		const remedy = `An agent can be in at most ${MAX_QUEUES_OF_AN_AGENT}.`;
		return { ...nothingChanged('rejected', meaning, remedy), found };
	}
	const skillIds = after.map(({ id }) => id);
	return { ...(await query(replacement({ ...args, skillIds }))), found };
}
