import type { AgentState } from '../site/agentSetup';
import type { Agent } from '../site/state';

/**
 * The two numberings of agent states that answers use (api-ccfs-cec, cec_07_0581). They have nothing
 * to do with one another, nor with the third one, of `syncagentinfo`.
 */
interface StateCode {
	/** CC-Gateway's. */
	gateway: number;
	/** That of the CTI platform behind it. */
	cti: number;
}

const CODES: Readonly<Record<AgentState, StateCode>> = {
	idle: { gateway: 4, cti: 1 },
	busy: { gateway: 3, cti: 7 },
	wrapUp: { gateway: 5, cti: 6 },
	talking: { gateway: 7, cti: 5 },
	rest: { gateway: 8, cti: 8 },
};
const SIGNED_OUT: StateCode = { gateway: 2, cti: 0 };

/** CC-Gateway's "pre-rest", which the CTI platform does not know. */
const PRE_REST = 9;

/**
 * An agent's state in both numberings. That "pre-rest" is a rest that is booked, and that it hides the
 * call or wrap-up before it, are judgements: no page explains it.
 */
export function stateCodesOf(agent: Agent): StateCode {
	if (!agent.signedIn) return SIGNED_OUT;
	const codes = CODES[agent.state];
	return agent.preRest ? { ...codes, gateway: PRE_REST } : codes;
}
