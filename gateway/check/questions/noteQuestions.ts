/** Questions about notes: the agent sends them to itself. */
import { isRecord, readText } from '../../answer/fields';
import { eventKindOf } from '../../answer/eventKinds';
import type { RawEvent } from '../../answer/events';
import { getAgent } from '../../operations/getAgent';
import { sendNote } from '../../operations/sendNote';
import { type Answer, emptyField, noAnswer, notAsked } from '../answer';
import type { CheckContext } from '../context';
import type { Question } from '../question';
import { evidenceOf, type Reply } from '../reply';

/** Time in which a note is expected to arrive, in ms. */
const ARRIVES_WITHIN_MS = 12_000;

const textOf = (purpose: string): string =>
	`Check of the gateway by n8n: ${purpose}. Please ignore this note.`;

const isNote = ({ eventType }: RawEvent): boolean => eventKindOf(eventType) === 'noteReceived';

const noteText = ({ content }: RawEvent): string | null =>
	isRecord(content) ? readText(content.context) : null;

/** Matches the event of our own note; where events bring no text, that of any note. */
const isOurs =
	(content: string) =>
	(event: RawEvent): boolean =>
		isNote(event) && (noteText(event) ?? content) === content;

async function sendToSelf(
	context: CheckContext,
	content: string,
	...others: string[]
): Promise<Reply> {
	const { agentId } = context;
	return await context.send(
		sendNote({ agentId, agentIds: [agentId, ...others].map(Number), content }),
	);
}

export const noteEvent: Question = {
	id: 'noteEvent',
	depth: 'ownState',
	ask: async (context) => {
		const obstacle = (await context.ownState.obstacle()) ?? (await context.pollObstacle());
		if (obstacle) return notAsked(obstacle);
		await context.drainEvents();
		const content = textOf('does a note arrive');
		const reply = await sendToSelf(context, content);
		const evidence = evidenceOf(reply);
		if (reply.kind === 'lost') return noAnswer('the note got no answer', evidence);
		if (reply.kind !== 'accepted') return { code: 'selfRefused', evidence };
		const event = await context.waitForEvent(isOurs(content), ARRIVES_WITHIN_MS);
		if (!event) return noAnswer('the note was accepted, and its event did not come', evidence);
		const keys = isRecord(event.content) ? Object.keys(event.content) : [];
		return {
			code: noteText(event) === null ? 'nothing' : 'text',
			evidence: { ...evidence, event: event.eventType, fields: keys },
		};
	},
};

/** The reason why the unused ID cannot be used. */
async function unusedIdObstacle(
	context: CheckContext,
	unusedId: string,
): Promise<string | undefined> {
	const { agentId, agents } = context;
	const found = await context.once(
		`agent ${unusedId}`,
		getAgent({ agentId, workNo: unusedId as typeof agentId }),
	);
	return found.kind === 'accepted'
		? `agent ${unusedId} exists: name an ID that nobody has in '${agents.labels.unusedId}'`
		: undefined;
}

export const wrongRecipient: Question = {
	id: 'wrongRecipient',
	depth: 'ownState',
	ask: async (context): Promise<Answer> => {
		const { unusedId, labels } = context.agents;
		if (!unusedId) return emptyField(labels.unusedId);
		const obstacle =
			(await context.ownState.obstacle()) ??
			(await context.pollObstacle()) ??
			(await unusedIdObstacle(context, unusedId));
		if (obstacle) return notAsked(obstacle);
		if (!['nothing', 'text'].includes(context.codes.get('noteEvent') ?? '')) {
			return notAsked('a note of the agent to itself does not arrive');
		}
		const content = textOf('does a refused note arrive');
		const reply = await sendToSelf(context, content, unusedId);
		const evidence = evidenceOf(reply);
		if (reply.kind === 'lost') return noAnswer('the note got no answer', evidence);
		if (reply.kind === 'accepted') return { code: 'accepted', evidence };
		if (reply.kind !== 'refused') return { code: 'other', evidence };
		if (await context.waitForEvent(isOurs(content), ARRIVES_WITHIN_MS)) {
			return { code: 'others', evidence };
		}
		return await control(context, { code: 'nobody', evidence });
	},
};

/** Another note has to arrive: otherwise the silence after the refused one proves nothing. */
async function control(context: CheckContext, answer: Answer): Promise<Answer> {
	const content = textOf('control');
	const sent = await sendToSelf(context, content);
	const arrived =
		sent.kind === 'accepted' && (await context.waitForEvent(isOurs(content), ARRIVES_WITHIN_MS));
	return arrived
		? answer
		: noAnswer('a note that was sent afterwards did not arrive either', answer.evidence);
}
