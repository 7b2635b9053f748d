import { queueEvent } from '../site/state';
import { accepted, refused, type Operation } from './operation';

interface NoteBody {
	agentIds: number[];
	content: string;
}

/**
 * Sends a note to other agents. Source: "Sending Notes".
 *
 * The document is silent on three cases. Judgements: one recipient who is not in the sender's VDN
 * spoils the whole request; a recipient who is not signed in gets nothing and nobody is told; an id
 * given twice gets one note.
 */
export const sendNoteletEx: Operation = {
	carryOut({ agent: sender, body, site, clock }) {
		const { agentIds, content } = body as NoteBody;
		const recipients = [...new Set(agentIds)].map((id) => site.find(String(id)));
		if (recipients.some((recipient) => recipient?.vdn !== sender.vdn)) return refused('100-001');
		const note = { from: sender.id, content, at: clock.now() };
		for (const recipient of recipients) {
			if (!recipient?.signedIn) continue;
			recipient.inbox.push(note);
			queueEvent(recipient, 'AgentOther_Note');
		}
		return accepted(null);
	},
};
