/** The reply to one request of the check, read for its questions. */
import { type Queue, readAgent } from '../answer/agents';
import type { Exchange } from '../http/exchange';
import { judge } from '../answer/judge';
import { isRecord } from '../answer/fields';
import { RETCODES } from '../answer/retcodes';
import type { GatewayRequest } from '../operations/request';
import type { AgentId } from '../values/agentId';
import type { Evidence } from './answer';

/** Class of a reply: `noRight` and `notThere` are refusals of the call as such. */
export type ReplyKind =
	'accepted' | 'session' | 'noRight' | 'notThere' | 'http' | 'refused' | 'lost';

export interface Reply {
	kind: ReplyKind;
	/** HTTP status; null without an answer. */
	status: number | null;
	retcode: string | null;
	message: string | null;
	result: unknown;
	/** Names of the headers of the answer, in lower case. */
	headers: readonly string[];
	/** Text of the body; empty without an answer. */
	body: string;
}

/** The gateway's code for a path or parameter that it does not know. */
const UNKNOWN_PATH = '000-002';

function kindOf(status: number | null, retcode: string | null, accepted: boolean): ReplyKind {
	if (accepted) return 'accepted';
	if (status === null) return 'lost';
	if (retcode === UNKNOWN_PATH || (retcode === null && status === 404)) return 'notThere';
	if (retcode === null) return status >= 300 ? 'http' : 'lost';
	const known = RETCODES.get(retcode)?.class;
	if (known === 'session') return 'session';
	return known === 'permission' ? 'noRight' : 'refused';
}

export function readReply(exchange: Exchange, request: GatewayRequest): Reply {
	const { outcome, retcode, message, result } = judge(exchange, request);
	const answered = exchange.type === 'answered' ? exchange : undefined;
	const status = answered?.status ?? null;
	return {
		kind: kindOf(status, retcode, outcome === 'accepted'),
		status,
		retcode,
		message,
		result,
		headers: answered?.headerNames ?? [],
		body: answered?.body ?? '',
	};
}

/** The part of a reply that a report may hold. */
export const evidenceOf = ({ status, retcode }: Pick<Reply, 'status' | 'retcode'>): Evidence => ({
	status,
	retcode,
});

/** The record in the result of a reply, or the first of a list. */
export function recordIn({ result }: Pick<Reply, 'result'>): Readonly<Record<string, unknown>> {
	const first: unknown = Array.isArray(result) ? result[0] : result;
	return isRecord(first) ? first : {};
}

/** The skill queues in the record of the credential's own agent; none if it could not be read. */
export function skillsIn(
	reply: Reply,
	context: { agentId: AgentId; now: () => number },
): readonly Queue[] {
	const found =
		reply.kind === 'accepted' ? readAgent(reply.result, context.agentId, context.now()) : undefined;
	return found && 'skills' in found ? found.skills : [];
}
