import type { IDataObject } from 'n8n-workflow';
import {
	type AgentState,
	readAgent,
	readAgentStatus,
	type ReadState,
} from '../../gateway/answer/agents';
import type { Verdict } from '../../gateway/answer/outcome';
import { agentStatus } from '../../gateway/operations/agentStatus';
import { getAgent } from '../../gateway/operations/getAgent';
import { withPriority } from '../../gateway/operations/request';
import type { AgentId } from '../../gateway/values/agentId';
import type { OperationContext } from './read/operation';

/** Pause between two queries, in ms: an agent has five in two seconds, for all items and executions. */
const POLL_INTERVAL_MS = 1_000;

/** The agent to look up, and the one whose session is used where that is another one. */
interface StateQuery {
	agentId: AgentId;
	workNo?: AgentId;
}

/** Look-ups of others go first: many items may wait, for up to an hour. */
const statusRequest = ({ agentId, workNo }: StateQuery) =>
	withPriority(workNo === undefined ? agentStatus(agentId) : getAgent({ agentId, workNo }), 'wait');

/** The agent's state in an answer; undefined where the answer is about another agent. */
function readStateAnswer({ workNo }: StateQuery, { result }: Verdict): ReadState | undefined {
	if (workNo === undefined) return readAgentStatus(result);
	const agent = readAgent(result, workNo, Date.now());
	return 'meaning' in agent ? undefined : agent;
}

/**
 * With the option for it, polls until an agent is in the state that was set, or the time is over: during a call the
 * gateway only books the new state. A state that is not reached is no failure. Other items are sent in the meantime.
 * @returns `state` (in words) and `reached`, or nothing without the option
 */
export const waitForState =
	(wanted: AgentState) =>
	async (
		about: StateQuery,
		{ options, query, releaseSlot, sleep, aborted }: Omit<OperationContext, 'settings'>,
	): Promise<IDataObject> => {
		const limit = options.waitForState * 1000;
		if (limit === 0) return {};
		releaseSlot();
		// A clock that is never set back.
		const startedAt = performance.now();
		let state: AgentState = 'unknown';
		for (;;) {
			const verdict = await query(statusRequest(about));
			const read = verdict.outcome === 'accepted' ? readStateAnswer(about, verdict) : undefined;
			state = read?.state ?? state;
			if (state === wanted) return { state, reached: true };
			const left = limit - (performance.now() - startedAt);
			if (left <= 0 || aborted()) return { state, reached: false };
			await sleep(Math.min(POLL_INTERVAL_MS, left));
		}
	};
