/** How a session that is in use gets its next Guid. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { answeredWith } from '../../../support/exchanges';
import type { Exchange } from '../../../../gateway/http/exchange';
import { writeSession } from '../../../../gateway/session/session';
import { ROBOT, GUID_LIFETIME } from '../../../support/serviceAccount';
import { START, OK, NOT_SIGNED_IN, LOST, resolved, World } from './sessionHarness';

let world: World;
beforeEach(() => (world = new World()));

describe('renewing a session', () => {
	/** A session that is so old, in parts of its life. */
	const aged = async (part: number): Promise<void> => {
		await world.noteAndAfter();
		world.time += part * GUID_LIFETIME;
	};
	const newGuid = answeredWith('0', { setGuid: 'JSESSIONID=next' });

	it('begins after two fifths of its life, and nobody waits for it', async () => {
		await aged(0.39);
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
		world.time = START + 0.4 * GUID_LIFETIME;
		let answerPoll: (exchange: Exchange) => void = () => {};
		world.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		expect(await world.note()).toBe(OK);
		await resolved();
		expect(world.sent.find(({ kind }) => kind === 'poll')).toEqual({
			kind: 'poll',
			at: 48_000,
			guid: 'g1',
			timeout: 20_000,
		});
		answerPoll(newGuid);
		await world.rest();
		await world.note();
		expect(world.guidsOf('note').at(-1)).toBe('next');
		expect(world.times('signIn')).toEqual([0]);
	});

	it('gives the Guid that comes next, and stores it', async () => {
		await aged(0.45);
		world.gateway.poll = () => newGuid;
		await world.noteAndAfter();
		expect(world.storedGuids).toEqual(['next']);
		expect(world.cache.current(world.account)).toEqual({
			...world.session('next', START),
			renewedAt: START + 0.45 * GUID_LIFETIME,
		});
		await world.noteAndAfter();
		expect(world.times('poll')).toHaveLength(1);
	});

	it('asks once at a time', async () => {
		await aged(0.5);
		world.gateway.poll = async () => await new Promise<Exchange>(() => {});
		for (let note = 0; note < 5; note++) {
			await world.note();
			await resolved();
			world.time += 2_000;
		}
		expect(world.times('poll')).toHaveLength(1);
	});

	it('leaves a second between the end of a poll and the next', async () => {
		await aged(0.5);
		await world.noteAndAfter();
		world.time += 999;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([60]);
		world.time += 1;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([60, 61]);
	});

	it('is left to another process that has done it', async () => {
		await aged(0.5);
		world.stored = writeSession(world.session('other', START, START + 55_000));
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
		await world.note();
		expect(world.guidsOf('note').at(-1)).toBe('other');
	});

	it('is left to a trigger of another process, unless that is gone', async () => {
		await aged(0.5);
		const listened = { ...world.session('g1', START), listener: 'another process' };
		world.stored = writeSession(listened);
		world.cache.adoptStored(world.stored, world.account);
		await world.noteAndAfter();
		world.time = START + 0.75 * GUID_LIFETIME - 1;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
		world.time += 1;
		world.gateway.poll = () => newGuid;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([90]);
		expect(world.cache.current(world.account)).toEqual({
			...world.session('next', START, START + GUID_LIFETIME / 2),
			listener: undefined,
		});
	});

	it('is left to a trigger of another process that began after the session was opened here', async () => {
		await aged(0.5);
		world.stored = writeSession({ ...world.session('g1', START), listener: 'another process' });
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
	});

	it('is left to a trigger of this process, whatever the age', async () => {
		await aged(0.9);
		await world.cache.pollLock.acquire(() => {});
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
	});

	it('takes a Guid that a gateway never replaces for good, but only late in its life', async () => {
		await aged(0.59);
		await world.noteAndAfter();
		expect(world.cache.current(world.account)?.renewedAt).toBe(START);
		world.time = START + 0.6 * GUID_LIFETIME;
		await world.noteAndAfter();
		expect(world.times('poll')).toHaveLength(2);
		expect(world.cache.current(world.account)).toEqual({
			...world.session('g1', START),
			renewedAt: START + 0.2 * GUID_LIFETIME,
		});
		expect(world.storedGuids).toEqual(['g1']);
	});

	it('keeps a run of an hour in one session at a gateway that never replaces a Guid', async () => {
		for (let seconds = 0; seconds < 3_600; seconds += 5) {
			expect(await world.noteAndAfter()).toBe(OK);
			world.time += 5_000;
		}
		expect(world.times('signIn')).toEqual([0]);
	});

	it.each([LOST, answeredWith('100-007'), answeredWith('000-007'), { ...OK, status: 500 }])(
		'proves nothing with %p',
		async (exchange) => {
			await aged(0.7);
			world.gateway.poll = () => exchange;
			await world.noteAndAfter();
			expect(world.times('poll')).toHaveLength(1);
			expect(world.cache.current(world.account)?.renewedAt).toBe(START);
			expect(world.storedGuids).toEqual([]);
		},
	);

	it.each([
		['an old session in the place of one that was opened meanwhile', {}],
		[
			'a Guid in the place of one that came another way meanwhile',
			{ signedInAt: START, renewedAt: START + 0.4 * GUID_LIFETIME },
		],
	])('does not put %s', async (_what, times) => {
		await aged(0.7);
		let answerPoll: (exchange: Exchange) => void = () => {};
		world.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		await world.note();
		await resolved();
		world.cache.adopt({ ...world.session('other'), ...times });
		answerPoll(newGuid);
		await world.rest();
		expect(world.cache.current(world.account)?.guid).toBe('other');
		expect(world.storedGuids).toEqual([]);
	});

	it.each([newGuid, OK])(
		'does not bring a session back that was lost meanwhile: %#',
		async (late) => {
			await aged(0.7);
			let answerPoll: (exchange: Exchange) => void = () => {};
			world.gateway.poll = async () =>
				await new Promise<Exchange>((resolve) => (answerPoll = resolve));
			await world.note();
			await resolved();
			world.cache.invalidate(world.session('g1', START));
			answerPoll(late);
			await world.rest();
			expect(world.cache.current(world.account)).toBeUndefined();
			expect(world.storedGuids).toEqual([]);
		},
	);

	it('is not begun in a session that is found to be lost', async () => {
		await aged(0.5);
		world.whileLooking = () => world.cache.invalidate(world.session('g1', START));
		const pollOnce = jest.spyOn(world.cache.pollLock, 'tryPoll');
		await world.noteAndAfter();
		expect(pollOnce).toHaveBeenCalledTimes(1);
		await expect(pollOnce.mock.calls[0]![0]()).resolves.toBeUndefined();
		expect(world.times('poll')).toEqual([]);
	});

	it('comes with any answer that brings a new Guid, also to the question for the status', async () => {
		await aged(0.1);
		world.gateway.note = () => newGuid;
		await world.noteAndAfter();
		expect(world.storedGuids).toEqual(['next']);
		world.gateway.note = ({ agentId }) => (agentId === ROBOT ? OK : NOT_SIGNED_IN);
		world.gateway.status = () => answeredWith('0', { setGuid: 'JSESSIONID=third' });
		world.time += 1_000;
		await world.note('31777' as AgentId);
		await world.rest();
		expect(world.storedGuids).toEqual(['next', 'third']);
		await world.note();
		expect(world.guidsOf('note').at(-1)).toBe('third');
	});

	it('counts a new Guid from when it was asked for, not from when the answer came', async () => {
		await aged(0.1);
		world.gateway.note = () => {
			world.time += 7_000;
			return newGuid;
		};
		await world.noteAndAfter();
		expect(world.cache.current(world.account)?.renewedAt).toBe(START + 0.1 * GUID_LIFETIME);
	});
});

