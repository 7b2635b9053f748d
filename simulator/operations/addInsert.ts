import { queueEvent } from '../site/events';
import { enter } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';
import { targetOf } from './qualityControl';

/** `qcType` of barging in; listening is 8 (api-cec, cec_07_0542). */
export const QC_TYPE_INSERT = 9;

/**
 * Barges in on an agent. Source: "Inserting".
 *
 * "Agent and inspector enter the two-party conversation mode" (line 7): both are talking afterwards.
 * The target may be in any state: the document asks only that it has signed in.
 */
export const addInsert: Operation = {
	carryOut(call) {
		const { agent: inspector } = call;
		const target = targetOf(call);
		if (typeof target === 'string') return refused(target);
		// "The inspector is in idle state" (line 4).
		if (inspector.state !== 'idle') return refused('900-005');
		enter(inspector, 'talking');
		inspector.insertedInto = target.id;
		if (target.state !== 'talking') {
			target.beforeInsert = target.state;
			enter(target, 'talking');
		}
		// The order of the development guide (devg-ccgw-cec, cec_05_1440).
		queueEvent(inspector, 'AgentState_Busy');
		queueEvent(inspector, 'AgentOther_PhoneAlerting');
		queueEvent(inspector, 'AgentOther_PhoneOffhook');
		queueEvent(target, 'AgentOther_BeQcStart', {
			qcType: QC_TYPE_INSERT,
			qcAgentId: inspector.id,
		});
		return accepted();
	},
};
