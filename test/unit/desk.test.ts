import type { AgentId } from '../../gateway/arguments';
import { Desk, deskOf } from '../../gateway/desk';
import type { Session } from '../../gateway/session';
import { signIn, SignInFailed } from '../../gateway/signIn';
import type { Exchange } from '../../gateway/exchange';

const owner = {
	baseUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	password: 'canary-password',
	phonenum: '6001',
	takeOver: false,
	guidLifetime: 120_000,
};

let time = 0;
const desk = () => new Desk(() => time);
beforeEach(() => (time = 1_000_000));

const sessionAt = (guid: string, signedInAt: number, renewedAt = signedInAt): Session => ({
	guid,
	cookies: '',
	gatewayUrl: owner.baseUrl,
	agentId: owner.agentId,
	signedInAt,
	renewedAt,
});

const answered = (body: unknown, headers: Partial<Exchange> = {}): Exchange =>
	({ type: 'answered', status: 200, body: JSON.stringify(body), ...headers }) as Exchange;

const refusedWith = async (retcode: string): Promise<SignInFailed> => {
	const body = { retcode, message: `no, ${owner.password}` };
	return await failure(answered(body));
};

const failure = async (exchange: Exchange): Promise<SignInFailed> => {
	const result: unknown = await signIn(
		owner.baseUrl,
		owner,
		false,
		async () => exchange,
		() => time,
	).catch((error: unknown) => error);
	if (!(result instanceof SignInFailed)) throw new Error('It worked');
	return result;
};

const byNode = { byHand: false, force: false };
const byHand = { byHand: true, force: false };

