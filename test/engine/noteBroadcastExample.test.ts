/** The example 'Scheduled note broadcast' on n8n's engine. */
import type { IDataObject } from 'n8n-workflow';
import { gateway, run, SCOPES } from './exampleHarness';

describe('scheduled note broadcast', () => {
	it.each(SCOPES)('sends one note to every agent on duty (%s)', async (guidScope) => {
		gateway().switches.guidScope = guidScope;
		const { json, error } = await run('scheduled-note-broadcast');
		expect(error).toBeUndefined();
		expect(gateway().requests).toHaveLength(1);
		expect(gateway().requests[0]?.body).toMatchObject({ agentIds: [31001, 31002, 31004] });
		expect(json('Sent')).toMatchObject([{ report: 'The note went to 3 agents.' }]);
		expect(gateway().agent('31002').inbox).toHaveLength(1);
		expect(gateway().agent('31003').inbox).toHaveLength(0);
	});

	it('names the agents without the note, and fails', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const { json, error } = await run('scheduled-note-broadcast');
		expect(json('Sent')).toEqual([]);
		expect(json('Not Sent')).toEqual([
			expect.objectContaining({
				report: expect.stringMatching(/^The note to 3 agents was not sent: /) as string,
				whatToDo: expect.stringMatching(/every recipient exists/) as string,
				notReached: '31001, 31002, 31004',
			}),
		]);
		expect(error?.message).toBe(json('Not Sent')[0]?.report);
	});

	it.each([
		['yes', [true, 1, 'yes', ' YES ', 'Ja', 'x', 'TRUE', '1', 'oui', 'sí', '是'], [31001]],
		['no', [false, 0, 'no', 'No ', 'nein', 'Nein', 'FALSE', '0', 'non', '否', '-'], []],
	] as const)('reads the cell %s', async (_word, cells, reached) => {
		for (const onDuty of cells) {
			gateway().reset();
			const { error } = await run(
				'scheduled-note-broadcast',
				{},
				{ pinData: { Roster: [{ agent: 31001, onDuty }] } },
			);
			expect([onDuty, error]).toEqual([onDuty, undefined]);
			const sent = gateway().requests.flatMap(
				({ body }) => (body as { agentIds: number[] }).agentIds,
			);
			expect([onDuty, sent]).toEqual([onDuty, reached]);
		}
	});

	it('reports a cell that is neither yes nor no after sending to the others', async () => {
		const rows = [
			{ agent: 31001, onDuty: 'yes' },
			{ agent: 31002, onDuty: 'maybe' },
			{ agent: 31003, onDuty: '' },
			{ agent: 31004, onDuty: null },
			{ agent: 31005 },
			{ agent: 31006, onDuty: 'on leave' },
			{ agent: 31008, onDuty: 'no' },
		];
		const { json, error } = await run(
			'scheduled-note-broadcast',
			{},
			{ pinData: { Roster: rows as unknown as IDataObject[] } },
		);
		expect(gateway().requests.map(({ body }) => body)).toMatchObject([{ agentIds: [31001] }]);
		expect(json('Sent')).toHaveLength(1);
		expect(json('Cannot Be Read').map(({ report }) => report)).toEqual([
			'Agent 31002 got no note: \'onDuty\' is "maybe", neither yes nor no.',
			"Agent 31003 got no note: 'onDuty' is empty, neither yes nor no.",
			"Agent 31004 got no note: 'onDuty' is empty, neither yes nor no.",
			"Agent 31005 got no note: 'onDuty' is empty, neither yes nor no.",
			'Agent 31006 got no note: \'onDuty\' is "on leave", neither yes nor no.',
		]);
		expect(error?.message).toMatch(/^Agent 31002 got no note: .* \| Agent 31003 got no note: /);
	});

	it('reports a refusal and unreadable cells in one message', async () => {
		gateway().faults.add({ kind: 'retcode', retcode: '100-001' });
		const rows = [
			{ agent: 31001, onDuty: true },
			{ agent: 31002, onDuty: '?' },
		];
		const { error } = await run('scheduled-note-broadcast', {}, { pinData: { Roster: rows } });
		expect(error?.message).toMatch(/31001.* was not sent.* \| Agent 31002 got no note: /);
	});

	it('names the recipients of a note that was refused before it was sent', async () => {
		const rows = [
			{ agent: 31001, onDuty: true },
			{ agent: '31,002', onDuty: true },
		];
		const { json } = await run('scheduled-note-broadcast', {}, { pinData: { Roster: rows } });
		expect(gateway().requests).toEqual([]);
		expect(json('Not Sent')).toMatchObject([{ notReached: '31001, 31,002' }]);
	});

	it('fails with a broken credential', async () => {
		const { error } = await run('scheduled-note-broadcast', { guid: 'old.AgentGateway1' });
		expect(error?.message).toMatch(/^The note to 3 agents was not sent: /);
	});
});
