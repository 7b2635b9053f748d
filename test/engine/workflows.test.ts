/**
 * All example workflows: names, sticky notes, tables in place of rows, tools of assistants. Each example that runs
 * without a language model also has tests of its own on n8n's engine.
 */
import type { IDataObject } from 'n8n-workflow';
import {
	AT_NOON,
	type Example,
	exampleWorkflow,
	TITLES,
	WITHOUT_A_MODEL,
} from '../support/workflows';
import { run } from './exampleHarness';

describe.each(WITHOUT_A_MODEL)('%s', (name) => {
	it('has the name used in the documentation and in the list of npm start', () => {
		expect(exampleWorkflow(name)).toHaveProperty('name', TITLES[name]);
	});

	it('has a sticky note with instructions, and a node that fails the run', () => {
		const { nodes } = exampleWorkflow(name, { withNotes: true });
		const ofType = (type: string) => nodes.filter((node) => node.type === `n8n-nodes-base.${type}`);
		expect(ofType('stickyNote').length).toBeGreaterThan(0);
		expect(ofType('stopAndError')).toHaveLength(1);
		expect(ofType('splitOut')).toEqual([]);
		// A note that suggests a table in the place of rows names the Data Table's limit.
		const tells = /Return All/.test(JSON.stringify(ofType('stickyNote')));
		expect(tells).toBe(/takes the place of this node/.test(JSON.stringify(ofType('code'))));
	});
});

describe.each([
	['scheduled-note-broadcast', 'Roster', [{ agent: '31005', onDuty: 'true' }], 'Sent'],
	['team-busy-with-note', 'Team', [{ agent: '31005', name: 'Emil' }], 'Send Note'],
	[
		'session-limits-at-shift-change',
		'Shift Plan',
		[{ agent: '31001', mediaType: 'Social Chat', early: '7', late: '7', night: '7' }],
		'Changed',
	],
	['lunch-rota', 'Rota', [{ agent: '31003', from: '12:00', minutes: '30' }], 'Force Rest'],
] as const)('%s with a table of texts in place of its rows', (name, node, rows, last) => {
	it('has the same outcome as with its own rows', async () => {
		const perItem = name === 'session-limits-at-shift-change';
		const { error, json } = await run(
			name,
			perItem ? { authentication: 'guidPerItem', guid: '' } : {},
			{ pinData: { [node]: rows as unknown as IDataObject[] }, written: AT_NOON },
		);
		expect(error).toBeUndefined();
		expect(json(last)).toHaveLength(1);
	});
});

describe('assistant for a supervisor', () => {
	const { nodes, connections, settings } = exampleWorkflow('assistant-for-a-supervisor', {
		withNotes: true,
	});
	const tools = nodes.filter(({ name }) => connections[name]?.ai_tool !== undefined);

	it('can look up and send notes, and nothing else', () => {
		expect(tools.map(({ type }) => type)).toEqual(
			['findAgents', 'getAgent', 'getQueueStatistics', 'sendNote'].map(
				(name) => `n8n-nodes-cc-gateway.${name}Tool`,
			),
		);
	});

	it('lets the model choose agents and texts, but never the acting agent', () => {
		for (const { parameters } of tools) {
			expect(parameters.agentId).toBe('');
			expect(JSON.stringify(parameters)).toContain('$fromAI(');
		}
	});

	it('has no retries of its own', () => {
		// In execution order v0, n8n resumes the agent before its tools have run.
		expect(settings?.executionOrder).toBe('v1');
		for (const { retryOnFail, onError } of nodes) {
			expect([retryOnFail, onError]).toEqual([undefined, undefined]);
		}
	});

	it('instructs the model to ask before a broadcast, and not to repeat unknown notes', () => {
		const { options } = nodes.find(({ name }) => name === 'Assistant')?.parameters ?? {};
		const { systemMessage } = options as { systemMessage: string };
		expect(systemMessage).toMatch(/more than 5 agents, do not send it yet/);
		expect(systemMessage).toMatch(/unknown: .* Never send it to them again by yourself/);
		for (const { name } of tools) {
			expect(systemMessage).toContain(name.replaceAll(' ', '_'));
		}
	});

	it('has sticky notes with the set-up and the allowed actions', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ name }) => name)).toEqual(['How to Use This', 'What It May Do']);
	});
});

it.each([
	['assistant-with-approval', []],
	['look-ups-for-your-assistant', ['Send Note']],
] as const)('%s has the tools of the assistant for a supervisor, except %j', (name, without) => {
	const toolsOf = (example: Example) =>
		exampleWorkflow(example)
			.nodes.filter(({ type }) => /^n8n-nodes-cc-gateway\..*Tool$/.test(type))
			.map(({ name: called, type, typeVersion, parameters }) => ({
				...{ called, type, typeVersion, parameters },
			}));
	expect(toolsOf(name)).toEqual(
		toolsOf('assistant-for-a-supervisor').filter(
			({ called }) => !(without as readonly string[]).includes(called),
		),
	);
});
