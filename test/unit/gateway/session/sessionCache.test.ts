import type { AgentId } from '../../../../gateway/values/agentId';
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { isWithin } from '../../../../gateway/session/lruSet';
import { type Session, writeSession } from '../../../../gateway/session/session';
import { signIn, SignInError } from '../../../../gateway/session/signIn';
import type { Exchange } from '../../../../gateway/http/exchange';
import type { SignInOptions } from '../../../../gateway/session/singleFlightSignIn';
import { answered } from '../../../support/exchanges';

const account = {
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: 'canary-password',
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
};

let time = 0;
const newCache = () => new SessionCache(() => time);
beforeEach(() => (time = 1_000_000));

const sessionAt = (guid: string, signedInAt: number, renewedAt = signedInAt): Session => ({
	guid,
	cookies: '',
	gatewayUrl: account.baseUrl,
	agentId: account.agentId,
	signedInAt,
	renewedAt,
});

const refusedWith = async (retcode: string): Promise<SignInError> => {
	const body = { retcode, message: `no, ${account.password}` };
	return await failure(answered(body));
};

const failure = async (exchange: Exchange): Promise<SignInError> => {
	const result: unknown = await signIn({
		account,
		force: false,
		send: async () => exchange,
		now: () => time,
	}).catch((error: unknown) => error);
	if (!(result instanceof SignInError)) throw new Error('It worked');
	return result;
};

const byNode = { interactive: false, force: false };
const interactive = { interactive: true, force: false };

