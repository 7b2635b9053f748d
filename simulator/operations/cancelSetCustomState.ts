import { NO_CUSTOM_STATE } from '../site/state';
import { accepted, refused, type Operation } from './operation';

/**
 * Clears the agent's custom status. Source: api-ccfs-cec, cec_07_0363 ("the agent has customized the
 * status"). The code while none is set is a judgement: the page lists none that fits.
 */
export const cancelSetCustomState: Operation = {
	carryOut({ agent }) {
		if (agent.customState === NO_CUSTOM_STATE) return refused('100-009');
		agent.customState = NO_CUSTOM_STATE;
		return accepted();
	},
};
