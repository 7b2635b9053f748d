import { accepted, type Operation } from './operation';

/** Sets an agent's custom status. Source: "Customizing Status by an Agent". */
export const setCustomState: Operation = {
	carryOut({ agent, query }) {
		agent.customState = query.customstate as number;
		return accepted();
	},
};
