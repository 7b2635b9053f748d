/**
 * The example 'Assistant with approval' in the real n8n: the model requests a note, and n8n's human review decides
 * whether it is sent.
 */
import { useAssistant } from './support/assistant';
import { waitFor } from './support/waitFor';

const { gateway, model, rest, write } = useAssistant('assistant-with-approval', 'approval');

/** A call of Send Note, in n8n's format for a tool with human review. */
const note = (recipients: string, content: string) => ({
	tool: 'Send_Note',
	toolParameters: { Recipient_Agent_IDs: recipients, Content: content },
	hitlParameters: {},
});

interface Question {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

/** Waits for the question in the chat. */
async function question(executionId: string): Promise<Question> {
	return await waitFor('the question', async () => {
		const { status, runs, error } = await rest().execution(executionId);
		if (error) throw error;
		const [item] = runs('Approve the Note').at(-1)?.data?.ai_tool?.[0] ?? [];
		return status === 'waiting' && (item?.sendMessage as unknown as Question | undefined);
	});
}

/** n8n ignores clients other than browsers, which may only preview the link. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

async function press(label: string, { buttons }: Question): Promise<void> {
	const { link = '' } = buttons.find(({ text }) => text === label) ?? {};
	expect((await fetch(link, { headers: BROWSER })).status).toBe(200);
}

/**
 * The assistant's final message in the chat. No chat window is open here: n8n keeps the execution waiting after the
 * answering node until a window has fetched the message.
 */
async function answer(executionId: string): Promise<string> {
	const { output } = await waitFor('the answer', async () => {
		const execution = await rest().execution(executionId);
		if (execution.error) throw execution.error;
		return execution.runs('Answer').length > 0 && execution;
	});
	return output('Assistant')[0]?.json.output as string;
}

const inbox = (id: string) =>
	gateway()
		.agent(id)
		.inbox.map(({ content }) => content);

it('shows recipients and text before a note, and sends it once after Send', async () => {
	const id = await write([note('31001, 31002', 'Please call Ines')]);
	const given = await question(id);
	expect(given.text).toBe('A note to 31001, 31002:\n\nPlease call Ines');
	expect(given.buttons.map(({ text }) => text).sort()).toEqual(['Do Not Send', 'Send']);
	expect(gateway().requests).toEqual([]);

	await press('Send', given);
	expect(await answer(id)).toContain('"accepted":[31001,31002]');
	expect(gateway().requests.map(({ body }) => body)).toEqual([
		{ agentIds: [31001, 31002], content: 'Please call Ines' },
	]);
	expect([inbox('31001'), inbox('31002')]).toEqual([['Please call Ines'], ['Please call Ines']]);
});

it('sends nothing after Do Not Send, and informs the model that the supervisor declined', async () => {
	const id = await write([note('31001', 'Go home')]);
	await press('Do Not Send', await question(id));
	expect(await answer(id)).toContain('rejected the tool call');
	expect(model().toolAnswers).toHaveLength(1);
	expect(gateway().requests).toEqual([]);
});

it('sends one note when Send is pressed twice', async () => {
	const id = await write([note('31001', 'Once')]);
	const given = await question(id);
	await press('Send', given);
	await answer(id);
	const { link } = given.buttons.find(({ text }) => text === 'Send')!;
	await fetch(link, { headers: BROWSER });
	await waitFor('the end of the second press', async () => {
		const { status } = await rest().execution(id);
		return status !== 'running';
	});
	expect(inbox('31001')).toEqual(['Once']);
	expect(gateway().requests).toHaveLength(1);
});

it('looks agents up without asking for approval', async () => {
	const id = await write([{ tool: 'Get_Agent', Agent_ID: '31005' }]);
	expect(await answer(id)).toContain('"name":"Emil Novak"');
	expect((await rest().execution(id)).runs('Approve the Note')).toEqual([]);
});
