/** What a check concludes from a sign-in. */
import { ask, check } from '../questionHarness';

describe('what a sign-in tells', () => {
	it('is not known without a sign-in of this process', async () => {
		for (const id of ['guidHeader', 'cookies', 'password']) {
			expect(await ask(id)).toMatchObject({
				code: 'notAsked',
				reason: expect.stringContaining('the answer to the sign-in is not known') as string,
			});
		}
	});

	it.each([
		[['guid', 'set-guid'], 'both'],
		[['guid'], 'guid'],
		[['set-guid'], 'setGuid'],
	])('the headers %j are %s', async (guidHeaders, code) => {
		check.learn({ guidHeaders });
		expect(await ask('guidHeader')).toEqual({ code, evidence: { headers: guidHeaders } });
	});

	it.each([
		[[], 'none'],
		[['BIGip'], 'some'],
	])('the cookies %j are %s', async (cookieNames, code) => {
		check.learn({ cookieNames });
		expect(await ask('cookies')).toEqual({ code, evidence: { cookieNames } });
	});

	it('a password may be fine, expire, or have to be changed', async () => {
		check.learn({});
		expect(await ask('password')).toEqual({ code: 'fine' });
		check.learn({ passwordDays: 7 });
		expect(await ask('password')).toEqual({ code: 'expires', evidence: { days: 7 } });
		check.learn({ passwordDays: 7, mustChangePassword: true });
		expect(await ask('password')).toEqual({ code: 'change' });
	});
});