describe('signing in', () => {
	const opened = async (exchange: Exchange) =>
		await signIn({
			account,
			force: false,
			send: async () => exchange,
			now: () => time,
		});

	it('returns a session with Guid and cookies', async () => {
		const exchange = answered(
			{ retcode: '0', message: 'success', result: { isForceChange: 'false' } },
			{ setGuid: 'JSESSIONID=g.AgentGateway0', setCookies: ['c=1; Path=/'] },
		);
		expect(await opened(exchange)).toEqual({
			...sessionAt('g.AgentGateway0', time),
			cookies: 'c=1',
		});
	});

	it.each([
		['100-002', 'occupied', /somebody is signed in/, /agent of its own/],
		['100-015', 'occupied', /cannot be forced out/, /agent of its own/],
		['100-021', 'occupied', /sign-in of this agent is still running/, /Try again/],
		['100-004', 'refused', /agent ID or the password is wrong/, /accounts lock/],
		['100-020', 'refused', /password has expired/, /Change the agent's password/],
		['110-016', 'refused', /account is locked/, /administrator/],
		['100-014', 'other', /phone number is outside/, /Check/],
		['100-007', 'other', /system behind the gateway/, /Try again/],
		['100-999', 'other', /not documented/, /./],
	])('reports %s as an error of its own', async (code, problem, meaning, remedy) => {
		const failed = await refusedWith(code);
		expect(failed.problem).toBe(problem);
		expect(failed.exchange.meaning).toMatch(/^agent 31900 could not be signed in: /);
		expect(failed.exchange.meaning).toMatch(meaning);
		expect(failed.exchange.remedy).toMatch(remedy);
		expect(failed.message).toContain(`(${code})`);
		expect(`${failed.message}${JSON.stringify(failed)}`).not.toContain(account.password);
	});

	it('refuses an account whose password must be changed', async () => {
		const failed = await failure(
			answered(
				{ retcode: '0', message: '', result: { isForceChange: 'true' } },
				{ setGuid: 'JSESSIONID=g' },
			),
		);
		expect(failed.problem).toBe('refused');
		expect(failed.exchange).toMatchObject({ outcome: 'rejected', retryable: false });
		expect(failed.message).toMatch(/the password must be changed first/);
	});

	it.each([
		['an answer without a Guid', answered({ retcode: '0' }), 'rejected', /brought no Guid/],
		['a web page', answered('<html>'), 'notAttempted', /not one of a CC-Gateway/],
		[
			'no answer',
			{ type: 'lost', meaning: 'no answer came', remedy: '' },
			'notAttempted',
			/no answer came/,
		],
		[
			'no connection',
			{ type: 'notSent', meaning: 'nothing listens', remedy: '', unreachable: true },
			'notAttempted',
			/nothing listens/,
		],
	] satisfies Array<[string, Exchange, string, RegExp]>)(
		'%s is no session',
		async (_name, exchange, outcome, message) => {
			const failed = await failure(exchange);
			expect(failed.exchange.outcome).toBe(outcome);
			expect(failed.message).toMatch(message);
			expect(failed.message).not.toMatch(/Look at the agent/);
		},
	);
});

describe('the session cache', () => {
	it('signs in once for any number of concurrent requests', async () => {
		const here = newCache();
		let opened = 0;
		const open = async () => {
			opened++;
			await new Promise((resolve) => setImmediate(resolve));
			return sessionAt('g', time);
		};
		const sessions = await Promise.all(
			Array.from({ length: 20 }, async () => await here.signIn(account, byNode, open)),
		);
		expect(opened).toBe(1);
		expect(new Set(sessions.map(({ guid }) => guid))).toEqual(new Set(['g']));
		await here.signIn(account, interactive, open);
		expect(opened).toBe(1);
	});

	it('signs in again once the session is invalidated or too old', async () => {
		const here = newCache();
		here.adopt(sessionAt('g', time));
		here.invalidate(sessionAt('g', time));
		expect(here.current(account)).toBeUndefined();
		await here.signIn(account, byNode, async () => sessionAt('h', time));
		expect(here.current(account)?.guid).toBe('h');
		time += 119_500;
		expect(here.current(account)).toBeUndefined();
	});

	it('keeps the newer of two sessions, and never adopts an invalidated one', () => {
		const here = newCache();
		expect(here.adopt(sessionAt('b', time))).toBe(true);
		expect(here.adopt(sessionAt('a', time - 1000))).toBe(false);
		expect(here.adopt(sessionAt('b2', time, time + 60_000))).toBe(true);
		expect(here.adopt(sessionAt('b', time))).toBe(false);
		expect(here.current(account)?.guid).toBe('b2');
		here.invalidate(sessionAt('b2', time));
		expect(here.adopt(sessionAt('b2', time, time + 70_000))).toBe(false);
		expect(here.adopt(sessionAt('a', time - 1000))).toBe(true);
	});

	describe('with an account that was refused', () => {
		let here: SessionCache;
		let given: number;
		const ask = async (by: SignInOptions = byNode, as = account): Promise<unknown> => {
			const error = await refusedWith('100-004');
			return await here
				.signIn(as, by, async () => {
					given++;
					throw error;
				})
				.catch((thrown: unknown) => thrown);
		};
		beforeEach(async () => {
			here = newCache();
			given = 0;
			await ask();
		});

		it('sends the password once for all workflows at any time, and reports the refusal', async () => {
			for (const later of [1_000, 299_000, 1_000, 30 * 86_400_000]) {
				time += later;
				expect(await ask()).toMatchObject({
					problem: 'refused',
					message: expect.stringMatching(
						/password is wrong .* Nothing was sent this time\. When it is put right, save the credential or test it: until then no workflow signs in with it\.$/,
					) as string,
				});
			}
			expect(given).toBe(1);
			expect(here.isIdle(1)).toBe(false);
		});

		it('sends it again with another phone number', async () => {
			await ask(byNode, { ...account, phonenum: '6999' });
			expect(given).toBe(2);
		});

		it('sends it again after a session opened since by another process or a test', async () => {
			here.adopt(sessionAt('earlier', time - 1));
			time += 200_000;
			await ask();
			expect(given).toBe(1);
			here.adopt(sessionAt('later', time));
			time += 200_000;
			await ask();
			expect(given).toBe(2);
		});
	});

	describe('after a refused password', () => {
		let given = 0;
		const refused = async () => {
			given = 0;
			const here = newCache();
			const error = await refusedWith('100-004');
			const ask = async (overrides: object = {}) =>
				await here
					.signIn({ ...account, ...overrides }, byNode, async () => {
						given++;
						throw error;
					})
					.catch((thrown: unknown) => thrown);
			await ask();
			return { here, ask };
		};

		it('signs in with another phone number', async () => {
			const { ask } = await refused();
			await ask({ phonenum: '6901' });
			expect(given).toBe(2);
		});

		it('signs in at a later publishing, once for all tries of n8n', async () => {
			const { here, ask } = await refused();
			time += 59_999;
			here.allowAnotherTry();
			await ask();
			expect(given).toBe(1);
			time += 1;
			for (let times = 5; times > 0; times--) {
				here.allowAnotherTry();
				await ask();
				time += 3_000;
			}
			expect(given).toBe(2);
		});

		it('signs in if another process has opened a session since, even an ended one', async () => {
			const { here, ask } = await refused();
			const opened = { ...sessionAt('other', time + 1_000), gatewayUrl: account.baseUrl };
			time += 600_000;
			here.adoptStored(writeSession({ ...opened, signedInAt: 1, renewedAt: 1 }), account);
			await ask();
			expect(given).toBe(1);
			here.adoptStored(writeSession(opened), account);
			await ask();
			expect(given).toBe(2);
		});

		it('keeps the refusal however long the account is unused', async () => {
			const { here } = await refused();
			time += 7_200_000;
			expect(here.isIdle(3_600_000)).toBe(false);
			expect(newCache().isIdle(3_600_000)).toBe(true);
		});
	});

	it('sends the password again for the Test button', async () => {
		const here = newCache();
		let given = 0;
		const error = await refusedWith('100-004');
		const ask = async (viaTestButton: boolean) =>
			await here
				.signIn(account, { interactive: viaTestButton, force: false }, async () => {
					given++;
					throw error;
				})
				.catch((thrown: unknown) => thrown);
		await ask(false);
		await ask(false);
		expect(given).toBe(1);
		await ask(true);
		await ask(true);
		expect(given).toBe(3);
	});

	it('forgets a refusal from the future after the clock was set back', async () => {
		const here = newCache();
		const error = await refusedWith('100-002');
		const refuse = async () =>
			await here.signIn(account, byNode, async () => Promise.reject(error));
		await expect(refuse()).rejects.toBe(error);
		time -= 3_600_000;
		await expect(
			here.signIn(account, byNode, async () => sessionAt('g', time)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('signs in every four seconds while the agent is signed in elsewhere, but by force immediately', async () => {
		const here = newCache();
		let given = 0;
		const error = await refusedWith('100-002');
		const open = async () => {
			given++;
			throw error;
		};
		const ask = async (force = false) =>
			await here
				.signIn(account, { interactive: false, force }, open)
				.catch((thrown: unknown) => thrown);
		await ask();
		await ask();
		expect(given).toBe(1);
		await ask(true);
		expect(given).toBe(2);
		time += 3_000;
		await ask();
		expect(given).toBe(2);
		time += 1_000;
		await ask();
		expect(given).toBe(3);
	});

	it('does not remember a failure that may be temporary', async () => {
		const here = newCache();
		const error = await refusedWith('100-007');
		await expect(
			here.signIn(account, byNode, async () => {
				throw error;
			}),
		).rejects.toBe(error);
		await expect(
			here.signIn(account, byNode, async () => sessionAt('g', time)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('waits for a sign-in in progress before it forces one', async () => {
		const here = newCache();
		const error = await refusedWith('100-002');
		let finish: () => void = () => {};
		const first = here.signIn(account, byNode, async () => {
			await new Promise<void>((resolve) => (finish = resolve));
			throw error;
		});
		const second = here.signIn(account, { interactive: false, force: true }, async () =>
			sessionAt('g', time),
		);
		finish();
		await expect(first).rejects.toBe(error);
		await expect(second).resolves.toMatchObject({ guid: 'g' });
	});

	it('keeps the secrets to redact, up to a limit', () => {
		const here = newCache();
		for (let number = 0; number < 200; number++) {
			here.adopt({
				...sessionAt(`g${number}`, time + number),
				cookies: `c=long-value-${number}; t=true`,
			});
		}
		expect(here.secrets.all()).toContain('g199');
		expect(here.secrets.all()).toContain('long-value-199');
		expect(here.secrets.all()).not.toContain('true');
		expect(here.secrets.inInput()).not.toContain('long-value-199');
		expect(here.secrets.all().length).toBeLessThanOrEqual(100);
	});

	it('keeps the secrets of fifty lost sessions, and drops the oldest after that', () => {
		const here = newCache();
		for (let number = 0; number < 51; number++) here.invalidate(sessionAt(`g${number}`, time));
		for (let number = 1; number < 51; number++) {
			expect(here.adopt(sessionAt(`g${number}`, time + number))).toBe(false);
		}
		expect(here.adopt(sessionAt('g0', time))).toBe(true);
	});

	it('remembers a session that was lost twice as long as a new one', () => {
		const here = newCache();
		here.invalidate(sessionAt('first', time));
		for (let number = 0; number < 49; number++) here.invalidate(sessionAt(`g${number}`, time));
		here.invalidate(sessionAt('first', time));
		here.invalidate(sessionAt('last', time));
		expect(here.adopt(sessionAt('first', time))).toBe(false);
		expect(here.adopt(sessionAt('g0', time))).toBe(true);
	});

	it('keeps as secrets the Guid and long values of cookies', () => {
		const here = newCache();
		here.adopt({
			...sessionAt('the-guid', time),
			cookies: 'a=12345678; b=1234567; c=x=longer-value; bare-value',
		});
		expect(here.secrets.all()).toEqual(['the-guid', '12345678', 'x=longer-value', 'bare-value']);
	});

	it('keeps a session that is adopted a second time', () => {
		const here = newCache();
		expect(here.adopt(sessionAt('g', time))).toBe(true);
		expect(here.adopt({ ...sessionAt('g', time), cookies: 'other=1' })).toBe(true);
		expect(here.current(account)?.cookies).toBe('');
		expect(here.adopt(sessionAt('h', time))).toBe(false);
	});

	it('does not adopt a session of an earlier sign-in, however recently it was renewed', () => {
		const here = newCache();
		here.adopt(sessionAt('new', time));
		expect(here.adopt(sessionAt('old', time - 60_000, time + 1_000))).toBe(false);
		expect(here.adopt(sessionAt('newer', time + 1, time - 1))).toBe(true);
	});

	it('uses the session that was just opened, even if the clock was set back', async () => {
		const here = newCache();
		here.adopt(sessionAt('future', time + 500_000, time - 500_000));
		expect(here.current(account)).toBeUndefined();
		await here.signIn(account, byNode, async () => sessionAt('g', time));
		expect(here.current(account)?.guid).toBe('g');
	});

	it('shares a failure among concurrent requests', async () => {
		const here = newCache();
		const error = await refusedWith('100-007');
		let opened = 0;
		const open = async (): Promise<Session> => {
			opened++;
			await new Promise((resolve) => setImmediate(resolve));
			throw error;
		};
		const results = await Promise.all(
			Array.from(
				{ length: 5 },
				async () => await here.signIn(account, byNode, open).catch((thrown: unknown) => thrown),
			),
		);
		expect(results).toEqual([error, error, error, error, error]);
		expect(opened).toBe(1);
	});

	it('returns the session of a sign-in in progress instead of forcing one', async () => {
		const here = newCache();
		let finish: () => void = () => {};
		const first = here.signIn(account, byNode, async () => {
			await new Promise<void>((resolve) => (finish = resolve));
			return sessionAt('g', time);
		});
		const forced = here.signIn(account, { interactive: false, force: true }, async () => {
			throw new Error('Nothing was to be forced');
		});
		finish();
		expect((await forced).guid).toBe('g');
		expect(await first).toBe(await forced);
	});

	it('forces no sign-in after an unforeseen error', async () => {
		const here = newCache();
		const bug = new Error('bug');
		const first = here.signIn(account, byNode, async () => {
			await new Promise((resolve) => setImmediate(resolve));
			throw bug;
		});
		const forced = here.signIn(account, { interactive: false, force: true }, async () =>
			sessionAt('g', time),
		);
		await expect(first).rejects.toBe(bug);
		await expect(forced).rejects.toBe(bug);
		await expect(
			here.signIn(account, byNode, async () => sessionAt('h', time)),
		).resolves.toMatchObject({ guid: 'h' });
	});

	it('forgets a refusal once the account has worked', async () => {
		const here = newCache();
		const error = await refusedWith('100-002');
		const refuse = async () => {
			throw error;
		};
		await here.signIn(account, byNode, refuse).catch(() => {});
		await here.signIn(account, { interactive: false, force: true }, async () =>
			sessionAt('g', time),
		);
		here.invalidate(sessionAt('g', time));
		await expect(
			here.signIn(account, byNode, async () => sessionAt('h', time)),
		).resolves.toMatchObject({ guid: 'h' });
	});

	it('returns a remembered refusal to forced sign-ins, too, which would lock the account', async () => {
		const here = newCache();
		const error = await refusedWith('100-004');
		let given = 0;
		const ask = async (force: boolean) =>
			await here
				.signIn(account, { interactive: false, force }, async () => {
					given++;
					throw error;
				})
				.catch((thrown: unknown) => thrown);
		await ask(false);
		expect(await ask(true)).toMatchObject({ problem: 'refused' });
		expect(given).toBe(1);
	});

	it('never answers the credential test from memory', async () => {
		const here = newCache();
		const error = await refusedWith('100-004');
		await expect(here.signIn(account, byNode, async () => Promise.reject(error))).rejects.toBe(
			error,
		);
		await expect(
			here.signIn(account, interactive, async () => sessionAt('g', time)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('adopts the stored session only if it is still valid', () => {
		const here = newCache();
		for (const useless of [
			'',
			undefined,
			writeSession(sessionAt('old', time - account.guidLifetime)),
			writeSession({ ...sessionAt('foreign', time), agentId: '31901' as AgentId }),
		]) {
			here.adoptStored(useless, account);
			expect(here.current(account)).toBeUndefined();
			expect(here.secrets.inInput()).toEqual([]);
		}
		here.adoptStored(writeSession(sessionAt('g', time)), account);
		expect(here.current(account)?.guid).toBe('g');
		expect(here.secrets.inInput()).toEqual(['g']);
	});
});

describe('isWithin', () => {
	it.each([
		[1_000, true],
		[1_099, true],
		[1_100, false],
		[999, false],
	])('with the start 1000 and the duration 100 ms, at %p: %p', (now, recent) => {
		expect(isWithin(1_000, 100, now)).toBe(recent);
	});
});
