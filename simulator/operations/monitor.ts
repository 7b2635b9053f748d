import type { Agent } from '../site/state';
import { availableBy } from './availability';
import { answered, refused, type Call, type Operation } from './operation';
import { mayInspect } from './qualityControl';
import type { Retcode } from './retcodes';

/**
 * The agents that an inspector wants to monitor, signed in or not, or the retcode of the refusal. That one wrong ID
 * spoils the whole request is a judgement.
 */
function targetsOf(call: Call): Agent[] | Retcode {
	if (!call.agent.inspector) return '900-002';
	const targets: Agent[] = [];
	for (const id of String(call.query.agents).split(';')) {
		const target = mayInspect(call, id);
		if (typeof target === 'string') return target;
		targets.push(target);
	}
	return targets;
}

/**
 * An operation that begins or ends the monitoring of agents. Huawei's ICP Bridge, 2018, is the source of
 * the address and its `agents`; it reads of the answer no more than the retcode.
 *
 * Judgements: the refusals, which are those of the other operations of quality control; the answer,
 * which is that of what an inspector forces.
 */
export const monitoring = (act: (target: Agent, call: Call) => void): Operation =>
	availableBy('monitorCalls', '900-002', {
		carryOut(call) {
			const targets = targetsOf(call);
			if (typeof targets === 'string') return refused(targets);
			for (const target of targets) act(target, call);
			return answered();
		},
	});
