import { answered, type Operation } from './operation';

/** Returns the number of callers who wait in all queues configured for the agent. Source: api-cec, cec_07_0407. */
export const queryQueueLengthOnAgent: Operation = {
	isQuery: true,
	carryOut({ agent, site, clock }) {
		const counts = agent.queues.map(
			({ id }) => site.callers.waiting({ vdn: agent.vdn, id }, clock.now()).count,
		);
		return answered(counts.reduce((sum, count) => sum + count, 0));
	},
};
