import type { SetBusyArguments } from '../../../gateway/operations/setBusy';
import type { Explanation } from '../../../gateway/answer/outcome';

/**
 * The most likely meaning of 100-009 when an agent is set busy: setting a busy agent busy needs a reason and `prolong`
 * ("Setting Busy", Table 1). The document does not name this code for it.
 * @returns undefined if both were given, so that the cause must be another one
 */
const busyAlready = ({ agentId, prolong }: SetBusyArguments): Explanation | undefined =>
	prolong
		? undefined
		: {
				meaning: `agent ${agentId} is probably busy already`,
				remedy:
					"To give a busy agent another reason, choose a busy reason and switch on 'Replace Current Reason'. If the agent is not busy, look at the agent's state and rights.",
				short: 'busy already',
			};

/** For setting agents busy. */
export const SETTING_BUSY = { '100-009': busyAlready } as const;
