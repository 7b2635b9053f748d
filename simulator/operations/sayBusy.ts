import { setBusy } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/**
 * Sets an agent busy. Source: "Setting Busy".
 *
 * While the agent talks or wraps up, busy is only booked. That an agent at rest may become busy is
 * a judgement: the document names no state that forbids it.
 */
export const sayBusy: Operation = {
	carryOut({ agent, query, switches }) {
		// Left out, left empty and 0 all mean "no reason code" (line 55).
		const reason = (query.reason as number | '' | undefined) || 0;
		// Both are mandatory for an agent in busy state (lines 57 and 67).
		if (agent.state === 'busy' && !(reason && query.prolong) && switches.busyAgain !== '0') {
			return refused(switches.busyAgain);
		}
		if (agent.state !== 'busy' && query.prolong && switches.prolongIdle === 'refused') {
			return refused('100-009');
		}
		setBusy(agent, reason);
		return accepted();
	},
};
