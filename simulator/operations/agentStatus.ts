import type { AgentState } from '../site/agentSetup';
import { accepted, type Operation } from './operation';

/** State codes of CC-Gateway (api-ccfs-cec, cec_07_0581); the CTI numbers them differently. */
const STATE_CODES: Readonly<Record<AgentState, number>> = {
	busy: 3,
	idle: 4,
	wrapUp: 5,
	talking: 7,
	rest: 8,
};

/**
 * Answers the agent's state. Source: api-cec, cec_07_1222. That `isWorking` means wrap-up ("work
 * state") is a judgement.
 */
export const agentStatus: Operation = {
	carryOut: ({ agent }) =>
		accepted({ agentState: STATE_CODES[agent.state], isWorking: agent.state === 'wrapUp' }),
};