describe('storing a renewed session', () => {
	it('stores nothing that was replaced before its turn', async () => {
		await world.noteAndAfter();
		let letStore: () => void = () => {};
		world.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		for (const guid of ['a', 'b', 'c']) {
			world.time += 1_000;
			world.gateway.note = () => answeredWith('0', { setGuid: `JSESSIONID=${guid}` });
			await world.note();
			await resolved();
		}
		world.beforeStoring = async () => {};
		letStore();
		await world.rest();
		expect(world.storedGuids).toEqual(['a', 'c']);
	});

	it('stores nothing older than what another process has stored', async () => {
		await world.noteAndAfter();
		world.stored = writeSession(world.session('other', START + 5_000));
		world.time += 10_000;
		world.gateway.note = () => answeredWith('0', { setGuid: 'JSESSIONID=next' });
		await world.noteAndAfter();
		expect(world.storedGuids).toEqual([]);
		expect(world.cache.current(world.account)?.guid).toBe('other');
	});

	it('stores nothing that was lost before its turn', async () => {
		await world.noteAndAfter();
		let letStore: () => void = () => {};
		world.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		for (const guid of ['a', 'b']) {
			world.time += 1_000;
			world.gateway.note = () => answeredWith('0', { setGuid: `JSESSIONID=${guid}` });
			await world.note();
			await resolved();
		}
		world.stored = '';
		world.cache.invalidate(world.session('a'));
		world.cache.invalidate(world.session('b'));
		letStore();
		await world.rest();
		expect(world.storedGuids).toEqual(['a']);
	});

	it('has settled when everything is stored, and not before', async () => {
		await world.noteAndAfter();
		world.time += 1_000;
		let letStore: () => void = () => {};
		world.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		world.gateway.note = () => answeredWith('0', { setGuid: 'JSESSIONID=next' });
		await world.note();
		let settled = false;
		const ended = world.client.settled().then(() => (settled = true));
		await resolved();
		expect(settled).toBe(false);
		letStore();
		await ended;
		expect(world.storedGuids).toEqual(['next']);
	});
});
