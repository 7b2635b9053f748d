import type { AgentId } from '../../../../gateway/values/agentId';
import { deskOf } from '../../../../gateway/session/sessionCacheFor';
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

/** What is known of an account outlives a test, so every test takes others. */
let accounts = 0;
const account = (): Account => ({
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: `canary-password-${accounts++}`,
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
});

describe('the desk of an account', () => {
	it('is one for all who know the password, and for nobody else', () => {
		const mine = account();
		expect(deskOf({ ...mine })).toBe(deskOf(mine));
		for (const other of [
			{ ...mine, password: 'a guess' },
			{ ...mine, agentId: '31901' as AgentId },
			{ ...mine, baseUrl: 'https://other' },
		]) {
			expect(deskOf(other)).not.toBe(deskOf(mine));
		}
	});

	it('is kept without the password', () => {
		const set = jest.spyOn(Map.prototype, 'set');
		const mine = account();
		const desk = deskOf(mine);
		const kept = set.mock.calls.filter(([, value]) => value === desk);
		expect(kept).toHaveLength(1);
		expect(JSON.stringify(kept[0]?.[0])).not.toContain(mine.password);
		expect(JSON.stringify(desk)).not.toContain(mine.password);
	});

	it('is forgotten when nobody has used it for an hour', () => {
		const mine = account();
		const desk = deskOf(mine);
		time += HOUR - 1;
		expect(deskOf(mine)).toBe(desk);
		time += HOUR - 1;
		desk.current(mine);
		time += HOUR - 1;
		deskOf(account());
		expect(deskOf(mine)).toBe(desk);
		time += HOUR;
		expect(deskOf(mine)).not.toBe(desk);
	});

	it('is forgotten also when others are asked for only', () => {
		const drop = jest.spyOn(Map.prototype, 'delete');
		deskOf(account());
		time += HOUR;
		deskOf(account());
		expect(drop).toHaveBeenCalled();
	});

	it('is not forgotten while a sign-in is under way', async () => {
		const mine = account();
		const desk = deskOf(mine);
		let fail: (error: Error) => void = () => {};
		const signingIn = desk.signIn(
			mine,
			{ byHand: false, force: false },
			async () => await new Promise((_, reject) => (fail = reject)),
		);
		time += 2 * HOUR;
		expect(deskOf(mine)).toBe(desk);
		fail(new Error('enough'));
		await expect(signingIn).rejects.toThrow('enough');
	});

	it('is not forgotten where the clock was set back', () => {
		const mine = account();
		const desk = deskOf(mine);
		time -= 2 * HOUR;
		expect(deskOf(mine)).toBe(desk);
	});
});
