import { queueInfo } from './agentInfo';
import { availableBy } from './availability';
import { answered, refused, type Operation } from './operation';

/**
 * Returns the skill queues of the agent's VDN. Source: api-ccfs-cec, cec_07_1021. That the service type is 1 and that
 * every queue is a real one are judgements, after the sample.
 */
export const querySkillQueueOnAgentVDN: Operation = availableBy('queueCalls', '300-001', {
	isQuery: true,
	carryOut({ agent, site }) {
		const queues = site.queuesOf(agent.vdn);
		if (queues.length === 0) return refused('600-005');
		return answered(queues.map((queue) => ({ ...queueInfo(queue), serviceType: 1, realFlag: 1 })));
	},
});
