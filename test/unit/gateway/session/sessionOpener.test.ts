/** Opening a session that is not available immediately. */
import { answeredWith } from '../../../support/exchanges';
import { writeSession } from '../../../../gateway/session/session';
import type { NoSession } from '../../../../gateway/http/exchange';
import { SessionOpener } from '../../../../gateway/session/sessionOpener';
import { GUID_LIFETIME, signInAt } from '../../../support/serviceAccount';
import {
	START,
	OK,
	ELSEWHERE,
	LOST_AT_ONCE,
	LOST,
	SessionHarness,
	noSession,
} from './sessionHarness';

let harness: SessionHarness;
beforeEach(() => (harness = new SessionHarness()));

describe('a failing sign-in', () => {
	it('is not retried in the run if the account is refused', async () => {
		harness.gateway.signIn = () => answeredWith('100-004');
		const first = noSession(await harness.note());
		expect(first).toMatchObject({ outcome: 'rejected', retryable: false, retcode: '100-004' });
		expect(first.meaning).toMatch(/^agent 31900 could not be signed in: /);
		harness.gateway.signIn = () => OK;
		harness.time += 600_000;
		expect(await harness.note()).toEqual(first);
		expect(harness.times('signIn')).toEqual([0]);
	});

	it('is retried for another reason, three times in a run at most', async () => {
		harness.gateway.signIn = () => LOST;
		expect(noSession(await harness.note()).retryable).toBe(true);
		expect(noSession(await harness.note()).retryable).toBe(true);
		const third = noSession(await harness.note());
		expect(third).toMatchObject({ outcome: 'notAttempted', retryable: false });
		expect(third.meaning).toMatch(/no answer came$/);
		expect(await harness.note()).toEqual(third);
		expect(harness.times('signIn')).toHaveLength(3);
	});

	it('is forgotten once a session is open', async () => {
		harness.gateway.signIn = () => answeredWith('100-004');
		await harness.note();
		harness.cache.adopt(harness.session('other'));
		expect(await harness.note()).toBe(OK);
	});

	it('is retried by the next run', async () => {
		harness.gateway.signIn = () => LOST;
		for (let tries = 0; tries < 3; tries++) await harness.note();
		harness.client = harness.newRun();
		expect(noSession(await harness.note()).retryable).toBe(true);
		expect(harness.times('signIn')).toHaveLength(4);
	});

	it('is reported if it succeeds, but the new session is lost immediately', async () => {
		harness.gateway.signIn = () => {
			harness.time += GUID_LIFETIME;
			return answeredWith('0', { setGuid: 'JSESSIONID=old' });
		};
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.guidsOf('note')).toEqual([]);
	});
});

