import { NO_CUSTOM_STATE } from '../site/state';
import { accepted, type Operation } from './operation';

/**
 * Returns the agent's custom status as text, 65535 (switch) while none is set. Source: api-ccfs-cec, cec_07_1229. It is
 * not on the list of the queries whose number is limited (cec_07_0584).
 */
export const queryCustomState: Operation = {
	carryOut: ({ agent: { customState }, switches }) =>
		accepted({
			agentcustomstate:
				customState === NO_CUSTOM_STATE ? switches.noCustomStatus : String(customState),
		}),
};
