import { setBusy } from '../site/transitions';
import { forcing } from './qualityControl';

/** "An agent is forced to show busy by an inspector" (api-cec, cec_07_1346). */
const BY_INSPECTOR = 3;

/**
 * Sets another agent busy. Source: api-ccfs-cec, cec_07_2405.
 *
 * Judgements: during a call and wrap-up it is booked; the agent gets the event of being set busy, with the inspector's
 * reason; for an agent who is busy already, nothing changes. Clients of 2017 to 2020 also know an event
 * `AgentState_Force_SetNotReady`; no page does.
 */
export const forceBusy = forcing((target) => {
	if (target.state !== 'busy') setBusy(target, BY_INSPECTOR);
	return undefined;
});
