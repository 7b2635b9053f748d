import { infoOf } from './agentInfo';
import { availableBy } from './availability';
import { answered, refused, type Operation } from './operation';

/**
 * Returns the record of an agent of the asking agent's VDN, signed in or not. Source: api-ccfs-cec, cec_07_1026. The
 * code for an agent that does not exist, or of another VDN, is a judgement.
 */
export const queryAgentInfoByWorkNo: Operation = availableBy('lookUpCalls', '300-001', {
	isQuery: true,
	carryOut({ agent: asking, path, site, switches }) {
		const agent = site.find(path.workno ?? '');
		return agent?.vdn === asking.vdn ? answered(infoOf(agent, switches)) : refused('300-002');
	},
});
