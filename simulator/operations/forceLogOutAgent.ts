import { endSession } from '../site/state';
import { forcing } from './qualityControl';

/**
 * Signs another agent out, also during a call. Source: api-ccfs-cec, cec_07_2407; the event: as with
 * the agent's own forced sign-out (cec_07_1220).
 */
export const forceLogOutAgent = forcing((target) => {
	endSession(target, 'inspector');
	return undefined;
});
