/** The one question that exceeds the query limit, on purpose and once. */
import { agentStatus } from '../../operations/agentStatus';
import { noAnswer, skipped } from '../answer';
import type { Question } from '../question';
import { evidenceOf } from '../reply';

/** One more than the gateway takes in two seconds. */
const AT_ONCE = 6;

/** The gateway's code for "too many". */
const BUSY = '000-007';

export const sixthQuery: Question = {
	id: 'sixthQuery',
	depth: 'questions',
	ask: async (context) => {
		const release = await context.adapter.acquireAll();
		context.throwIfAborted();
		if (!release) return skipped('the check was cancelled');
		try {
			const replies = await Promise.all(
				Array.from({ length: AT_ONCE }, async () =>
					context.sendVariant(agentStatus(context.agentId), { unlimited: true }),
				),
			);
			const refused = replies.find(({ kind }) => kind !== 'accepted' && kind !== 'lost');
			const [first] = replies;
			if (refused === undefined) {
				if (!first || replies.some(({ kind }) => kind === 'lost')) {
					return noAnswer('one of the requests got no answer');
				}
				return { code: 'served', evidence: evidenceOf(first) };
			}
			const evidence = evidenceOf(refused);
			if (refused.retcode === BUSY) return { code: 'busy', evidence };
			return { code: refused.retcode === null ? 'http' : 'other', evidence };
		} finally {
			release();
		}
	},
};