describe('an agent who is signed in elsewhere', () => {
	beforeEach(() => {
		harness.gateway.signIn = () => ELSEWHERE;
	});

	it('is waited for, reading the stored session every two seconds and signing in every ten, until the other session must have expired', async () => {
		const exchange = noSession(await harness.note());
		expect(harness.times('signIn')).toEqual([
			0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 125,
		]);
		expect(harness.looksAt()).toEqual([
			...Array.from({ length: 63 }, (_, index) => 2 * index),
			125,
		]);
		expect(exchange).toMatchObject({
			outcome: 'rejected',
			retryable: false,
			retcode: '100-002',
			meaning:
				'agent 31900 could not be signed in: somebody is signed in with this agent ID already, and still after 125 seconds of waiting',
		});
		expect(exchange.remedy).toMatch(
			/^Somebody else uses agent 31900: give the credential an agent of its own, /,
		);
	});

	it.each([-3_600_000, 3_600_000])(
		'is waited for as long if the clock jumps by %p ms during the wait',
		async (jump) => {
			harness.meanwhile = () => {
				if (harness.pauses.length === 5) harness.time += jump;
			};
			expect(noSession(await harness.note()).retcode).toBe('100-002');
			expect(harness.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(125_000);
			expect(harness.times('signIn')).toHaveLength(14);
		},
	);

	it('is not waited for a second time in the run', async () => {
		const exchange = await harness.note();
		const tries = harness.times('signIn').length;
		expect(await harness.note()).toEqual(exchange);
		expect(harness.times('signIn')).toHaveLength(tries);
	});

	it('is signed in by the last try if that finds it free', async () => {
		harness.gateway.signIn = () =>
			harness.time - START < 125_000
				? ELSEWHERE
				: answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['late']);
	});

	it('is signed in by the next try once it is free', async () => {
		harness.gateway.signIn = () =>
			harness.time - START < 25_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await harness.note()).toBe(OK);
		expect(harness.times('signIn')).toEqual([0, 10, 20, 30]);
	});

	it('is not signed in any more once another process has stored a session', async () => {
		harness.meanwhile = () => {
			if (harness.time - START >= 14_000) {
				harness.stored = writeSession(harness.session('other', START + 13_000));
			}
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['other']);
		expect(harness.times('signIn')).toEqual([0, 10]);
		expect(harness.time - START).toBe(14_000);
	});

	it('is not waited for once the run is stopped', async () => {
		harness.meanwhile = () => (harness.aborted = harness.time - START >= 6_000);
		expect(noSession(await harness.note())).toMatchObject({
			aborted: true,
			outcome: 'notAttempted',
		});
		expect(harness.time - START).toBe(6_000);
		expect(harness.times('signIn')).toEqual([0]);
	});

	it('is reported as cancelled if the run is stopped during the sign-in', async () => {
		harness.gateway.signIn = () => {
			harness.aborted = true;
			return ELSEWHERE;
		};
		expect(noSession(await harness.note()).aborted).toBe(true);
		expect(harness.pauses).toEqual([]);
	});

	it('may be waited for again after a cancelled wait', async () => {
		harness.meanwhile = () => (harness.aborted = true);
		await harness.note();
		harness.aborted = false;
		harness.meanwhile = () => {};
		harness.gateway.signIn = () => answeredWith('0', { setGuid: 'JSESSIONID=later' });
		harness.time += 60_000;
		expect(await harness.note()).toBe(OK);
	});

	it('is waited for as long if it may not be forced out', async () => {
		harness.gateway.signIn = () => answeredWith('100-015');
		const { meaning, remedy, retcode } = noSession(await harness.note());
		expect(harness.times('signIn')).toEqual([
			0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 125,
		]);
		expect(retcode).toBe('100-015');
		expect(meaning).toMatch(/cannot be forced out, and still after 125 seconds of waiting$/);
		expect(remedy).toBe(
			'Somebody else uses agent 31900: give the credential an agent of its own, or sign the other session out.',
		);
	});

	it('is not assumed while a sign-in is merely in progress', async () => {
		harness.gateway.signIn = () => answeredWith('100-021');
		const { meaning, remedy } = noSession(await harness.note());
		expect(meaning).toMatch(/still running, and still after 125 seconds of waiting$/);
		expect(remedy).toBe('Try again in a moment.');
	});

	it('is reported with the last reason if the reason has changed', async () => {
		harness.gateway.signIn = () =>
			harness.time - START < 10_000 ? ELSEWHERE : answeredWith('100-004');
		expect(noSession(await harness.note())).toMatchObject({ retcode: '100-004', retryable: false });
		expect(harness.times('signIn')).toEqual([0, 10]);
	});
});

describe('a wait for the session that ended well', () => {
	const free = answeredWith('0', { setGuid: 'JSESSIONID=late' });
	const freeAfter = (ms: number, refusal = ELSEWHERE) => {
		harness.gateway.signIn = () => (harness.time - START < ms ? refusal : free);
	};

	it('is reported with its duration and its cause', async () => {
		freeAfter(25_000);
		await harness.note();
		expect(harness.client.hints()).toEqual([
			'Signing in took 30 seconds: an earlier session of agent 31900 had to end first.',
		]);
	});

	it('is reported if another process opened the session during the wait', async () => {
		harness.gateway.signIn = () => answeredWith('100-021');
		harness.meanwhile = () => {
			if (harness.time - START >= 4_000) harness.stored = writeSession(harness.session('other'));
		};
		await harness.note();
		expect(harness.client.hints()).toEqual([
			'Signing in took 4 seconds: another sign-in of agent 31900 had to end first.',
		]);
	});

	it('is added to an earlier one of the run, and not to the next run', async () => {
		freeAfter(5_000);
		await harness.note();
		harness.time += GUID_LIFETIME;
		harness.stored = '';
		const again = harness.time - START + 5_000;
		freeAfter(again);
		await harness.note();
		expect(harness.client.hints()).toEqual([expect.stringContaining('took 20 seconds')]);
		harness.client = harness.newRun();
		await harness.note();
		expect(harness.client.hints()).toEqual([]);
	});

	it('is not reported if it was short or in vain', async () => {
		await harness.note();
		expect(harness.client.hints()).toEqual([]);
		harness = new SessionHarness();
		harness.account.takeOver = true;
		harness.chance = 1;
		harness.gateway.signIn = () => ELSEWHERE;
		await harness.note();
		expect(harness.pauses).toEqual([3_000]);
		expect(harness.client.hints()).toEqual([]);
		harness = new SessionHarness();
		harness.gateway.signIn = () => ELSEWHERE;
		await harness.note();
		expect(harness.client.hints()).toEqual([]);
	});
});

