import { setRest } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/**
 * Sends an agent to rest. Source: api-ccfs-cec, cec_07_1213; cec_07_13482 (accepted is not yet at rest: the event
 * reports it).
 *
 * Judgements: during a call and wrap-up it is only booked, as busy is; the code for an agent who rests already, where
 * the request does not prolong it.
 */
export const rest: Operation = {
	carryOut({ agent, path, query, switches }) {
		if (agent.state === 'rest' && !query.prolong) return refused('100-009');
		const plan = { seconds: Number(path.time), cause: Number(path.restcause) };
		setRest(agent, plan, switches.restDelay);
		return accepted();
	},
};
