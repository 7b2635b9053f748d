import { signIn } from './login';
import type { Operation } from './operation';

/** Signs an agent in and ends the other session of that agent. Source: api-cec, cec_07_1203. */
export const forceLogin: Operation = {
	caller: 'anyone',
	carryOut: async (call) => await signIn(call, true),
};
