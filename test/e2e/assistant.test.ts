/**
 * The example 'Assistant for a supervisor' as imported, except for its credentials, in the real n8n; the model is a
 * small server that makes given calls. Checks the tools' answers to the model, and that no recipient gets a note twice.
 */
import type { IDataObject } from 'n8n-workflow';
import { useAssistant } from './support/assistant';

const assistant = useAssistant('assistant-for-a-supervisor', 'assistant');
const { gateway, model, rest } = assistant;

/** Writes the model's calls into the chat. @returns the assistant's answer */
async function write(calls: IDataObject[], sessionId?: string): Promise<string> {
	const { status, error, output } = await rest().finished(await assistant.write(calls, sessionId));
	expect([status, error?.message]).toEqual(['success', undefined]);
	return output('Assistant')[0]?.json.output as string;
}

const note = (recipients: string, content = 'Please call Ines') => ({
	...{ tool: 'Send_Note', Recipient_Agent_IDs: recipients, Content: content },
});

const inboxes = (...ids: string[]) => ids.map((id) => gateway().agent(id).inbox.length);

it('has four tools, and instructions with the limits for notes', async () => {
	await write([{ tool: 'Get_Agent', Agent_ID: '31002' }]);
	expect([...model().given.tools].sort()).toEqual([
		...['Find_Agents', 'Get_Agent', 'Get_Queue_Statistics', 'Send_Note'],
	]);
	const [instructions] = model().given.texts;
	expect(instructions).toMatch(/^You help a supervisor of a contact centre\./);
	for (const tool of model().given.tools) expect(instructions).toContain(tool);
});

it('sends a note once, in the name of its own agent, and gets the list of recipients', async () => {
	const said = await write([note('31001, 31002')]);
	expect(said).toMatch(/^My tool said: \[\{/);
	expect(model().toolAnswers).toHaveLength(1);
	expect(model().toolAnswers[0]).toContain('"outcome":"accepted"');
	expect(model().toolAnswers[0]).toContain('"accepted":[31001,31002]');
	expect(gateway().requests.map(({ body }) => body)).toEqual([
		{ agentIds: [31001, 31002], content: 'Please call Ines' },
	]);
	expect(gateway().agent('31002').inbox).toMatchObject([{ from: '31000' }]);
	expect(inboxes('31001', '31002')).toEqual([1, 1]);
});

it('gets the refused recipient and the recipients with the note', async () => {
	await write([note('31001, 31099, 31002')]);
	expect(model().toolAnswers[0]).toContain('"accepted":[31001,31002],"rejected":[31099]');
	expect(model().toolAnswers[0]).toContain('The note to agent 31099 was not sent');
	expect(inboxes('31001', '31002')).toEqual([1, 1]);
});

it('is refused a note to 101 recipients', async () => {
	const everybody = Array.from({ length: 101 }, (_, index) => 40_000 + index);
	await write([note(everybody.join())]);
	expect(model().toolAnswers[0]).toContain(
		'This run would send 101 notes, and at most 100 are allowed',
	);
	expect(gateway().requests).toHaveLength(0);
});

it('is refused a note to a recipient without an agent ID', async () => {
	await write([note('Ben')]);
	expect(model().toolAnswers[0]).toMatch(/Recipient Agent IDs.*Ben/);
	expect(gateway().requests).toHaveLength(0);
});

it('does not repeat a note with a lost answer, gets the outcome unknown, and remembers it', async () => {
	gateway().faults.add({ kind: 'resetAfter' });
	await write([note('31001, 31002')]);
	expect(model().toolAnswers).toHaveLength(1);
	expect(model().toolAnswers[0]).toContain('"outcome":"unknown"');
	expect(model().toolAnswers[0]).toContain('"unknown":[31001,31002]');
	expect(inboxes('31001', '31002')).toEqual([1, 1]);
	expect(gateway().requests).toHaveLength(1);

	const [unknown] = model().toolAnswers;
	await write([{ tool: 'Get_Agent', Agent_ID: '31001' }]);
	expect(model().given.texts).toContain(unknown);
	expect(inboxes('31001', '31002')).toEqual([1, 1]);
});

it('gets the agents of a skill queue with name and state, and changes nothing', async () => {
	await write([{ tool: 'Find_Agents', Skill_Queue_ID: '11' }]);
	const found = JSON.parse(model().toolAnswers[0] ?? '') as IDataObject[];
	expect(found.map(({ workNo, name, state }) => [workNo, name, state])).toEqual([
		['31001', 'Amara Okafor', 'idle'],
		['31002', 'Ben Larsen', 'idle'],
		['31003', 'Chen Yu', 'idle'],
		['31004', 'Dalia Haddad', 'idle'],
		['31005', 'Emil Novak', 'talking'],
		['31006', 'Fatima Zahra', 'idle'],
	]);
	expect(gateway().requests.map(({ method }) => method)).toEqual(['GET']);
});

it('gets a sentence if no agent was found', async () => {
	await write([{ tool: 'Find_Agents', Skill_Queue_ID: '31' }]);
	expect(model().toolAnswers[0]).toContain('"outcome":"accepted","found":0');
	expect(model().toolAnswers[0]).toContain('No agent was found in a skill queue');
});

it('gets the state of an agent, and a sentence about an unknown one', async () => {
	await write([
		{ tool: 'Get_Agent', Agent_ID: '31005' },
		{ tool: 'Get_Agent', Agent_ID: '39999' },
	]);
	expect(model().toolAnswers[0]).toContain('"name":"Emil Novak","state":"talking"');
	expect(model().toolAnswers[1]).toContain('"outcome":"rejected"');
	expect(model().toolAnswers[1]).toContain('300-002');
});
