/** The example 'Lunch rota' on n8n's engine. */
import type { IDataObject } from 'n8n-workflow';
import { AT_NOON } from '../support/workflows';
import { gateway, run, SCOPES, at } from './exampleHarness';

describe('lunch rota', () => {
	it.each(SCOPES)('at noon: a note, a rest, an end of rest (%s)', async (guidScope) => {
		gateway().switches.guidScope = guidScope;
		gateway().rest('31003');
		const { json, error } = await run('lunch-rota', {}, { written: AT_NOON });
		expect(error).toBeUndefined();
		expect(gateway().agent('31002').inbox).toMatchObject([
			{ content: 'Your lunch begins at 12:05: 30 minutes.' },
		]);
		expect(json('Force Rest')).toMatchObject([{ workNo: '31001', outcome: 'accepted' }]);
		expect(gateway().agent('31001')).toMatchObject({ state: 'rest', restCause: 1 });
		expect(json('Force Idle')).toMatchObject([{ workNo: '31003', outcome: 'accepted' }]);
		expect(gateway().requests).toHaveLength(4);
	});

	it.each([
		['11:54', '2026-07-15T09:54:59Z', ['sendnoteletex', 'forcerest'], 0],
		['11:55', '2026-07-15T09:55:00Z', ['sendnoteletex'], 1],
		['11:59', '2026-07-15T09:59:59Z', ['sendnoteletex'], 1],
		['12:00', '2026-07-15T10:00:00Z', ['forcerest'], 1],
		['12:04, in winter', '2026-01-15T11:04:59Z', ['forcerest'], 1],
		['12:05', '2026-07-15T10:05:00Z', ['sendnoteletex', 'forcerest'], 0],
		['12:30', '2026-07-15T10:30:00Z', ['forceidle'], 1],
		['12:35', '2026-07-15T10:35:00Z', ['forceidle'], 0],
	])('%s Berlin time', async (_name, instant, calls, times) => {
		at(instant);
		gateway().rest('31001');
		const rota = [{ agent: 31001, from: '12:00', minutes: 30 }];
		const { error } = await run('lunch-rota', {}, { pinData: { Rota: rota } });
		expect(error).toBeUndefined();
		const sent = gateway().requests.filter(({ path }) => calls.some((call) => path.includes(call)));
		expect(sent).toHaveLength(times);
	});

	it('carries out all other steps, then reports the failures', async () => {
		gateway().rest('31004');
		const rota = [
			{ agent: 31007, name: 'Gabriel Costa', from: '12:00', minutes: 30 },
			{ agent: 31001, from: '12:00', minutes: 30 },
			{ agent: 31002, from: 'noon', minutes: 30 },
			{ agent: 31003, from: '12:00', minutes: 0 },
			{ agent: 31004, from: '11:00', minutes: 60 },
		];
		const { json, error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: rota } },
		);
		expect(gateway().agent('31001').state).toBe('rest');
		expect(json('Force Idle')).toMatchObject([{ workNo: '31004', outcome: 'accepted' }]);
		expect(json('Not Done')).toMatchObject([
			{
				agent: '31007',
				report: expect.stringMatching(/^Agent 31007 was not sent to rest/) as string,
			},
			{
				agent: '31002',
				report:
					'The row of agent 31002 cannot be read: \'from\' is "noon", it must be a time such as 12:05',
			},
			{
				agent: '31003',
				report:
					'The row of agent 31003 cannot be read: \'minutes\' is "0", it must be a number from 5 to 600',
			},
		]);
		expect(error?.message).toMatch(/^3 steps of the rota were not done: /);
	});

	const row = (from: unknown, minutes: unknown = 30) =>
		({ agent: 31001, from, minutes }) as IDataObject;
	/** The gateway's calls of a run, without the look-up. */
	const calls = () =>
		gateway()
			.requests.map(({ path }) => /sendnoteletex|forcerest|forceidle/.exec(path)?.[0])
			.filter((call) => call !== undefined);

	it.each([
		['12:00', 30],
		['12:00:00', 30],
		['12.00', '30'],
		['12:00 PM', 30],
		['12:00pm', ' 30 '],
		[' 12:00 ', 30],
		['12:00 p.m.', 30],
	])('reads %j for %j minutes as noon', async (from, minutes) => {
		const { error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: [row(from, minutes)] } },
		);
		expect(error).toBeUndefined();
		expect(calls()).toEqual(['forcerest']);
	});

	it.each([
		['', 30, "'from' is empty"],
		[null, 30, "'from' is empty"],
		['24:00', 30, '\'from\' is "24:00"'],
		['12:60', 30, '\'from\' is "12:60"'],
		['13:00 PM', 30, '\'from\' is "13:00 PM"'],
		['0.5', 30, '\'from\' is "0.5"'],
		[12, 30, '\'from\' is "12"'],
		['12:00', '', "'minutes' is empty"],
		['12:00', null, "'minutes' is empty"],
		['12:00', '30 min', '\'minutes\' is "30 min"'],
		['12:00', 4, '\'minutes\' is "4"'],
		['12:00', 601, '\'minutes\' is "601"'],
		['12:00', 30.5, '\'minutes\' is "30.5"'],
	])('reports %j for %j minutes, and names the value', async (from, minutes, named) => {
		const { error } = await run(
			'lunch-rota',
			{},
			{ written: AT_NOON, pinData: { Rota: [row(from, minutes)] } },
		);
		expect(calls()).toEqual([]);
		expect(error?.message).toContain(named);
	});

	it('ends no rest of an agent who is already back', async () => {
		const rota = [row('11:30')];
		const { error } = await run('lunch-rota', {}, { written: AT_NOON, pinData: { Rota: rota } });
		expect(error).toBeUndefined();
		expect(calls()).toEqual([]);
		expect(gateway().requests).toHaveLength(1);
	});

	describe('by its schedule', () => {
		/** Runs the rota at these times of a day in Berlin, and returns all calls and the first error. */
		async function ticks(rota: IDataObject[], ...times: string[]) {
			const staticData: IDataObject = {};
			const done: string[] = [];
			let error: Error | undefined;
			for (const time of times) {
				const day = time < '12' && times[0]! > '12' ? 16 : 15;
				at(new Date(`2026-07-${day}T${time}+02:00`).toISOString());
				const before = calls().length;
				const result = await run(
					'lunch-rota',
					{},
					{ pinData: { Rota: rota }, scheduled: true, staticData },
				);
				error ??= result.error;
				done.push(
					...calls()
						.slice(before)
						.map((call) => `${time.slice(0, 5)} ${call}`),
				);
			}
			return { done, error };
		}

		it.each([
			[
				'on time',
				['11:50:00', '11:55:00', '12:00:00', '12:05:00', '12:25:00', '12:30:00', '12:35:00'],
				['11:55 sendnoteletex', '12:00 forcerest', '12:30 forceidle'],
			],
			[
				'late',
				['11:50:00', '11:57:40', '12:06:10', '12:31:59', '12:35:00'],
				['11:57 sendnoteletex', '12:06 forcerest', '12:31 forceidle'],
			],
			[
				'missing',
				['11:50:00', '12:20:00', '13:40:00', '13:45:00'],
				['12:20 forcerest', '13:40 forceidle'],
			],
			[
				'twice in a minute',
				['11:55:00', '12:00:00', '12:00:30', '12:30:00', '12:30:01'],
				['11:55 sendnoteletex', '12:00 forcerest', '12:30 forceidle'],
			],
		])('when runs are %s: each step once', async (_how, times, expected) => {
			expect(await ticks([row('12:00')], ...times)).toEqual({ done: expected, error: undefined });
		});

		it('begins an overdue rest for the remaining minutes', async () => {
			await ticks([row('12:00')], '11:50:00', '12:20:00');
			const [request] = gateway().requests.filter(({ path }) => path.includes('forcerest'));
			expect(request?.path).toContain('/forcerest/31001/600/');
		});

		it('reports a completely missed lunch once', async () => {
			const { done, error } = await ticks([row('12:00')], '11:50:00', '12:45:00');
			expect(done).toEqual([]);
			expect(error?.message).toBe(
				'1 step of the rota was not done: Agent 31001 was not sent to rest at 12:00 for 30 minutes: ' +
					'the workflow did not run in that time',
			);
			expect(await ticks([row('12:00')], '12:45:00', '12:50:00')).toEqual({
				done: [],
				error: undefined,
			});
		});

		it('handles a rest across midnight', async () => {
			const times = ['23:35:00', '23:40:00', '23:45:00', '00:10:00', '00:15:00', '00:20:00'];
			expect(await ticks([row('23:45')], ...times)).toEqual({
				done: ['23:40 sendnoteletex', '23:45 forcerest', '00:15 forceidle'],
				error: undefined,
			});
		});
	});
});
