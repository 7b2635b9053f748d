import { setRest } from '../site/transitions';
import { forcing } from './qualityControl';

/**
 * Sends another agent to rest. Source: api-ccfs-cec, cec_07_2411. As with the agent's own `rest`, it is booked during a
 * call and wrap-up; that a rest in progress starts again is a judgement.
 */
export const forceRest = forcing((target, { path, switches }) => {
	const plan = { seconds: Number(path.time), cause: Number(path.reason) };
	setRest(target, plan, switches.restDelay);
	return undefined;
});