describe('taking a session over', () => {
	beforeEach(() => {
		harness.account.takeOver = true;
		harness.gateway.signIn = () => ELSEWHERE;
	});

	it.each([
		[0, 1_000],
		[0.5, 2_000],
		[1, 3_000],
	])('happens after a pause with jitter: %p, %p ms', async (chance, pause) => {
		harness.chance = chance;
		expect(await harness.note()).toBe(OK);
		expect(harness.pauses).toEqual([pause]);
		expect(harness.times('signIn')).toEqual([0]);
		expect(harness.times('takeOver')).toEqual([pause / 1000]);
	});

	it('is omitted if another process stored its session during the pause', async () => {
		harness.meanwhile = () => (harness.stored = writeSession(harness.session('other')));
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['other']);
		expect(harness.times('takeOver')).toEqual([]);
	});

	it('is omitted if the run is stopped during the pause', async () => {
		harness.meanwhile = () => (harness.aborted = true);
		expect(noSession(await harness.note()).aborted).toBe(true);
		expect(harness.times('takeOver')).toEqual([]);
	});

	it('is omitted while a sign-in is merely in progress', async () => {
		harness.gateway.signIn = () => (harness.time - START < 10_000 ? answeredWith('100-021') : OK);
		await harness.note();
		expect(harness.times('signIn')).toEqual([0, 10]);
		expect(harness.times('takeOver')).toEqual([]);
	});

	it('never happens if the gateway forbids it', async () => {
		harness.gateway.signIn = () =>
			harness.time - START < 15_000
				? answeredWith('100-015')
				: answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await harness.note()).toBe(OK);
		expect(harness.times('signIn')).toEqual([0, 10, 20]);
		expect(harness.times('takeOver')).toEqual([]);
	});

	it('is tried once if the gateway forbids it only then', async () => {
		harness.gateway.signIn = () =>
			harness.time - START < 30_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		harness.gateway.takeOver = () => answeredWith('100-015');
		expect(await harness.note()).toBe(OK);
		expect(harness.times('takeOver')).toEqual([1]);
		expect(harness.times('signIn')).toEqual([0, 11, 21, 31]);
	});

	it('is retried every ten seconds if it is refused', async () => {
		harness.gateway.takeOver = () =>
			harness.time - START < 15_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await harness.note()).toBe(OK);
		expect(harness.times('signIn')).toEqual([0]);
		expect(harness.times('takeOver')).toEqual([1, 11, 21]);
		expect(harness.pauses.slice(1).every((pause) => pause === 2_000)).toBe(true);
	});
});

it('an agent who is signed in elsewhere is not waited for if no time is granted', async () => {
	const { cache, account } = harness;
	let signIns = 0;
	const opener = new SessionOpener(
		{
			account,
			cache,
			adapter: {
				sendIn: async () => OK,
				readStored: async () => '',
				signIn: async (force) => {
					signIns++;
					return await signInAt(harness, { cache, account, send: async () => ELSEWHERE })(force);
				},
				store: async () => {},
			},
		},
		0,
	);
	const sleep = jest.fn();
	const result = await opener.session({ sleep, aborted: () => false, random: () => 0 });
	expect(result).toMatchObject({ type: 'noSession', retcode: '100-002' });
	expect((result as NoSession).meaning).not.toMatch(/waiting/);
	expect(sleep).not.toHaveBeenCalled();
	expect(signIns).toBe(1);
});
