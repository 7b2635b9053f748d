import { queueEvent } from '../site/state';
import { accepted, refused, type Operation } from './operation';

/** Sets an agent idle. Source: "Setting Idle". That it is refused during a call is a judgement. */
export const sayFree: Operation = {
	carryOut({ agent }) {
		if (agent.state === 'talking') return refused('100-009');
		if (agent.state === 'busy') queueEvent(agent, 'AgentState_CancelNotReady_Success');
		if (agent.state === 'wrapUp') queueEvent(agent, 'AgentState_CancelWork_Success');
		agent.state = 'idle';
		agent.preBusy = false;
		return accepted();
	},
};
