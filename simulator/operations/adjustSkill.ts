import { answered, refused, type Operation } from './operation';
import { targetOf } from './qualityControl';

interface Adjustment {
	workNo: string;
	skills: Array<number | string>;
}

/**
 * Sets the skill queues of another agent, as an inspector. Source: api-ccfs-cec, cec_07_2409.
 *
 * Judgements: queues are those of the VDN, not only those configured for the agent; one that does not exist spoils the
 * request; an empty list takes the agent out of all queues; the change lasts until the agent signs in again. 900-004
 * for an agent who is signed out is that of the other operations of quality control.
 */
export const adjustSkill: Operation = {
	carryOut(call) {
		const { workNo, skills } = call.body as Adjustment;
		const target = targetOf(call, workNo);
		if (typeof target === 'string') return refused(target);
		const known = new Map(call.site.queuesOf(target.vdn).map((queue) => [queue.id, queue]));
		const ids = [...new Set(skills.map(Number))];
		const queues = ids.flatMap((id) => known.get(id) ?? []);
		if (queues.length < ids.length) return refused('100-001');
		target.activeQueues = queues;
		return answered();
	},
};
