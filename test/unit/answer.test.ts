import fc from 'fast-check';
import { judge } from '../../gateway/answer';
import type { AgentId } from '../../gateway/arguments';
import type { Outcome } from '../../gateway/outcome';
import type { GatewayRequest } from '../../gateway/request';
import { RETCODES } from '../../gateway/retcodes';

const safe: GatewayRequest = {
	method: 'POST',
	agentId: '31001' as AgentId,
	path: '/onlineagent/31001/saybusy',
	replay: 'safe',
};
const never: GatewayRequest = { ...safe, replay: 'never' };

const answered = (body: unknown, status = 200) =>
	judge(
		{ type: 'answered', status, body: typeof body === 'string' ? body : JSON.stringify(body) },
		safe,
	);

describe('an answer', () => {
	it.each(['0', 0])('with retcode %p is accepted', (retcode) => {
		expect(answered({ message: 'success', retcode, result: {} })).toMatchObject({
			outcome: 'accepted',
			retcode: '0',
			message: 'success',
			result: {},
		});
	});

	it('may lack message and result', () => {
		expect(answered({ retcode: '0' })).toMatchObject({
			outcome: 'accepted',
			message: null,
			result: null,
		});
	});

	it.each<[unknown, number, Outcome]>([
		['<html>502 Bad Gateway</html>', 200, 'unknown'],
		['', 200, 'unknown'],
		['{"retcode":"0"', 200, 'unknown'],
		['null', 200, 'unknown'],
		[['0'], 200, 'unknown'],
		[{ message: 'success' }, 200, 'unknown'],
		[{ retcode: null }, 200, 'unknown'],
		[{ retcode: { code: 0 } }, 200, 'unknown'],
		[{ retcode: '0' }, 500, 'unknown'],
		[{ retcode: '0' }, 404, 'unknown'],
		['', 204, 'unknown'],
		['', 408, 'unknown'],
		['', 500, 'unknown'],
		['<html>', 502, 'unknown'],
		['', 599, 'unknown'],
		['', 301, 'rejected'],
		['', 302, 'rejected'],
		['', 400, 'rejected'],
		['', 401, 'rejected'],
		['', 404, 'rejected'],
		['', 405, 'rejected'],
		['', 429, 'rejected'],
		[{ retcode: '100-009' }, 400, 'rejected'],
		[{ retcode: '100-009' }, 500, 'rejected'],
	])('%p with HTTP %p is %s', (body, status, outcome) => {
		expect(answered(body, status).outcome).toBe(outcome);
	});

	it('asks for a pause with HTTP 429, also for requests that must not be repeated', () => {
		expect(
			judge({ type: 'answered', status: 429, body: '', retryAfter: 2000 }, never),
		).toMatchObject({
			outcome: 'rejected',
			repeat: 'always',
			retryAfter: 2000,
		});
	});

	it('with a code that nobody knows is unknown only where a repetition could hurt', () => {
		const exchange = {
			type: 'answered',
			status: 200,
			body: '{"retcode":"123-456","message":"odd"}',
		} as const;
		expect(judge(exchange, safe)).toMatchObject({ outcome: 'rejected', repeat: 'no' });
		expect(judge(exchange, never)).toMatchObject({ outcome: 'unknown', repeat: 'no' });
	});

	it('never makes the judge throw', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.object().map((value) => JSON.stringify(value) ?? ''),
				),
				fc.integer({ min: 200, max: 599 }),
				(body, status) => {
					const { outcome, retcode } = judge({ type: 'answered', status, body }, never);
					expect(outcome).not.toBe('notAttempted');
					if (outcome === 'accepted') expect(retcode).toBe('0');
				},
			),
		);
	});
});

describe('every known retcode', () => {
	const byClass = (name: string) =>
		[...RETCODES].filter(([, entry]) => entry.class === name).map(([code]) => code);

	it('that says "not now" may be repeated, whatever it is', () => {
		expect(byClass('busy').sort()).toEqual(['000-004', '000-007', '100-021', '105-002', '105-003']);
		for (const retcode of byClass('busy')) {
			expect(answered({ retcode })).toMatchObject({ outcome: 'rejected', repeat: 'always' });
		}
	});

	it('that says "something failed inside" leaves it unknown', () => {
		expect(byClass('exception').sort()).toEqual([
			'000-000',
			'100-007',
			'900-001',
			'900-003',
			'900-008',
		]);
		for (const retcode of byClass('exception')) {
			expect(answered({ retcode })).toMatchObject({ outcome: 'unknown', repeat: 'ifSafe' });
		}
	});

	it('of any other class is a refusal that repeating would not change', () => {
		for (const name of ['input', 'session', 'credential', 'state', 'permission']) {
			expect(byClass(name).length).toBeGreaterThan(0);
			for (const retcode of byClass(name)) {
				expect(answered({ retcode })).toMatchObject({ outcome: 'rejected', repeat: 'no' });
			}
		}
	});

	it('is a lower-case clause and a remedy of whole sentences, without shouting or blame', () => {
		for (const [code, { meaning, remedy }] of RETCODES) {
			expect([code, meaning]).toEqual([code, expect.stringMatching(/^[a-z][^.]*$/)]);
			expect([code, remedy]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/s)]);
			expect(`${meaning} ${remedy}`).not.toMatch(/!|\berror\b|\bfailure\b|you did|undefined/i);
		}
	});

	it('is in the list', () => {
		const range = (family: string, first: number, last: number) =>
			Array.from(
				{ length: last - first + 1 },
				(_, index) => `${family}-${String(first + index).padStart(3, '0')}`,
			);
		const expected = [
			...range('000', 0, 7),
			...range('100', 1, 21),
			...range('100', 60, 62),
			...range('101', 1, 7),
			...range('104', 1, 12),
			...range('105', 1, 7),
			...range('106', 1, 12),
			...range('107', 0, 5),
			'107-007',
			...range('107', 10, 67),
			'108-019',
			...range('110', 2, 22),
			...range('200', 1, 26),
			'200-040',
			'210-001',
			...range('300', 1, 4),
			...range('400', 1, 3),
			...range('500', 1, 10),
			...range('500', 12, 13),
			...range('600', 1, 5),
			...range('700', 1, 3),
			...range('701', 1, 6),
			...['700-012', '700-014', '700-016', '700-017', '700-023', '700-024', '700-100'],
			...range('800', 1, 3),
			...range('900', 1, 9),
			'999-001',
		];
		expect([...RETCODES.keys()].sort()).toEqual(expected.sort());
	});
});
