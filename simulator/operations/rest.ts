import { setRest } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/**
 * Sends an agent to rest. Source: api-ccfs-cec, cec_07_1213; cec_07_13482 (accepted is not yet at
 * rest: the event tells).
 *
 * That it is only booked during a call and wrap-up, as busy is, and the code for an agent who rests
 * already and is not asked to prolong, are judgements.
 */
export const rest: Operation = {
	carryOut({ agent, path, query, switches }) {
		if (agent.state === 'rest' && !query.prolong) return refused('100-009');
		const plan = { seconds: Number(path.time), cause: Number(path.restcause) };
		setRest(agent, plan, switches.restDelay);
		return accepted();
	},
};
