/** When the sending of a note in parts ends early. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { sendNote } from '../../../../../gateway/operations/sendNote';
import { type AgentId, parseAgentId } from '../../../../../gateway/values/agentId';
import type { Settings } from '../../../../../gateway/values/settings';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import type { Operation } from '../../../../../nodes/shared/read/operation';
import { plan, verdictOf } from '../../../../../nodes/shared/send/plan';
import { sendAll } from '../../../../../nodes/shared/send/sendAll';
import { answeredWith } from '../../../../support/exchanges';

interface Note {
	agentId: AgentId;
	agentIds: number[];
	content: string;
}

/** Split at each bar. */
const operation: Operation<Note> = {
	read: () => note(''),
	request: sendNote,
	phrase: () => ({ subject: 'The note', done: 'sent' }),
	recipients: {
		of: ({ agentIds }) => agentIds,
		atMost: 100,
		only: (args, some) => ({ ...args, agentIds: [...some] }),
		common: ({ content }) => ({ content }),
		sameNote: ({ content }) => content,
		parts: (args) => args.content.split('|').map((content) => ({ ...args, content })),
		contentBytes: ({ content }) => content.length,
	},
};

const note = (content: string): Note => ({
	agentId: parseAgentId(31000),
	agentIds: [31001],
	content,
});

/** Sends notes one after the other. Returns the texts that were sent, and what became of each note. */
async function send(
	notes: string[],
	answerTo: (text: string) => Exchange,
	{ cancelledAfter = Infinity, stopAtFailure = false } = {},
) {
	const sent: string[] = [];
	const session = {
		id: 'session',
		secrets: () => [],
		send: async ({ body }: { body?: Readonly<Record<string, unknown>> }) => {
			const text = String(body?.content);
			sent.push(text);
			return answerTo(text);
		},
	};
	const cancelled = () => sent.length >= cancelledAfter;
	const items = notes.map((content) => ({ args: note(content), session }));
	const entries = await plan(operation, items, { combine: false, earlierTry: undefined });
	await sendAll(
		{
			operation,
			options: { ...DEFAULT_OPTIONS, concurrency: 2, maxTries: 1 },
			settings: {} as Settings,
			retryContextFor: (one) => ({
				...{ cancelled, aborted: cancelled, random: () => 0, sleep: async () => {} },
				send: async (request) => await one.send(request, {} as never),
			}),
			...{ stopAtFailure, cancelled },
		},
		entries,
	);
	const ends = entries.map((entry) => ('refusal' in entry ? undefined : verdictOf(entry, 31001)));
	return { sent, ends };
}

const ok = answeredWith('0');

it('sends the parts of a note one after the other', async () => {
	const { sent, ends } = await send(['a|b|c'], () => ok);
	expect(sent).toEqual(['a', 'b', 'c']);
	expect(ends).toMatchObject([{ outcome: 'accepted' }]);
});

it('sends no further part after the run was cancelled, and says which is missing', async () => {
	const { sent, ends } = await send(['a|b|c'], () => ok, { cancelledAfter: 1 });
	expect(sent).toEqual(['a']);
	expect(ends).toMatchObject([
		{
			...{ outcome: 'notAttempted', partly: true },
			meaning: 'part 2 of 3: the run was cancelled before it was sent',
		},
	]);
});

it('sends no further part after another note has failed and the node stops', async () => {
	const refuse = (text: string) => (text === 'x' ? answeredWith('100-006') : ok);
	const { sent, ends } = await send(['x', 'a|b|c'], refuse, { stopAtFailure: true });
	expect(sent).toEqual(['x', 'a']);
	expect(ends).toMatchObject([
		{ outcome: 'rejected' },
		{
			outcome: 'notAttempted',
			partly: true,
			meaning: expect.stringMatching(/^part 2 of 3: /) as string,
		},
	]);
});

it('sends no further part to a recipient that was refused', async () => {
	const refuse = (text: string) => (text === 'b' ? answeredWith('100-006') : ok);
	const { sent, ends } = await send(['a|b|c'], refuse);
	expect(sent).toEqual(['a', 'b']);
	expect(ends).toMatchObject([{ outcome: 'rejected', partly: true }]);
});
