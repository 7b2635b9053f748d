import type { AgentId } from '../../../../gateway/values/agentId';
import { writeSession } from '../../../../gateway/session/session';
import { account, clock, newCache, sessionAt, byNode } from './sessionCacheHarness';

describe('the session cache', () => {
	it('signs in again once the session is invalidated or too old', async () => {
		const here = newCache();
		here.adopt(sessionAt('g', clock.now));
		here.invalidate(sessionAt('g', clock.now));
		expect(here.current(account)).toBeUndefined();
		await here.signIn(account, byNode, async () => sessionAt('h', clock.now));
		expect(here.current(account)?.guid).toBe('h');
		clock.now += 119_500;
		expect(here.current(account)).toBeUndefined();
	});

	it('keeps the newer of two sessions, and never adopts an invalidated one', () => {
		const here = newCache();
		expect(here.adopt(sessionAt('b', clock.now))).toBe(true);
		expect(here.adopt(sessionAt('a', clock.now - 1000))).toBe(false);
		expect(here.adopt(sessionAt('b2', clock.now, clock.now + 60_000))).toBe(true);
		expect(here.adopt(sessionAt('b', clock.now))).toBe(false);
		expect(here.current(account)?.guid).toBe('b2');
		here.invalidate(sessionAt('b2', clock.now));
		expect(here.adopt(sessionAt('b2', clock.now, clock.now + 70_000))).toBe(false);
		expect(here.adopt(sessionAt('a', clock.now - 1000))).toBe(true);
	});

	it('keeps the secrets to redact, up to a limit', () => {
		const here = newCache();
		for (let number = 0; number < 200; number++) {
			here.adopt({
				...sessionAt(`g${number}`, clock.now + number),
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
		for (let number = 0; number < 51; number++) here.invalidate(sessionAt(`g${number}`, clock.now));
		for (let number = 1; number < 51; number++) {
			expect(here.adopt(sessionAt(`g${number}`, clock.now + number))).toBe(false);
		}
		expect(here.adopt(sessionAt('g0', clock.now))).toBe(true);
	});

	it('remembers a session that was lost twice as long as a new one', () => {
		const here = newCache();
		here.invalidate(sessionAt('first', clock.now));
		for (let number = 0; number < 49; number++) here.invalidate(sessionAt(`g${number}`, clock.now));
		here.invalidate(sessionAt('first', clock.now));
		here.invalidate(sessionAt('last', clock.now));
		expect(here.adopt(sessionAt('first', clock.now))).toBe(false);
		expect(here.adopt(sessionAt('g0', clock.now))).toBe(true);
	});

	it('keeps as secrets the Guid and long values of cookies', () => {
		const here = newCache();
		here.adopt({
			...sessionAt('the-guid', clock.now),
			cookies: 'a=12345678; b=1234567; c=x=longer-value; bare-value',
		});
		expect(here.secrets.all()).toEqual(['the-guid', '12345678', 'x=longer-value', 'bare-value']);
	});

	it('keeps a session that is adopted a second time', () => {
		const here = newCache();
		expect(here.adopt(sessionAt('g', clock.now))).toBe(true);
		expect(here.adopt({ ...sessionAt('g', clock.now), cookies: 'other=1' })).toBe(true);
		expect(here.current(account)?.cookies).toBe('');
		expect(here.adopt(sessionAt('h', clock.now))).toBe(false);
	});

	it('does not adopt a session of an earlier sign-in, however recently it was renewed', () => {
		const here = newCache();
		here.adopt(sessionAt('new', clock.now));
		expect(here.adopt(sessionAt('old', clock.now - 60_000, clock.now + 1_000))).toBe(false);
		expect(here.adopt(sessionAt('newer', clock.now + 1, clock.now - 1))).toBe(true);
	});

	it('uses the session that was just opened, even if the clock was set back', async () => {
		const here = newCache();
		here.adopt(sessionAt('future', clock.now + 500_000, clock.now - 500_000));
		expect(here.current(account)).toBeUndefined();
		await here.signIn(account, byNode, async () => sessionAt('g', clock.now));
		expect(here.current(account)?.guid).toBe('g');
	});

	it('adopts the stored session only if it is still valid', () => {
		const here = newCache();
		for (const useless of [
			'',
			undefined,
			writeSession(sessionAt('old', clock.now - account.guidLifetime)),
			writeSession({ ...sessionAt('foreign', clock.now), agentId: '31901' as AgentId }),
		]) {
			here.adoptStored(useless, account);
			expect(here.current(account)).toBeUndefined();
			expect(here.secrets.inInput()).toEqual([]);
		}
		here.adoptStored(writeSession(sessionAt('g', clock.now)), account);
		expect(here.current(account)?.guid).toBe('g');
		expect(here.secrets.inInput()).toEqual(['g']);
	});
});
