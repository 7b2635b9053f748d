/** What a check concludes from requests that deviate: a wrong Guid, no cookies, no Content-Type. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import { wrongGuidOf } from '../../../../../gateway/check/questions/requestQuestions';
import { answered, answeredWith } from '../../../../support/exchanges';
import { accepted, HTTP_500, LOST, NOT_SIGNED_IN, REFUSED } from '../checkHarness';
import { ask, check, codeOf } from '../questionHarness';

describe('a wrong Guid', () => {
	it.each([
		['ab-12.AgentGateway0', 'ab-10.AgentGateway0'],
		['ab-10.AgentGateway0', 'ab-11.AgentGateway0'],
		['ab-10', 'ab-11'],
	])('of %s is %s: its node stays', (guid, wrong) => {
		expect(wrongGuidOf(guid)).toBe(wrong);
	});

	it.each<[string, Exchange, string]>([
		['served', accepted(), 'served'],
		['refused as not signed in', NOT_SIGNED_IN, 'session'],
		['refused as a right', answeredWith('000-003'), 'permission'],
		['refused by an HTTP status', HTTP_500, 'http'],
		['refused by a page', answered('', { status: 404 }), 'http'],
		['refused otherwise', REFUSED, 'other'],
		['lost', LOST, 'noAnswer'],
	])('is %s', async (_what, exchange, code) => {
		const { guid } = await check.context.session();
		check.onVariant = (variant) => (variant.guid === wrongGuidOf(guid) ? exchange : undefined);
		expect(await codeOf('wrongGuid')).toBe(code);
	});
});

describe('a request without cookies', () => {
	beforeEach(() => (check.cookies = 'BIGip=1'));

	const answering = (...answers: Exchange[]) => {
		check.onVariant = ({ withoutCookies }) =>
			withoutCookies ? (answers.shift() ?? accepted()) : undefined;
	};

	it.each<[string, Exchange[], string]>([
		['accepted three times', [], 'notNeeded'],
		['refused once', [accepted(), accepted(), NOT_SIGNED_IN], 'needed'],
		['refused once and lost once', [LOST, NOT_SIGNED_IN], 'needed'],
		['lost once', [accepted(), LOST], 'noAnswer'],
	])('is %s', async (_what, answers, code) => {
		answering(...answers);
		expect(await codeOf('cookiesNeeded')).toBe(code);
		expect(check.sent.filter(({ variant }) => variant.withoutCookies)).toHaveLength(3);
	});

	it('is nothing new where a sign-in sets none', async () => {
		check.cookies = '';
		check.context.codes.set('cookies', 'none');
		expect(await ask('cookiesNeeded')).toEqual({ code: 'notNeeded' });
	});

	it('cannot be sent where it is not known whether a sign-in sets some', async () => {
		check.cookies = '';
		expect(await ask('cookiesNeeded')).toEqual({
			code: 'notAsked',
			reason: 'the session has no cookies that could be left out',
		});
		expect(check.sent).toEqual([]);
	});
});

it.each<[string, Exchange, string]>([
	['accepted', accepted(), 'notNeeded'],
	['refused', HTTP_500, 'needed'],
	['lost', LOST, 'noAnswer'],
])('a request without Content-Type is %s', async (_what, exchange, code) => {
	check.onVariant = ({ withoutContentType }) => (withoutContentType ? exchange : undefined);
	const answer = await ask('contentType');
	expect(answer.code).toBe(code);
	expect(answer.evidence).toMatchObject({ retcode: code === 'notNeeded' ? '0' : null });
});
