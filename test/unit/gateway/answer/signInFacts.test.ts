import { readSignInFacts } from '../../../../gateway/answer/signInFacts';
import { answered } from '../../../support/exchanges';

const accepted = (result: unknown, headers: object = {}) =>
	readSignInFacts(answered({ retcode: '0', message: '', result }, headers));

const NOTHING = {
	guidHeaders: [],
	cookieNames: [],
	mustChangePassword: false,
	passwordDays: null,
};

it.each([
	[{ type: 'lost', meaning: 'no answer came', remedy: '' } as const],
	[answered('<html>')],
	[answered('null')],
	[answered([])],
	[answered({ retcode: '100-004', result: { isForceChange: true } })],
	[answered({ result: { isForceChange: true } })],
])('there are none unless the gateway accepted the sign-in: %#', (exchange) => {
	expect(readSignInFacts(exchange)).toBeUndefined();
});

it.each([null, undefined, 'text', [], {}])('a result %j tells nothing', (result) => {
	expect(accepted(result)).toEqual(NOTHING);
});

it('the retcode may be a number', () => {
	expect(readSignInFacts(answered({ retcode: 0 }))).toEqual(NOTHING);
});

it('the headers that bring the Guid are named in one order, and no others', () => {
	expect(
		accepted(null, { headerNames: ['set-guid', 'x-guid', 'content-type', 'guid'] }),
	).toMatchObject({ guidHeaders: ['guid', 'set-guid'] });
});

it('of cookies, only the names are kept', () => {
	const setCookies = ['BIGip=secret=2; Path=/', ' JSESSIONID =secret', '=secret', 'flag'];
	expect(accepted(null, { setCookies })).toMatchObject({
		cookieNames: ['BIGip', 'JSESSIONID', 'flag'],
	});
});

it.each([
	[true, true],
	['true', true],
	[false, false],
	['false', false],
	[1, false],
])('isForceChange %j means a password that must be changed: %p', (isForceChange, must) => {
	expect(accepted({ isForceChange })).toMatchObject({ mustChangePassword: must });
});

it.each([
	[7, 7],
	['7', 7],
	['soon', null],
])('timeRemaining %j is a password that is valid for %p days', (timeRemaining, days) => {
	expect(accepted({ timeRemaining })).toMatchObject({ passwordDays: days });
});
