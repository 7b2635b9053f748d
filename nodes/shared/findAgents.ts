/** The steps of finding the agents of a skill queue, or of all queues of the VDN. */
import type { IDataObject } from 'n8n-workflow';
import {
	type AgentState,
	type FoundAgent,
	readAgents,
	readQueues,
} from '../../gateway/answer/agents';
import type { Verdict } from '../../gateway/answer/outcome';
import { findAgents, MAX_AGENTS_PER_QUEUE } from '../../gateway/operations/findAgents';
import { listQueues } from '../../gateway/operations/listQueues';
import type { GatewayRequest } from '../../gateway/operations/request';
import type { OperationContext, OperationArguments } from './read/operation';

export interface AgentSearch extends OperationArguments {
	/** The skill queue; undefined for all of the VDN. */
	skillId?: number;
	/** The states to find; none for all. */
	states: AgentState[];
	simplify: boolean;
}

type Found = FoundAgent & {
	/** The gateway's own record. */
	result: Record<string, unknown>;
	/** The queues in which the agent was found; only of a search in all queues. */
	queues?: Array<{ id: number; name: string | null }>;
};

/** The first request. */
export const searchRequest = ({ agentId, skillId }: AgentSearch): GatewayRequest =>
	skillId === undefined ? listQueues(agentId) : findAgents({ agentId, skillId });

const NO_QUEUES = 'No skill queue was found: the VDN of the asking agent has none.';

const NO_AGENTS =
	'No agent was found in a skill queue: no agent is signed in to it, none is in a chosen state, or there is no queue with this ID. Agents who take no incoming calls are left out by the gateway.';

/** The hint that an answer may hold no agents, or not all of them. */
function hintOfOne(result: unknown, found: number): string | undefined {
	if (Array.isArray(result) && result.length >= MAX_AGENTS_PER_QUEUE) {
		return `The gateway returns at most ${MAX_AGENTS_PER_QUEUE} agents per skill queue; this queue may have more.`;
	}
	return found === 0 ? NO_AGENTS : undefined;
}

/** The hint of a search in all queues: the number of queues, the duration with its cause, and possible gaps. */
function hintOfAll(args: number, ms: number, full: readonly string[]): string {
	const queues = `${args} ${args === 1 ? 'skill queue' : 'skill queues'}`;
	const most =
		full.length === 0
			? ''
			: ` The gateway returns at most ${MAX_AGENTS_PER_QUEUE} agents per skill queue; there may be more in ${full.join(', ')}.`;
	return `${queues} searched in ${Math.round(ms / 1000)} s: the gateway takes five queries of an agent in two seconds. Agents who take no incoming calls are left out by the gateway.${most}`;
}

const isIn = (states: readonly AgentState[], { state }: FoundAgent): boolean =>
	states.length === 0 || states.includes(state);

/** The fields of one output item. */
function fieldsOf({ result, stateCode, skills, signedInAt, ...agent }: Found, simplify: boolean) {
	return (simplify
		? agent
		: { ...agent, stateCode, skills, signedInAt, result }) as unknown as IDataObject;
}

/** Queries each queue of the VDN in turn. Yields each agent once, or the first verdict that was not accepted. */
async function searchAllQueues(
	{ agentId }: AgentSearch,
	query: OperationContext['query'],
): Promise<{ verdict: Verdict; agents?: Found[]; hint?: string }> {
	// A clock that is never set back.
	const startedAt = performance.now();
	let verdict = await query(listQueues(agentId));
	if (verdict.outcome !== 'accepted') return { verdict };
	const queues = readQueues(verdict.result);
	if (queues.length === 0) return { verdict, agents: [], hint: NO_QUEUES };
	const agents = new Map<string | null, Found>();
	const full: string[] = [];
	for (const { id, name } of queues) {
		if (id === null) continue;
		verdict = await query(findAgents({ agentId, skillId: id }));
		if (verdict.outcome !== 'accepted') {
			const meaning = `in skill queue ${name ?? id}: ${verdict.meaning}`;
			return { verdict: { ...verdict, meaning } };
		}
		const found = readAgents(verdict.result, Date.now());
		if (found.length >= MAX_AGENTS_PER_QUEUE) full.push(name ?? String(id));
		for (const agent of found) {
			const known: Found = agents.get(agent.workNo) ?? { ...agent, queues: [] };
			agents.set(agent.workNo, known);
			known.queues?.push({ id, name });
		}
	}
	const hint = hintOfAll(queues.length, performance.now() - startedAt, full);
	return { verdict, agents: [...agents.values()], hint };
}

/** Runs a search. Must not throw. */
export async function searchAgents(
	args: AgentSearch,
	{ query }: Pick<OperationContext, 'query'>,
): Promise<Verdict> {
	const { skillId, states, simplify } = args;
	const some = (agents: readonly Found[]) =>
		agents.filter((agent) => isIn(states, agent)).map((agent) => fieldsOf(agent, simplify));
	if (skillId === undefined) {
		const { verdict, agents, hint } = await searchAllQueues(args, query);
		return agents ? { ...verdict, result: null, found: some(agents), hint } : verdict;
	}
	const verdict = await query(searchRequest(args));
	if (verdict.outcome !== 'accepted') return verdict;
	const found = some(readAgents(verdict.result, Date.now()));
	const hint = hintOfOne(verdict.result, found.length);
	return { ...verdict, result: simplify ? null : verdict.result, found, hint };
}
