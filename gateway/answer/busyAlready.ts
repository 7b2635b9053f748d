import type { SetBusyArguments } from '../operations/setBusy';
import type { Explanation } from './outcome';

/**
 * What 100-009 most likely means for an agent who was to be set busy: busy again needs a reason and `prolong`
 * ("Setting Busy", Table 1). That this is the code for it, the document does not say.
 * @returns undefined where both were given, so that it must be something else
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
