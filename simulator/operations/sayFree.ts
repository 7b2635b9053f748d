import { becomeIdle } from '../site/transitions';
import { accepted, refused, type Operation } from './operation';

/** Sets an agent idle. Source: "Setting Idle". That it is refused during a call is a judgement. */
export const sayFree: Operation = {
	carryOut({ agent }) {
		if (agent.state === 'talking') return refused('100-009');
		becomeIdle(agent);
		return accepted();
	},
};
