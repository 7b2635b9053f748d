/** How a session is opened that is not to be had at once. */
import { answeredWith } from '../../../support/exchanges';
import { writeSession } from '../../../../gateway/session/session';
import { GUID_LIFETIME } from '../../../support/serviceAccount';
import { START, OK, ELSEWHERE, LOST_AT_ONCE, LOST, World, noSession } from './sessionHarness';

let world: World;
beforeEach(() => (world = new World()));

describe('a sign-in that does not work', () => {
	it('because the account is refused, ends it for the run', async () => {
		world.gateway.signIn = () => answeredWith('100-004');
		const first = noSession(await world.note());
		expect(first).toMatchObject({ outcome: 'rejected', retryable: false, retcode: '100-004' });
		expect(first.meaning).toMatch(/^agent 31900 could not be signed in: /);
		world.gateway.signIn = () => OK;
		world.time += 600_000;
		expect(await world.note()).toEqual(first);
		expect(world.times('signIn')).toEqual([0]);
	});

	it('for another reason may work later, but is tried three times in a run at most', async () => {
		world.gateway.signIn = () => LOST;
		expect(noSession(await world.note()).retryable).toBe(true);
		expect(noSession(await world.note()).retryable).toBe(true);
		const third = noSession(await world.note());
		expect(third).toMatchObject({ outcome: 'notAttempted', retryable: false });
		expect(third.meaning).toMatch(/no answer came$/);
		expect(await world.note()).toEqual(third);
		expect(world.times('signIn')).toHaveLength(3);
	});

	it('is forgotten once somebody has a session', async () => {
		world.gateway.signIn = () => answeredWith('100-004');
		await world.note();
		world.cache.adopt(world.session('other'));
		expect(await world.note()).toBe(OK);
	});

	it('is tried afresh by the next run', async () => {
		world.gateway.signIn = () => LOST;
		for (let tries = 0; tries < 3; tries++) await world.note();
		world.client = world.newRun();
		expect(noSession(await world.note()).retryable).toBe(true);
		expect(world.times('signIn')).toHaveLength(4);
	});

	it('is told of if it works, but the session is over at once', async () => {
		world.gateway.signIn = () => {
			world.time += GUID_LIFETIME;
			return answeredWith('0', { setGuid: 'JSESSIONID=old' });
		};
		expect(await world.note()).toEqual(LOST_AT_ONCE);
		expect(world.guidsOf('note')).toEqual([]);
	});
});

describe('an agent who is signed in elsewhere', () => {
	beforeEach(() => {
		world.gateway.signIn = () => ELSEWHERE;
	});

	it('is waited for: a look every two seconds, a try every ten, until its session must be over', async () => {
		const exchange = noSession(await world.note());
		expect(world.times('signIn')).toEqual([
			0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 125,
		]);
		expect(world.looksAt()).toEqual([...Array.from({ length: 63 }, (_, index) => 2 * index), 125]);
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
		'is waited for as long, though the clock jumps by %p ms meanwhile',
		async (jump) => {
			world.meanwhile = () => {
				if (world.pauses.length === 5) world.time += jump;
			};
			expect(noSession(await world.note()).retcode).toBe('100-002');
			expect(world.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(125_000);
			expect(world.times('signIn')).toHaveLength(14);
		},
	);

	it('is not waited for a second time in the run', async () => {
		const exchange = await world.note();
		const tries = world.times('signIn').length;
		expect(await world.note()).toEqual(exchange);
		expect(world.times('signIn')).toHaveLength(tries);
	});

	it('is signed in by the last try if that finds it free', async () => {
		world.gateway.signIn = () =>
			world.time - START < 125_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['late']);
	});

	it('is signed in by the next try once it is free', async () => {
		world.gateway.signIn = () =>
			world.time - START < 25_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await world.note()).toBe(OK);
		expect(world.times('signIn')).toEqual([0, 10, 20, 30]);
	});

	it('is not signed in any more once another process has stored a session', async () => {
		world.meanwhile = () => {
			if (world.time - START >= 14_000) {
				world.stored = writeSession(world.session('other', START + 13_000));
			}
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['other']);
		expect(world.times('signIn')).toEqual([0, 10]);
		expect(world.time - START).toBe(14_000);
	});

	it('is not waited for once the run is halted', async () => {
		world.meanwhile = () => (world.aborted = world.time - START >= 6_000);
		expect(noSession(await world.note())).toMatchObject({
			aborted: true,
			outcome: 'notAttempted',
		});
		expect(world.time - START).toBe(6_000);
		expect(world.times('signIn')).toEqual([0]);
	});

	it('is told of as called off if the run is halted during the sign-in', async () => {
		world.gateway.signIn = () => {
			world.aborted = true;
			return ELSEWHERE;
		};
		expect(noSession(await world.note()).aborted).toBe(true);
		expect(world.pauses).toEqual([]);
	});

	it('may be waited for again after that: nothing was decided', async () => {
		world.meanwhile = () => (world.aborted = true);
		await world.note();
		world.aborted = false;
		world.meanwhile = () => {};
		world.gateway.signIn = () => answeredWith('0', { setGuid: 'JSESSIONID=later' });
		world.time += 60_000;
		expect(await world.note()).toBe(OK);
	});

	it('is waited for just as long where it may not be forced out', async () => {
		world.gateway.signIn = () => answeredWith('100-015');
		const { meaning, remedy, retcode } = noSession(await world.note());
		expect(world.times('signIn')).toEqual([
			0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 125,
		]);
		expect(retcode).toBe('100-015');
		expect(meaning).toMatch(/cannot be forced out, and still after 125 seconds of waiting$/);
		expect(remedy).toBe(
			'Somebody else uses agent 31900: give the credential an agent of its own, or sign the other session out.',
		);
	});

	it('is not "somebody else" where a sign-in is merely under way', async () => {
		world.gateway.signIn = () => answeredWith('100-021');
		const { meaning, remedy } = noSession(await world.note());
		expect(meaning).toMatch(/still running, and still after 125 seconds of waiting$/);
		expect(remedy).toBe('Try again in a moment.');
	});

	it('tells why at last if the reason has become another one', async () => {
		world.gateway.signIn = () =>
			world.time - START < 10_000 ? ELSEWHERE : answeredWith('100-004');
		expect(noSession(await world.note())).toMatchObject({ retcode: '100-004', retryable: false });
		expect(world.times('signIn')).toEqual([0, 10]);
	});
});

