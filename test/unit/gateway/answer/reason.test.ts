import type { Verdict } from '../../../../gateway/answer/outcome';
import { reasonOf } from '../../../../gateway/answer/reason';
import { RETCODES } from '../../../../gateway/answer/retcodes';

const verdict = (fields: Partial<Verdict>): Verdict => ({
	outcome: 'rejected',
	retry: 'never',
	meaning: 'a meaning',
	remedy: 'A remedy.',
	retcode: null,
	message: null,
	result: null,
	...fields,
});

it.each<[string, Partial<Verdict>, string | undefined]>([
	['a known code', { retcode: '100-006' }, 'not signed in (100-006)'],
	[
		'a known code with an HTTP status',
		{ retcode: '100-006', status: 500 },
		'not signed in (100-006)',
	],
	['a code without words of its own', { retcode: '900-002' }, 'right missing (900-002)'],
	['a gateway that failed', { outcome: 'unknown', retcode: '100-007' }, 'gateway failed (100-007)'],
	['a code that nobody knows', { retcode: '555-001' }, 'undocumented code (555-001)'],
	['what is no code', { retcode: '<b>100</b>' }, 'refused'],
	['an HTTP status', { status: 404 }, 'HTTP 404'],
	['a redirection', { outcome: 'unknown', status: 300 }, 'HTTP 300'],
	['success in an unclear answer', { outcome: 'unknown', retcode: '0' }, 'no clear answer'],
	['a code of another server', { outcome: 'unknown', retcode: '503', status: 503 }, 'HTTP 503'],
	['no code at all', {}, 'refused'],
	['no answer', { outcome: 'unknown' }, 'no clear answer'],
	['no connection', { outcome: 'notAttempted' }, 'gateway not reached'],
	[
		'a refusal after a try that may have been carried out',
		{ outcome: 'unknown', retcode: '100-009' },
		'no clear answer',
	],
	['what never had its turn', { outcome: 'notAttempted', aborted: true }, undefined],
	['what was accepted', { outcome: 'accepted', retcode: '0' }, undefined],
])('%s', (_name, fields, reason) => {
	expect(reasonOf(verdict(fields))).toBe(reason);
});

it("gives a code the operation's own words", () => {
	expect(reasonOf(verdict({ retcode: '100-009' }), 'busy already')).toBe('busy already (100-009)');
});

it.each([...RETCODES])('has few words for %s, which can follow a number', (_code, { short }) => {
	expect(short).toMatch(/^[A-Za-z -]{4,30}$/);
});
