import {
	isCredentialRefusal,
	isInputRefusal,
	isSessionRefusal,
	judge,
} from '../../../../gateway/answer/judge';
import type { AgentId } from '../../../../gateway/values/agentId';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { RETCODES } from '../../../../gateway/answer/retcodes';
import { answered } from '../../../support/exchanges';

const idempotent: GatewayRequest = {
	method: 'POST',
	agentId: '31001' as AgentId,
	path: '/onlineagent/31001/saybusy',
	effect: 'idempotent',
};

const judged = (body: unknown, status = 200) => judge(answered(body, { status }), idempotent);

describe('every known retcode', () => {
	const byClass = (name: string) =>
		[...RETCODES].filter(([, entry]) => entry.class === name).map(([code]) => code);

	it('means a lost session if it concerns the session, and only then', () => {
		const codes = ['000-003', '100-006', '100-008', '105-001', '105-005', '105-006', '105-007'];
		expect(byClass('session').sort()).toEqual([...codes, '107-000']);
		for (const [retcode, entry] of RETCODES) {
			expect(isSessionRefusal(judged({ retcode }))).toBe(entry.class === 'session');
		}
		expect(isSessionRefusal({ ...judged({ retcode: '100-006' }), outcome: 'unknown' })).toBe(false);
		expect(isSessionRefusal(judged('<html>', 404))).toBe(false);
		expect(isSessionRefusal(judged({ retcode: '123-456' }))).toBe(false);
	});

	it('suggests smaller parts if it concerns the input, and only then', () => {
		expect(byClass('input').sort()).toEqual([
			...['000-001', '000-002', '000-005', '000-006'],
			...['100-001', '100-005', '100-011', '100-012', '100-013', '100-014', '100-016'],
			...['100-018', '100-019', '101-005', '101-006', '101-007', '104-003', '104-005', '104-007'],
			...['106-002', '106-003', '106-004', '106-008', '107-002', '200-001'],
			...['300-002', '300-003', '300-004', '600-001', '600-002', '600-005'],
			...['700-001', '700-002', '900-006', '900-009'],
		]);
		for (const [retcode, entry] of RETCODES) {
			expect(isInputRefusal(judged({ retcode }))).toBe(entry.class === 'input');
		}
		expect(isInputRefusal({ ...judged({ retcode: '000-002' }), outcome: 'unknown' })).toBe(false);
		expect(isInputRefusal(judged('<html>', 400))).toBe(false);
		expect(isInputRefusal(judged({ retcode: '123-456' }))).toBe(false);
	});

	it('names the account as the cause for the codes of its class only', () => {
		for (const [retcode, entry] of RETCODES) {
			expect([retcode, isCredentialRefusal({ retcode })]).toEqual([
				retcode,
				entry.class === 'credential',
			]);
		}
		expect(isCredentialRefusal({ retcode: '123-456' })).toBe(false);
		expect(isCredentialRefusal({ retcode: null })).toBe(false);
	});

	it('that concerns a password or an account is in this list', () => {
		expect(byClass('credential').sort()).toEqual([
			...['100-004', '100-017', '100-020', '100-061', '100-062', '107-003', '107-007'],
			...['110-002', '110-003', '110-005', '110-007', '110-009', '110-013', '110-014', '110-015'],
			...['110-016', '110-017', '110-018', '110-019', '110-020', '110-021', '110-022'],
		]);
	});

	it.each([
		['110-003', 'the old password is wrong', /accounts lock after a few/],
		['110-004', 'the gateway could not look up the account', /^Try again in a moment\./],
		['110-007', 'the gateway did not accept the password', /accounts lock after a few/],
		['110-012', 'the gateway could not look up the account', /^Try again in a moment\./],
		['110-016', 'the account is locked', /administrator/],
		['110-017', 'the password does not follow the rules of the site', /administrator/],
		['110-021', 'the account is locked after too many wrong passwords', /administrator/],
	])('of passwords has its class: %s, %s', (retcode, meaning, remedy) => {
		expect(RETCODES.get(retcode)?.meaning).toBe(meaning);
		expect(RETCODES.get(retcode)?.remedy).toMatch(remedy);
	});

	it('that concerns a right or a set-up is in this list', () => {
		expect(byClass('permission').sort()).toEqual([
			...['101-002', '101-004', '104-001', '104-002', '104-004', '104-008', '104-010'],
			...['106-001', '300-001', '600-003', '600-004', '900-002', '900-007'],
		]);
	});

	it('is of a known class', () => {
		const classes = ['input', 'session', 'credential', 'state', 'permission', 'busy', 'exception'];
		for (const [code, entry] of RETCODES)
			expect([code, classes]).toEqual([code, expect.arrayContaining([entry.class])]);
	});

	it('is certain after a lost try if the first try would have met it, too', () => {
		const final = new Set(['input', 'credential', 'permission']);
		for (const [retcode, entry] of RETCODES) {
			expect([retcode, judged({ retcode }).final]).toEqual([retcode, final.has(entry.class)]);
		}
	});

	it('has a meaning and a remedy of its own', () => {
		for (const [retcode, { meaning, remedy }] of RETCODES) {
			expect(judged({ retcode, message: 'x' })).toMatchObject({
				retcode,
				message: 'x',
				meaning,
				remedy,
			});
		}
	});

	it('that says "not now" is retryable for every operation', () => {
		expect(byClass('busy').sort()).toEqual(['000-004', '000-007', '100-021', '105-002', '105-003']);
		for (const retcode of byClass('busy')) {
			expect(judged({ retcode })).toMatchObject({ outcome: 'rejected', retry: 'always' });
		}
	});

	it('that says "internal error" leaves the outcome unknown', () => {
		expect(byClass('exception').sort()).toEqual([
			'000-000',
			'100-007',
			'900-001',
			'900-003',
			'900-008',
		]);
		for (const retcode of byClass('exception')) {
			expect(judged({ retcode })).toMatchObject({ outcome: 'unknown', retry: 'ifIdempotent' });
		}
	});

	it('of any other class is a final refusal', () => {
		for (const name of ['input', 'session', 'credential', 'state', 'permission']) {
			expect(byClass(name).length).toBeGreaterThan(0);
			for (const retcode of byClass(name)) {
				expect(judged({ retcode })).toMatchObject({ outcome: 'rejected', retry: 'never' });
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
