import { deliverNote } from '../site/notes';
import type { Agent } from '../site/state';
import { accepted, refused, type Operation } from './operation';

interface NoteBody {
	agentIds: number[];
	content: string;
}

/** Ids as text, read as numbers. */
function withNumbers(body: unknown): unknown {
	const { agentIds } = (body ?? {}) as { agentIds?: unknown };
	if (!Array.isArray(agentIds)) return body;
	const read = (id: unknown) =>
		typeof id === 'string' && /^[1-9]\d{2,5}$/.test(id) ? Number(id) : id;
	return { ...(body as object), agentIds: agentIds.map(read) };
}

/**
 * Sends a note to other agents. Source: "Sending Notes".
 *
 * The document is silent on three cases. Judgements: one recipient who is not in the sender's VDN spoils the whole
 * request (switch `wrongRecipient`); a recipient who is not signed in gets nothing, which the answer does not show; an
 * id given twice gets one note. Huawei's AgentServerDemo_Java (2019) gives the ids as text.
 */
export const sendNoteletEx: Operation = {
	tolerate: (body, { agentIdStrings }) => (agentIdStrings ? withNumbers(body) : body),
	carryOut({ agent: sender, body, site, switches }) {
		const { agentIds, content } = body as NoteBody;
		const { noteToSelf, wrongRecipient } = switches;
		const found = agentIds.map((id) => site.find(String(id)));
		const recipients = new Set(found.filter((agent): agent is Agent => agent?.vdn === sender.vdn));
		if (noteToSelf === 'refused' && recipients.has(sender)) return refused('100-001');
		const allExist = found.every((agent) => agent !== undefined && recipients.has(agent));
		if (allExist || wrongRecipient !== 'nobody') {
			deliverNote(sender, recipients, content, switches);
		}
		return allExist || wrongRecipient === 'accepted' ? accepted(null) : refused('100-001');
	},
};