describe('a wait for the session that ended well', () => {
	const free = answeredWith('0', { setGuid: 'JSESSIONID=late' });
	const freeAfter = (ms: number, refusal = ELSEWHERE) => {
		world.gateway.signIn = () => (world.time - START < ms ? refusal : free);
	};

	it('is told of with its length, and with what had to end', async () => {
		freeAfter(25_000);
		await world.note();
		expect(world.client.hints()).toEqual([
			'Signing in took 30 seconds: an earlier session of agent 31900 had to end first.',
		]);
	});

	it('is told of where another process has opened the session meanwhile', async () => {
		world.gateway.signIn = () => answeredWith('100-021');
		world.meanwhile = () => {
			if (world.time - START >= 4_000) world.stored = writeSession(world.session('other'));
		};
		await world.note();
		expect(world.client.hints()).toEqual([
			'Signing in took 4 seconds: another sign-in of agent 31900 had to end first.',
		]);
	});

	it('is added to an earlier one of the run, and is no matter of the next run', async () => {
		freeAfter(5_000);
		await world.note();
		world.time += GUID_LIFETIME;
		world.stored = '';
		const again = world.time - START + 5_000;
		freeAfter(again);
		await world.note();
		expect(world.client.hints()).toEqual([expect.stringContaining('took 20 seconds')]);
		world.client = world.newRun();
		await world.note();
		expect(world.client.hints()).toEqual([]);
	});

	it('is not told of where it was short, or in vain', async () => {
		await world.note();
		expect(world.client.hints()).toEqual([]);
		world = new World();
		world.account.takeOver = true;
		world.chance = 1;
		world.gateway.signIn = () => ELSEWHERE;
		await world.note();
		expect(world.pauses).toEqual([3_000]);
		expect(world.client.hints()).toEqual([]);
		world = new World();
		world.gateway.signIn = () => ELSEWHERE;
		await world.note();
		expect(world.client.hints()).toEqual([]);
	});
});

describe('taking a session over', () => {
	beforeEach(() => {
		world.account.takeOver = true;
		world.gateway.signIn = () => ELSEWHERE;
	});

	it.each([
		[0, 1_000],
		[0.5, 2_000],
		[1, 3_000],
	])('is done after a pause that chance makes longer: %p, %p ms', async (chance, pause) => {
		world.chance = chance;
		expect(await world.note()).toBe(OK);
		expect(world.pauses).toEqual([pause]);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.times('takeOver')).toEqual([pause / 1000]);
	});

	it('is not done if another process has stored its session meanwhile', async () => {
		world.meanwhile = () => (world.stored = writeSession(world.session('other')));
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['other']);
		expect(world.times('takeOver')).toEqual([]);
	});

	it('is not done if the run is halted meanwhile', async () => {
		world.meanwhile = () => (world.aborted = true);
		expect(noSession(await world.note()).aborted).toBe(true);
		expect(world.times('takeOver')).toEqual([]);
	});

	it('is not done while a sign-in is merely under way', async () => {
		world.gateway.signIn = () => (world.time - START < 10_000 ? answeredWith('100-021') : OK);
		await world.note();
		expect(world.times('signIn')).toEqual([0, 10]);
		expect(world.times('takeOver')).toEqual([]);
	});

	it('is never done where the gateway says that nobody may', async () => {
		world.gateway.signIn = () =>
			world.time - START < 15_000
				? answeredWith('100-015')
				: answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await world.note()).toBe(OK);
		expect(world.times('signIn')).toEqual([0, 10, 20]);
		expect(world.times('takeOver')).toEqual([]);
	});

	it('is tried once where the gateway says only then that nobody may', async () => {
		world.gateway.signIn = () =>
			world.time - START < 30_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		world.gateway.takeOver = () => answeredWith('100-015');
		expect(await world.note()).toBe(OK);
		expect(world.times('takeOver')).toEqual([1]);
		expect(world.times('signIn')).toEqual([0, 11, 21, 31]);
	});

	it('that is refused is tried again every ten seconds, without a pause of its own', async () => {
		world.gateway.takeOver = () =>
			world.time - START < 15_000 ? ELSEWHERE : answeredWith('0', { setGuid: 'JSESSIONID=late' });
		expect(await world.note()).toBe(OK);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.times('takeOver')).toEqual([1, 11, 21]);
		expect(world.pauses.slice(1).every((pause) => pause === 2_000)).toBe(true);
	});
});
