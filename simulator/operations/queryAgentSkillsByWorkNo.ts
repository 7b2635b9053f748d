import { queueInfo } from './agentInfo';
import { answered, refused, type Operation } from './operation';

/**
 * Returns the queues configured for an agent of the VDN, signed in or not. Source: api-cec, cec_07_1207. The code of
 * the refusal is a judgement.
 */
export const queryAgentSkillsByWorkNo: Operation = {
	isQuery: true,
	carryOut({ agent: asking, path, site }) {
		const agent = site.find(path.workno ?? '');
		return agent?.vdn === asking.vdn ? answered(agent.queues.map(queueInfo)) : refused('100-019');
	},
};
