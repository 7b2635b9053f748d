import { accepted, type Operation } from './operation';

/**
 * Issues a new Guid at once. Source: api-ccfs-cec, cec_07_0358. That earlier Guids live on to their own time-out, and
 * that the schedule stays, are judgements.
 */
export const updateGuid: Operation = {
	caller: 'own',
	isQuery: true,
	carryOut: ({ agent }) => accepted({ guid: agent.session.renew() }),
};
