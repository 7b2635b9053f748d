import type { Agent } from '../site/state';
import { answered, refused, type Call, type Operation, type Outcome } from './operation';
import type { Retcode } from './retcodes';

/**
 * Another agent of the inspector's VDN, signed in or not, or the retcode if it may not be inspected. Sources:
 * "Inserting", line 28 (same VDN); api-cec, cec_07_0580 (000-005).
 */
export function mayInspect({ agent: inspector, site }: Call, id: string): Agent | Retcode {
	if (id === inspector.id) return '000-005';
	const target = site.find(id);
	if (!target) return '900-004';
	return target.vdn === inspector.vdn ? target : '900-002';
}

/**
 * The agent that an inspector wants to act on, or the retcode of the refusal: permission first, then the existence of
 * the agent. That an inspector has all rights of this kind is a judgement: a site may give them one by one.
 */
export function targetOf(call: Call, workNo = call.path.workNo ?? ''): Agent | Retcode {
	if (!call.agent.inspector) return '900-002';
	const target = mayInspect(call, workNo);
	if (typeof target === 'string') return target;
	return target.signedIn ? target : '900-004';
}

/** An operation by which an inspector forces a change on an agent; `force` returns the code of a refusal, if any. */
export const forcing = (force: (target: Agent, call: Call) => Retcode | undefined): Operation => ({
	carryOut(call): Outcome {
		const target = targetOf(call);
		const refusal = typeof target === 'string' ? target : force(target, call);
		return refusal ? refused(refusal) : answered();
	},
});
