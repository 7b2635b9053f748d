import { infoOf } from './agentInfo';
import { availableBy } from './availability';
import { answered, type Operation } from './operation';
import { stateCodesOf } from './stateCodes';

/** The largest number of agents in an answer. That it also applies without `agentLimit` is a judgement. */
const MAX_AGENTS = 500;

interface Filter {
	/** 1-500. */
	agentLimit?: number;
	/** Codes of CC-Gateway. */
	agentStatus?: number[];
}

/**
 * Returns the signed-in agents of a skill queue, except those who take no incoming calls. Limit and states count only
 * together. Source: api-ccfs-cec, cec_07_1025.
 *
 * As in the sample, the agents come without their queues. In the order of their ids, and none for a queue that does not
 * exist: judgements.
 */
export const queryAgentInfoBySkillId: Operation = availableBy('lookUpCalls', '300-001', {
	isQuery: true,
	carryOut({ agent: asking, path, body, site, switches }) {
		const { agentLimit, agentStatus } = (body ?? {}) as Filter;
		const filtered = agentLimit !== undefined && agentStatus !== undefined;
		const agents = site
			.all()
			.filter(({ vdn, signedIn, takesCalls }) => vdn === asking.vdn && signedIn && takesCalls)
			.filter(({ activeQueues }) => activeQueues.some(({ id }) => String(id) === path.skillid))
			.filter((agent) => !filtered || agentStatus.includes(stateCodesOf(agent).gateway))
			.sort((one, other) => Number(one.id) - Number(other.id))
			.slice(0, filtered ? agentLimit : MAX_AGENTS);
		return answered(agents.map((agent) => ({ ...infoOf(agent, switches), skilllist: [] })));
	},
});
