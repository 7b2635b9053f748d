import { answered, type Operation } from './operation';
import { stateCodesOf } from './stateCodes';

/** Returns the agent's state; `isWorking` is true during a call. Source: api-ccfs-cec, cec_07_1222. */
export const agentStatus: Operation = {
	isQuery: true,
	carryOut: ({ agent }) =>
		answered({
			agentState: stateCodesOf(agent).gateway,
			isWorking: agent.state === 'talking',
		}),
};
