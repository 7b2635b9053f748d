import type { Agent } from '../site/state';
import { answered, refused, type Call, type Operation, type Outcome } from './operation';
import type { Retcode } from './retcodes';

/**
 * The agent whom an inspector wants to act on, or why not: permission first, then whether there is
 * such an agent. Sources: "Inserting", line 28 (same VDN); api-cec, cec_07_0580 (000-005). That an
 * inspector has all rights of this kind is a judgement: a site may give them one by one.
 */
export function targetOf({ agent: inspector, path, site }: Call): Agent | Retcode {
	if (!inspector.inspector) return '900-002';
	if (path.workNo === inspector.id) return '000-005';
	const target = site.find(path.workNo ?? '');
	if (!target) return '900-004';
	if (target.vdn !== inspector.vdn) return '900-002';
	return target.signedIn ? target : '900-004';
}

/**
 * An operation by which an inspector forces something on an agent; `force` answers the code of a
 * refusal, if any.
 */
export const forcing = (force: (target: Agent, call: Call) => Retcode | undefined): Operation => ({
	carryOut(call): Outcome {
		const target = targetOf(call);
		const refusal = typeof target === 'string' ? target : force(target, call);
		return refusal ? refused(refusal) : answered();
	},
});
