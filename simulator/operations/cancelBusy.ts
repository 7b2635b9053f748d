import { becomeIdle } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/**
 * Ends an agent's busy state: idle from now on. Sources: api-ccfs-cec, cec_07_1212; cec_07_0333 (from 26.100 on also a
 * busy state that is only booked). That this has no event is a judgement.
 */
export const cancelBusy: Operation = {
	carryOut({ agent, switches }) {
		if (agent.preBusy && switches.cancelBusy === '26.100') {
			agent.preBusy = false;
			agent.busyReason = 0;
			return accepted();
		}
		if (agent.state !== 'busy') return refused('100-009');
		becomeIdle(agent);
		return accepted();
	},
};
