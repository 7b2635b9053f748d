import type { AgentId } from '../../../../gateway/values/agentId';
import { sessionCacheFor } from '../../../../gateway/session/sessionCacheFor';
import type { Account } from '../../../../gateway/values/settings';

const HOUR = 3_600_000;

let time: number;
beforeEach(() => {
	time = 1_700_000_000_000;
	jest.spyOn(Date, 'now').mockImplementation(() => time);
});
afterEach(() => {
	jest.restoreAllMocks();
});

/** Session caches outlive a test, so every test uses other accounts. */
let accounts = 0;
const account = (): Account => ({
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: `canary-password-${accounts++}`,
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
});

describe('the session cache of an account', () => {
	it('is shared by credentials with the same password only', () => {
		const mine = account();
		expect(sessionCacheFor({ ...mine })).toBe(sessionCacheFor(mine));
		for (const other of [
			{ ...mine, password: 'a guess' },
			{ ...mine, agentId: '31901' as AgentId },
			{ ...mine, baseUrl: 'https://other' },
		]) {
			expect(sessionCacheFor(other)).not.toBe(sessionCacheFor(mine));
		}
	});

	it('is kept without the password', () => {
		const set = jest.spyOn(Map.prototype, 'set');
		const mine = account();
		const cache = sessionCacheFor(mine);
		const kept = set.mock.calls.filter(([, value]) => value === cache);
		expect(kept).toHaveLength(1);
		expect(JSON.stringify(kept[0]?.[0])).not.toContain(mine.password);
		expect(JSON.stringify(cache)).not.toContain(mine.password);
	});

	it('is forgotten after an hour without use', () => {
		const mine = account();
		const cache = sessionCacheFor(mine);
		time += HOUR - 1;
		expect(sessionCacheFor(mine)).toBe(cache);
		time += HOUR - 1;
		cache.current(mine);
		time += HOUR - 1;
		sessionCacheFor(account());
		expect(sessionCacheFor(mine)).toBe(cache);
		time += HOUR;
		expect(sessionCacheFor(mine)).not.toBe(cache);
	});

	it('is forgotten when another cache is requested', () => {
		const drop = jest.spyOn(Map.prototype, 'delete');
		sessionCacheFor(account());
		time += HOUR;
		sessionCacheFor(account());
		expect(drop).toHaveBeenCalled();
	});

	it('is not forgotten during a sign-in', async () => {
		const mine = account();
		const cache = sessionCacheFor(mine);
		let fail: (error: Error) => void = () => {};
		const signingIn = cache.signIn(
			mine,
			{ interactive: false, force: false },
			async () => await new Promise((_, reject) => (fail = reject)),
		);
		time += 2 * HOUR;
		expect(sessionCacheFor(mine)).toBe(cache);
		fail(new Error('enough'));
		await expect(signingIn).rejects.toThrow('enough');
	});

	it('is not forgotten if the clock was set back', () => {
		const mine = account();
		const cache = sessionCacheFor(mine);
		time -= 2 * HOUR;
		expect(sessionCacheFor(mine)).toBe(cache);
	});
});
