import { accepted, refused, type Operation } from './operation';
import type { Retcode } from './retcodes';
import type { Site } from '../site/site';
import { queueEvent, type Agent } from '../site/state';

/** `qcType` of barging in; listening is 8 (api-cec, cec_07_0542). */
const QC_TYPE_INSERT = 9;

/** Whether the inspector may barge in on `workNo`: permission first, then state. */
function obstacle(inspector: Agent, workNo: string, site: Site): Retcode | undefined {
	if (!inspector.inspector) return '900-002';
	if (workNo === inspector.id) return '000-005';
	const target = site.find(workNo);
	if (!target) return '900-004';
	// "The agent ID must belong to the same VDN" (line 28).
	if (target.vdn !== inspector.vdn) return '900-002';
	if (!target.signedIn) return '900-004';
	// "The inspector is in idle state" (line 4).
	if (inspector.state !== 'idle') return '900-005';
	return undefined;
}

/**
 * Barges in on an agent. Source: "Inserting".
 *
 * "Agent and inspector enter the two-party conversation mode" (line 7): both are talking afterwards.
 * The target may be in any state: the document asks only that it has signed in.
 */
export const addInsert: Operation = {
	carryOut({ agent: inspector, path, site }) {
		const workNo = path.workNo ?? '';
		const retcode = obstacle(inspector, workNo, site);
		if (retcode) return refused(retcode);
		const target = site.get(workNo);
		inspector.state = 'talking';
		inspector.insertedInto = target.id;
		target.state = 'talking';
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
