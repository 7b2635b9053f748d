import { becomeIdle } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/**
 * Ends an agent's rest: idle from now on. Source: api-ccfs-cec, cec_07_13492 ("the agent is in rest
 * state"). That a rest which is only booked cannot be ended is a judgement.
 */
export const cancelRest: Operation = {
	carryOut({ agent }) {
		if (agent.state !== 'rest') return refused('100-009');
		becomeIdle(agent);
		return accepted();
	},
};
