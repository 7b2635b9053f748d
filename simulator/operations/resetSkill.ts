import { accepted, type Operation } from './operation';

/**
 * Signs an agent in to its configured queues, or to the given ones of them; to none, if the list is empty. Source:
 * api-cec, cec_07_1209.
 */
export const resetSkill: Operation = {
	carryOut({ agent, path, query }) {
		const { skillid = '' } = query as { skillid?: string };
		const named = new Set(skillid.split(';'));
		agent.activeQueues =
			path.autoflag === 'true'
				? agent.queues
				: agent.queues.filter(({ id }) => named.has(String(id)));
		return accepted();
	},
};
