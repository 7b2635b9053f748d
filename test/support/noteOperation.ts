/** An operation that sends notes, for tests without n8n: a text is split at each bar. */
import { MAX_RECIPIENTS_PER_REQUEST, sendNote } from '../../gateway/operations/sendNote';
import { type AgentId, parseAgentId } from '../../gateway/values/agentId';
import type { Operation } from '../../nodes/shared/read/operation';

export interface Note {
	agentId: AgentId;
	agentIds: number[];
	content: string;
}

/** A note from agent 31000. */
export const note = (content: string, agentIds = [31001]): Note => ({
	agentId: parseAgentId(31000),
	agentIds,
	content,
});

export const noteOperation: Operation<Note> = {
	read: () => note(''),
	request: sendNote,
	phrase: () => ({ subject: 'The note', done: 'sent' }),
	recipients: {
		of: ({ agentIds }) => agentIds,
		atMost: MAX_RECIPIENTS_PER_REQUEST,
		only: (args, some) => ({ ...args, agentIds: [...some] }),
		common: ({ content }) => ({ content }),
		sameNote: ({ content }) => content,
		parts: (args) => args.content.split('|').map((content) => ({ ...args, content })),
		contentBytes: ({ content }) => content.length,
	},
};
