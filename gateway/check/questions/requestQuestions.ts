/** Questions about the form of a request: Guid, cookies, Content-Type. All ask for the agent's own status. */
import { agentStatus } from '../../operations/agentStatus';
import { type Answer, noAnswer, skipped } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';
import { evidenceOf, type Reply } from '../reply';

/** A load balancer may choose the right node by chance. */
const TRIES_WITHOUT_COOKIES = 3;

const LOST = 'the request got no answer';

/** The Guid with another last digit; the name of its node stays, by which a load balancer may choose. */
export function wrongGuidOf(guid: string): string {
	const [value = '', ...node] = guid.split('.');
	const last = value.endsWith('0') ? '1' : '0';
	return [`${value.slice(0, -1)}${last}`, ...node].join('.');
}

const WRONG_GUID: Readonly<Record<string, string>> = {
	'100-006': 'session',
	'000-003': 'permission',
};

export const wrongGuid: Question = {
	id: 'wrongGuid',
	depth: 'questions',
	ask: async (context) => {
		const { guid } = await context.session();
		const reply = await context.sendVariant(agentStatus(context.agentId), {
			guid: wrongGuidOf(guid),
		});
		const evidence = evidenceOf(reply);
		if (reply.kind === 'accepted') return { code: 'served', evidence };
		if (reply.kind === 'lost' && reply.retcode === null) return noAnswer(LOST, evidence);
		if (reply.retcode === null) return { code: 'http', evidence };
		return { code: WRONG_GUID[reply.retcode] ?? 'other', evidence };
	},
};

export const cookiesNeeded: Question = {
	id: 'cookiesNeeded',
	depth: 'questions',
	ask: async (context) => {
		const { cookies } = await context.session();
		if (cookies === '') {
			return context.codes.get('cookies') === 'none'
				? { code: 'notNeeded' }
				: skipped('the session has no cookies that could be left out');
		}
		const replies: Reply[] = [];
		for (let tries = 0; tries < TRIES_WITHOUT_COOKIES; tries++) {
			replies.push(
				await context.sendVariant(agentStatus(context.agentId), { withoutCookies: true }),
			);
		}
		return neededOrNot(replies);
	},
};

export const contentType: Question = {
	id: 'contentType',
	depth: 'questions',
	ask: async (context: CheckContext) =>
		neededOrNot([
			await context.sendVariant(agentStatus(context.agentId), { withoutContentType: true }),
		]),
};

/** A part of a request is needed if a single request without it is refused. */
function neededOrNot(replies: readonly Reply[]): Answer {
	const refused = replies.find(({ kind }) => kind !== 'accepted' && kind !== 'lost');
	if (refused) return { code: 'needed', evidence: evidenceOf(refused) };
	const [first] = replies;
	const lost = replies.find(({ kind }) => kind === 'lost');
	if (lost || !first) return noAnswer(LOST, lost && evidenceOf(lost));
	return { code: 'notNeeded', evidence: evidenceOf(first) };
}
