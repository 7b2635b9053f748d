import { answered, type Operation } from './operation';

/**
 * Returns the number of callers who wait in a skill queue. Source: api-ccfs-cec, cec_07_0410. That it is 0 for a queue
 * that the VDN does not have is a judgement.
 */
export const querySkillWaitNum: Operation = {
	isQuery: true,
	carryOut({ agent: { vdn }, path, site, clock }) {
		const queue = { vdn, id: Number(path.skillid) };
		return answered(site.callers.waiting(queue, clock.now()).count);
	},
};
