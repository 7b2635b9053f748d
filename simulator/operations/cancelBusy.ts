import { becomeIdle } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/** Ends an agent's being busy: idle from now on. Source: api-ccfs-cec, cec_07_1212. */
export const cancelBusy: Operation = {
	carryOut({ agent }) {
		if (agent.state !== 'busy') return refused('100-009');
		becomeIdle(agent);
		return accepted();
	},
};
