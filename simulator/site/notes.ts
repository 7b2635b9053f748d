import { queueEvent, type GatewayEvent } from './events';
import type { Agent, Note } from './state';
import type { Switches } from './switches';

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

/** Brings a note to those recipients who are signed in, with its event. */
export function deliverNote(
	sender: Agent,
	recipients: Iterable<Agent>,
	content: string,
	{ noteEvent }: Readonly<Switches>,
): void {
	const note = { from: sender.id, content, at: sender.clock.now() };
	const eventContent = noteEvent === 'note' ? contentOf(note, sender.name) : null;
	for (const recipient of recipients) {
		if (!recipient.signedIn) continue;
		recipient.inbox.push(note);
		queueEvent(recipient, 'AgentOther_Note', eventContent);
	}
}
