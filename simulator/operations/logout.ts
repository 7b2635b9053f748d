import { accepted, refused, type Operation } from './operation';
import { endSession } from '../site/state';

/**
 * Signs an agent out. Source: api-cec, cec_07_1219. That an agent in a call is refused with 100-010
 * is a judgement.
 */
export const logout: Operation = {
	caller: 'own',
	whilePasswordDue: true,
	carryOut({ agent }) {
		if (agent.state === 'talking') return refused('100-010');
		endSession(agent, 'logout');
		return accepted(null);
	},
};
