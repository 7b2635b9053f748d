import { accepted, refused, type Operation } from './operation';

/**
 * The heartbeat of push mode. Source: api-ccfs-cec, cec_07_1204. That an agent who polls may not call
 * it (000-003) is a judgement: the documents describe it for push mode only.
 */
export const handShake: Operation = {
	caller: 'own',
	bringsGuid: true,
	carryOut({ agent: { session } }) {
		if (!session.push) return refused('000-003');
		session.recordActivity();
		return accepted();
	},
};
