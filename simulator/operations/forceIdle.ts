import { becomeIdle } from '../site/transitions';
import { forcing } from './qualityControl';

/**
 * Sets another agent idle. Source: api-ccfs-cec, cec_07_2406.
 *
 * Judgements: in a call it is refused; the agent gets the event that belongs to the end of its state.
 * Clients of 2017 to 2020 also know an event `AgentState_Force_Ready`; no page does.
 */
export const forceIdle = forcing((target) => {
	if (target.state === 'talking') return '900-005';
	becomeIdle(target);
	return undefined;
});