describe('signing in', () => {
	const opened = async (exchange: Exchange) =>
		await signIn(
			owner.baseUrl,
			owner,
			false,
			async () => exchange,
			() => time,
		);

	it('gives a session with Guid and cookies', async () => {
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
		['100-021', 'occupied', /sign-in of this agent is still running/, /Try again/],
		['100-004', 'refused', /agent ID or the password is wrong/, /accounts lock/],
		['100-020', 'refused', /password has expired/, /Change the agent's password/],
		['110-016', 'refused', /account is locked/, /administrator/],
		['100-014', 'other', /phone number is outside/, /Check/],
		['100-007', 'other', /system behind the gateway/, /Try again/],
		['100-999', 'other', /not documented/, /./],
	])('%s is said plainly', async (code, problem, meaning, remedy) => {
		const failed = await refusedWith(code);
		expect(failed.problem).toBe(problem);
		expect(failed.exchange.meaning).toMatch(/^agent 31900 could not be signed in: /);
		expect(failed.exchange.meaning).toMatch(meaning);
		expect(failed.exchange.remedy).toMatch(remedy);
		expect(failed.message).toContain(`(${code})`);
		expect(`${failed.message}${JSON.stringify(failed)}`).not.toContain(owner.password);
	});

	it('says when the password has to be changed first, and takes it for refused', async () => {
		const failed = await failure(
			answered(
				{ retcode: '0', message: '', result: { isForceChange: 'true' } },
				{ setGuid: 'JSESSIONID=g' },
			),
		);
		expect(failed.problem).toBe('refused');
		expect(failed.exchange).toMatchObject({ outcome: 'rejected', again: false });
		expect(failed.message).toMatch(/wants its password changed first/);
	});

	it.each([
		['an answer without a Guid', answered({ retcode: '0' }), 'rejected', /brought no Guid/],
		[
			'a web page',
			{ type: 'answered', status: 200, body: '<html>' },
			'notAttempted',
			/not one of a CC-Gateway/,
		],
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

describe('the desk', () => {
	it('is one for all who know the password, and for nobody else', () => {
		expect(deskOf({ ...owner })).toBe(deskOf(owner));
		for (const other of [
			{ ...owner, password: 'a guess' },
			{ ...owner, agentId: '31901' as AgentId },
			{ ...owner, baseUrl: 'https://other' },
		]) {
			expect(deskOf(other)).not.toBe(deskOf(owner));
		}
	});

	it('signs in once, however many ask at once', async () => {
		const here = desk();
		let opened = 0;
		const open = async () => {
			opened++;
			await new Promise((resolve) => setImmediate(resolve));
			return sessionAt('g', time);
		};
		const sessions = await Promise.all(
			Array.from({ length: 20 }, async () => await here.signIn(owner, byNode, open)),
		);
		expect(opened).toBe(1);
		expect(new Set(sessions.map(({ guid }) => guid))).toEqual(new Set(['g']));
		await here.signIn(owner, byHand, open);
		expect(opened).toBe(1);
	});

	it('signs in anew once the session is dead or too old', async () => {
		const here = desk();
		here.offer(sessionAt('g', time));
		here.bury(sessionAt('g', time));
		expect(here.current(owner)).toBeUndefined();
		await here.signIn(owner, byNode, async () => sessionAt('h', time));
		expect(here.current(owner)?.guid).toBe('h');
		time += 119_500;
		expect(here.current(owner)).toBeUndefined();
	});

	it('keeps the newer of two sessions, and never takes a dead one back', () => {
		const here = desk();
		expect(here.offer(sessionAt('b', time))).toBe(true);
		expect(here.offer(sessionAt('a', time - 1000))).toBe(false);
		expect(here.offer(sessionAt('b2', time, time + 60_000))).toBe(true);
		expect(here.offer(sessionAt('b', time))).toBe(false);
		expect(here.current(owner)?.guid).toBe('b2');
		here.bury(sessionAt('b2', time));
		expect(here.offer(sessionAt('b2', time, time + 70_000))).toBe(false);
		expect(here.offer(sessionAt('a', time - 1000))).toBe(true);
	});

	it('tries a refused account once in five minutes for workflows', async () => {
		const here = desk();
		let asked = 0;
		const error = await refusedWith('100-004');
		const open = async () => {
			asked++;
			throw error;
		};
		const ask = async () =>
			await here.signIn(owner, byNode, open).catch((thrown: unknown) => thrown);
		expect(await ask()).toBe(error);
		time += 299_000;
		expect(await ask()).toBe(error);
		expect(asked).toBe(1);
		time += 1_000;
		await ask();
		expect(asked).toBe(2);
	});

	it('asks afresh for whoever presses Test', async () => {
		const here = desk();
		let asked = 0;
		const error = await refusedWith('100-004');
		const ask = async (byHand: boolean) =>
			await here
				.signIn(owner, { byHand, force: false }, async () => {
					asked++;
					throw error;
				})
				.catch((thrown: unknown) => thrown);
		await ask(false);
		await ask(false);
		expect(asked).toBe(1);
		await ask(true);
		await ask(true);
		expect(asked).toBe(3);
	});

	it('does not remember a refusal from the future, where the clock was set back', async () => {
		const here = desk();
		const error = await refusedWith('100-004');
		const refuse = async () => await here.signIn(owner, byNode, async () => Promise.reject(error));
		await expect(refuse()).rejects.toBe(error);
		time -= 3_600_000;
		await expect(
			here.signIn(owner, byNode, async () => sessionAt('g', time)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('asks once in four seconds while the agent is signed in elsewhere, a forced one at once', async () => {
		const here = desk();
		let asked = 0;
		const error = await refusedWith('100-002');
		const open = async () => {
			asked++;
			throw error;
		};
		const ask = async (force = false) =>
			await here.signIn(owner, { byHand: false, force }, open).catch((thrown: unknown) => thrown);
		await ask();
		await ask();
		expect(asked).toBe(1);
		await ask(true);
		expect(asked).toBe(2);
		time += 3_000;
		await ask();
		expect(asked).toBe(2);
		time += 1_000;
		await ask();
		expect(asked).toBe(3);
	});

	it('does not remember what may end differently the next time', async () => {
		const here = desk();
		const error = await refusedWith('100-007');
		await expect(
			here.signIn(owner, byNode, async () => {
				throw error;
			}),
		).rejects.toBe(error);
		await expect(
			here.signIn(owner, byNode, async () => sessionAt('g', time)),
		).resolves.toMatchObject({ guid: 'g' });
	});

	it('waits for a sign-in that is under way before it forces one', async () => {
		const here = desk();
		const error = await refusedWith('100-002');
		let finish: () => void = () => {};
		const first = here.signIn(owner, byNode, async () => {
			await new Promise<void>((resolve) => (finish = resolve));
			throw error;
		});
		const second = here.signIn(owner, { byHand: false, force: true }, async () =>
			sessionAt('g', time),
		);
		finish();
		await expect(first).rejects.toBe(error);
		await expect(second).resolves.toMatchObject({ guid: 'g' });
	});

	it('knows what must not show, up to a limit', () => {
		const here = desk();
		for (let number = 0; number < 200; number++) {
			here.offer({
				...sessionAt(`g${number}`, time + number),
				cookies: `c=long-value-${number}; t=true`,
			});
		}
		expect(here.secrets()).toContain('g199');
		expect(here.secrets()).toContain('long-value-199');
		expect(here.secrets()).not.toContain('true');
		expect(here.knownGuids()).not.toContain('long-value-199');
		expect(here.secrets().length).toBeLessThanOrEqual(100);
	});
});
