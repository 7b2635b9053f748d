import { endSession, queueEvent } from '../site/state';
import { forcing } from './qualityControl';

/**
 * Signs another agent out, also during a call. Source: api-ccfs-cec, cec_07_2407; the event: as with
 * the agent's own forced sign-out (cec_07_1220). With the session over, no poll brings it any more;
 * a poll that waits is refused.
 */
export const forceLogOutAgent = forcing((target) => {
	queueEvent(target, 'AgentOther_ShutdownService');
	endSession(target, 'inspector');
	return undefined;
});
