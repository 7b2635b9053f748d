import { queueEvent } from '../site/events';
import type { Agent } from '../site/state';
import { endCall } from '../site/transitions';
import { QC_TYPE_INSERT } from './addInsert';
import { answered, refused, type Operation } from './operation';

/** Ends the inspection for the other agent, who stays in its call; without one, it returns to its earlier state. */
function release(target: Agent): void {
	const { beforeInsert, state } = target;
	if (!beforeInsert || state !== 'talking') return;
	// A rest has ended when the inspector came; it does not go on.
	endCall(target, beforeInsert === 'rest' ? 'idle' : beforeInsert);
}

/**
 * Ends an inspector's barging in. Source: api-ccfs-cec, cec_07_2404 (with the events, in this order); cec_07_0543 (the
 * other agent's event).
 *
 * Judgements: the code where there is nothing to end; that it works also when the other agent has signed out in the
 * meantime.
 */
export const stopSuperviseOrInsert: Operation = {
	carryOut({ agent: inspector, path, site }) {
		if (!inspector.inspector) return refused('900-002');
		if (inspector.insertedInto !== path.workNo) return refused('900-005');
		const target = site.get(inspector.insertedInto ?? '');
		queueEvent(inspector, 'AgentOther_PhoneRelease');
		endCall(inspector);
		queueEvent(target, 'AgentOther_BeQcStop', {
			qcType: QC_TYPE_INSERT,
			qcAgentId: inspector.id,
		});
		release(target);
		return answered();
	},
};
