/** The example 'Session limits at shift change' on n8n's engine. */
import { CREDENTIAL_ID, credentialFor } from '../support/nodeRunner';
import { execute } from '../support/engine';
import { DESKTOP_CREDENTIAL_ID, exampleWorkflow } from '../support/workflows';
import { gateway, desktop, run, at } from './exampleHarness';

describe('session limits at shift change', () => {
	const PER_ITEM = { authentication: 'guidPerItem', guid: '' };

	const limits = () => ({
		a: gateway().agent('31001').sessionLimits['53'],
		b: gateway().agent('31001').sessionLimits['1'],
		c: gateway().agent('31002').sessionLimits['53'],
	});
	const EARLY = { a: 5, b: 4, c: 6 };
	const LATE = { a: 3, b: 2, c: 6 };
	const NIGHT = { a: 1, b: 1, c: 2 };

	it.each([
		['winter, 6:00', '2026-01-15T05:00:00Z', EARLY],
		['winter, 5:59', '2026-01-15T04:59:00Z', NIGHT],
		['summer, 6:00', '2026-07-15T04:00:00Z', EARLY],
		['summer, 14:00', '2026-07-15T12:00:00Z', LATE],
		['summer, 22:00', '2026-07-15T20:00:00Z', NIGHT],
		['the day clocks go forward, 6:00 (4 hours after 1:00)', '2026-03-29T04:00:00Z', EARLY],
		['the day clocks go forward, 5:59', '2026-03-29T03:59:00Z', NIGHT],
		['the day clocks go back, 6:00', '2026-10-25T05:00:00Z', EARLY],
		['the day clocks go back, 5:00', '2026-10-25T04:00:00Z', NIGHT],
		['the day clocks go back, 22:00', '2026-10-25T21:00:00Z', NIGHT],
	])('%s Berlin time', async (_name, instant, expected) => {
		at(instant);
		const { error, json } = await run('session-limits-at-shift-change', PER_ITEM);
		expect(error).toBeUndefined();
		expect(json('Not Changed')).toEqual([]);
		expect(limits()).toEqual(expected);
	});

	it('reports an agent without a Guid after setting all others', async () => {
		at('2026-07-15T12:00:00Z');
		const row = (agent: string, mediaType: string | number) => ({ agent, mediaType, late: 3 });
		const { json, error } = await run('session-limits-at-shift-change', PER_ITEM, {
			pinData: { 'Shift Plan': [row('31007', 'text chat'), row('31001', 53), row('31002', 53)] },
		});
		expect(json('Changed').map(({ report }) => report)).toEqual([
			'Agent 31001: at most 3 sessions of 53',
			'Agent 31002: at most 3 sessions of 53',
		]);
		expect(json('Not Changed')).toMatchObject([
			{ agent: '31007', report: expect.stringMatching(/Guid/) as string },
		]);
		expect(error?.message).toMatch(/^1 of 3 limits were not set: /);
	});

	it('fails and sets nothing if the current Guids are unavailable', async () => {
		const { error } = await run('session-limits-at-shift-change', PER_ITEM, {
			desktop: { ...desktop, apiKey: 'wrong' },
			credentials: {
				[CREDENTIAL_ID]: credentialFor(gateway(), '31000', PER_ITEM),
				[DESKTOP_CREDENTIAL_ID]: { name: 'X-API-Key', value: 'wrong' },
			},
		});
		expect(error?.message).toMatch(/Authorization failed|401/);
		expect(gateway().requests).toHaveLength(0);
	});

	describe('changed for a lax gateway, as its note describes', () => {
		const changed = () => {
			const flow = exampleWorkflow('session-limits-at-shift-change');
			const [start = ''] = Object.keys(flow.connections);
			const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
			const nodes = flow.nodes.filter(
				({ name }) => name !== 'Current Guids' && name !== 'Guid of Each Agent',
			);
			const { 'Shift Now': shiftNow, 'Set Session Limit': set, ...others } = flow.connections;
			const connections = { ...others, [start]: to('Shift Plan'), 'Shift Plan': to('Shift Now') };
			return {
				...flow,
				nodes,
				connections: { ...connections, 'Shift Now': shiftNow!, 'Set Session Limit': set! },
			};
		};
		const runChanged = async () =>
			await execute(changed(), { credentials: { [CREDENTIAL_ID]: credentialFor(gateway()) } });

		it('sets all limits in one session', async () => {
			gateway().switches.guidScope = 'vdn';
			at('2026-07-15T12:00:00Z');
			const { error } = await runChanged();
			expect(error).toBeUndefined();
			expect(limits()).toEqual(LATE);
		});

		it('reports the refusal if a session acts only for its own agent', async () => {
			const { json, error } = await runChanged();
			expect(json('Changed')).toEqual([]);
			expect(json('Not Changed')).toHaveLength(4);
			expect(json('Not Changed')[0]?.whatToDo).toMatch(/Guid per Item/);
			expect(error?.message).toMatch(/^4 of 4 limits were not set: /);
		});
	});

	it('is scheduled in the time zone of its calculations', () => {
		const { settings, nodes } = exampleWorkflow('session-limits-at-shift-change');
		expect(settings?.timezone).toBe('Europe/Berlin');
		expect(JSON.stringify(nodes)).toContain("setZone('Europe/Berlin')");
	});
});
