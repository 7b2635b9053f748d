/** Refusals that a session cache remembers, so that no account is locked. */
import { SessionCache } from '../../../../gateway/session/sessionCache';
import { writeSession } from '../../../../gateway/session/session';
import type { SignInOptions } from '../../../../gateway/session/singleFlightSignIn';
import {
	account,
	clock,
	newCache,
	sessionAt,
	refusedWith,
	byNode,
	interactive,
} from './sessionCacheHarness';

describe('a refused sign-in through a session cache', () => {
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
				clock.now += later;
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
			here.adopt(sessionAt('earlier', clock.now - 1));
			clock.now += 200_000;
			await ask();
			expect(given).toBe(1);
			here.adopt(sessionAt('later', clock.now));
			clock.now += 200_000;
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
			clock.now += 59_999;
			here.allowAnotherTry();
			await ask();
			expect(given).toBe(1);
			clock.now += 1;
			for (let times = 5; times > 0; times--) {
				here.allowAnotherTry();
				await ask();
				clock.now += 3_000;
			}
			expect(given).toBe(2);
		});

		it('signs in if another process has opened a session since, even an ended one', async () => {
			const { here, ask } = await refused();
			const opened = { ...sessionAt('other', clock.now + 1_000), gatewayUrl: account.baseUrl };
			clock.now += 600_000;
			here.adoptStored(writeSession({ ...opened, signedInAt: 1, renewedAt: 1 }), account);
			await ask();
			expect(given).toBe(1);
			here.adoptStored(writeSession(opened), account);
			await ask();
			expect(given).toBe(2);
		});

		it('keeps the refusal however long the account is unused', async () => {
			const { here } = await refused();
			clock.now += 7_200_000;
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
		clock.now -= 3_600_000;
		await expect(
			here.signIn(account, byNode, async () => sessionAt('g', clock.now)),
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
		clock.now += 3_000;
		await ask();
		expect(given).toBe(2);
		clock.now += 1_000;
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
			here.signIn(account, byNode, async () => sessionAt('g', clock.now)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('forgets a refusal once the account has worked', async () => {
		const here = newCache();
		const error = await refusedWith('100-002');
		const refuse = async () => {
			throw error;
		};
		await here.signIn(account, byNode, refuse).catch(() => {});
		await here.signIn(account, { interactive: false, force: true }, async () =>
			sessionAt('g', clock.now),
		);
		here.invalidate(sessionAt('g', clock.now));
		await expect(
			here.signIn(account, byNode, async () => sessionAt('h', clock.now)),
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
			here.signIn(account, interactive, async () => sessionAt('g', clock.now)),
		).resolves.toMatchObject({ guid: 'g' });
	});
});
