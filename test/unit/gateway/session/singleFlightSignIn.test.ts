/** Concurrent sign-ins of one agent. */
import type { Session } from '../../../../gateway/session/session';
import {
	account,
	clock,
	newCache,
	sessionAt,
	refusedWith,
	byNode,
	interactive,
} from './sessionCacheHarness';

describe('concurrent sign-ins through a session cache', () => {
	it('signs in once for any number of concurrent requests', async () => {
		const here = newCache();
		let opened = 0;
		const open = async () => {
			opened++;
			await new Promise((resolve) => setImmediate(resolve));
			return sessionAt('g', clock.now);
		};
		const sessions = await Promise.all(
			Array.from({ length: 20 }, async () => await here.signIn(account, byNode, open)),
		);
		expect(opened).toBe(1);
		expect(new Set(sessions.map(({ guid }) => guid))).toEqual(new Set(['g']));
		await here.signIn(account, interactive, open);
		expect(opened).toBe(1);
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
			sessionAt('g', clock.now),
		);
		finish();
		await expect(first).rejects.toBe(error);
		await expect(second).resolves.toMatchObject({ guid: 'g' });
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
			return sessionAt('g', clock.now);
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
			sessionAt('g', clock.now),
		);
		await expect(first).rejects.toBe(bug);
		await expect(forced).rejects.toBe(bug);
		await expect(
			here.signIn(account, byNode, async () => sessionAt('h', clock.now)),
		).resolves.toMatchObject({ guid: 'h' });
	});
});
