import { queueEvent, type GatewayEvent } from '../site/events';
import type { Note } from '../site/state';
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
 * The note as Huawei's QuickAgentDemo_CSharp (2018) reads it from the event; the pages say null
 * (cec_07_1353). That all fields are text, and the forms of the times, are judgements.
 */
const contentOf = ({ from, content, at }: Note, name: string): GatewayEvent['content'] => ({
	sender: from,
	sendername: name,
	receivetime: String(at),
	timestring: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
	context: content,
});

/**
 * Sends a note to other agents. Source: "Sending Notes".
 *
 * The document is silent on three cases. Judgements: one recipient who is not in the sender's VDN
 * spoils the whole request; a recipient who is not signed in gets nothing and nobody is told; an id
 * given twice gets one note. Huawei's AgentServerDemo_Java (2019) gives the ids as text.
 */
export const sendNoteletEx: Operation = {
	tolerate: (body, { agentIdStrings }) => (agentIdStrings ? withNumbers(body) : body),
	carryOut({ agent: sender, body, site, clock, switches }) {
		const { agentIds, content } = body as NoteBody;
		const recipients = [...new Set(agentIds)].map((id) => site.find(String(id)));
		if (recipients.some((recipient) => recipient?.vdn !== sender.vdn)) return refused('100-001');
		const note = { from: sender.id, content, at: clock.now() };
		const eventContent = switches.noteEvent === 'note' ? contentOf(note, sender.name) : null;
		for (const recipient of recipients) {
			if (!recipient?.signedIn) continue;
			recipient.inbox.push(note);
			queueEvent(recipient, 'AgentOther_Note', eventContent);
		}
		return accepted(null);
	},
};
