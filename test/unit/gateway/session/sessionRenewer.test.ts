/** Renewal of the Guid of a session in use. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { answeredWith } from '../../../support/exchanges';
import type { Exchange } from '../../../../gateway/http/exchange';
import { writeSession } from '../../../../gateway/session/session';
import { SERVICE_AGENT_ID, GUID_LIFETIME } from '../../../support/serviceAccount';
import { START, OK, NOT_SIGNED_IN, LOST, resolved, SessionHarness } from './sessionHarness';

let harness: SessionHarness;
beforeEach(() => (harness = new SessionHarness()));

describe('renewing a session', () => {
	/** Makes the session this old, as a fraction of a Guid's lifetime. */
	const aged = async (part: number): Promise<void> => {
		await harness.noteAndAfter();
		harness.time += part * GUID_LIFETIME;
	};
	const newGuid = answeredWith('0', { setGuid: 'JSESSIONID=next' });

	it('begins after two fifths of its life without delaying requests', async () => {
		await aged(0.39);
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([]);
		harness.time = START + 0.4 * GUID_LIFETIME;
		let answerPoll: (exchange: Exchange) => void = () => {};
		harness.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		expect(await harness.note()).toBe(OK);
		await resolved();
		expect(harness.sent.find(({ kind }) => kind === 'poll')).toEqual({
			kind: 'poll',
			at: 48_000,
			guid: 'g1',
			timeout: 20_000,
		});
		answerPoll(newGuid);
		await harness.rest();
		await harness.note();
		expect(harness.guidsOf('note').at(-1)).toBe('next');
		expect(harness.times('signIn')).toEqual([0]);
	});

	it('returns and stores the next Guid', async () => {
		await aged(0.45);
		harness.gateway.poll = () => newGuid;
		await harness.noteAndAfter();
		expect(harness.storedGuids).toEqual(['next']);
		expect(harness.cache.current(harness.account)).toEqual({
			...harness.session('next', START),
			renewedAt: START + 0.45 * GUID_LIFETIME,
		});
		await harness.noteAndAfter();
		expect(harness.times('poll')).toHaveLength(1);
	});

	it('sends one renewal at a time', async () => {
		await aged(0.5);
		harness.gateway.poll = async () => await new Promise<Exchange>(() => {});
		for (let note = 0; note < 5; note++) {
			await harness.note();
			await resolved();
			harness.time += 2_000;
		}
		expect(harness.times('poll')).toHaveLength(1);
	});

	it('leaves a second between the end of a poll and the next', async () => {
		await aged(0.5);
		await harness.noteAndAfter();
		harness.time += 999;
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([60]);
		harness.time += 1;
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([60, 61]);
	});

	it('is left to another process that has done it', async () => {
		await aged(0.5);
		harness.stored = writeSession(harness.session('other', START, START + 55_000));
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([]);
		await harness.note();
		expect(harness.guidsOf('note').at(-1)).toBe('other');
	});

	it('is left to a trigger of another process, unless that is gone', async () => {
		await aged(0.5);
		const listened = { ...harness.session('g1', START), listener: 'another process' };
		harness.stored = writeSession(listened);
		harness.cache.adoptStored(harness.stored, harness.account);
		await harness.noteAndAfter();
		harness.time = START + 0.75 * GUID_LIFETIME - 1;
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([]);
		harness.time += 1;
		harness.gateway.poll = () => newGuid;
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([90]);
		expect(harness.cache.current(harness.account)).toEqual({
			...harness.session('next', START, START + GUID_LIFETIME / 2),
			listener: undefined,
		});
	});

	it('is left to a trigger of another process that began after the session was opened here', async () => {
		await aged(0.5);
		harness.stored = writeSession({ ...harness.session('g1', START), listener: 'another process' });
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([]);
	});

	it('is left to a trigger of this process, whatever the age', async () => {
		await aged(0.9);
		await harness.cache.pollLock.acquire(() => {});
		await harness.noteAndAfter();
		expect(harness.times('poll')).toEqual([]);
	});

	it('treats a Guid as static if the gateway does not replace it late in its life', async () => {
		await aged(0.59);
		await harness.noteAndAfter();
		expect(harness.cache.current(harness.account)?.renewedAt).toBe(START);
		harness.time = START + 0.6 * GUID_LIFETIME;
		await harness.noteAndAfter();
		expect(harness.times('poll')).toHaveLength(2);
		expect(harness.cache.current(harness.account)).toEqual({
			...harness.session('g1', START),
			renewedAt: START + 0.2 * GUID_LIFETIME,
		});
		expect(harness.storedGuids).toEqual(['g1']);
	});

	it('keeps a run of an hour in one session at a gateway that never replaces a Guid', async () => {
		for (let seconds = 0; seconds < 3_600; seconds += 5) {
			expect(await harness.noteAndAfter()).toBe(OK);
			harness.time += 5_000;
		}
		expect(harness.times('signIn')).toEqual([0]);
	});

	it.each([LOST, answeredWith('100-007'), answeredWith('000-007'), { ...OK, status: 500 }])(
		'proves nothing with %p',
		async (exchange) => {
			await aged(0.7);
			harness.gateway.poll = () => exchange;
			await harness.noteAndAfter();
			expect(harness.times('poll')).toHaveLength(1);
			expect(harness.cache.current(harness.account)?.renewedAt).toBe(START);
			expect(harness.storedGuids).toEqual([]);
		},
	);

	it.each([
		['an old session in the place of one opened during the renewal', {}],
		[
			'a Guid in the place of one that arrived another way during the renewal',
			{ signedInAt: START, renewedAt: START + 0.4 * GUID_LIFETIME },
		],
	])('does not put %s', async (_what, times) => {
		await aged(0.7);
		let answerPoll: (exchange: Exchange) => void = () => {};
		harness.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		await harness.note();
		await resolved();
		harness.cache.adopt({ ...harness.session('other'), ...times });
		answerPoll(newGuid);
		await harness.rest();
		expect(harness.cache.current(harness.account)?.guid).toBe('other');
		expect(harness.storedGuids).toEqual([]);
	});

	it.each([newGuid, OK])(
		'does not revive a session that was lost during the renewal: %#',
		async (late) => {
			await aged(0.7);
			let answerPoll: (exchange: Exchange) => void = () => {};
			harness.gateway.poll = async () =>
				await new Promise<Exchange>((resolve) => (answerPoll = resolve));
			await harness.note();
			await resolved();
			harness.cache.invalidate(harness.session('g1', START));
			answerPoll(late);
			await harness.rest();
			expect(harness.cache.current(harness.account)).toBeUndefined();
			expect(harness.storedGuids).toEqual([]);
		},
	);

	it('does not begin in a lost session', async () => {
		await aged(0.5);
		harness.whileLooking = () => harness.cache.invalidate(harness.session('g1', START));
		const pollOnce = jest.spyOn(harness.cache.pollLock, 'tryPoll');
		await harness.noteAndAfter();
		expect(pollOnce).toHaveBeenCalledTimes(1);
		await expect(pollOnce.mock.calls[0]![0]()).resolves.toBeUndefined();
		expect(harness.times('poll')).toEqual([]);
	});

	it('happens by any answer with a new Guid, even to a status query', async () => {
		await aged(0.1);
		harness.gateway.note = () => newGuid;
		await harness.noteAndAfter();
		expect(harness.storedGuids).toEqual(['next']);
		harness.gateway.note = ({ agentId }) => (agentId === SERVICE_AGENT_ID ? OK : NOT_SIGNED_IN);
		harness.gateway.status = () => answeredWith('0', { setGuid: 'JSESSIONID=third' });
		harness.time += 1_000;
		await harness.note('31777' as AgentId);
		await harness.rest();
		expect(harness.storedGuids).toEqual(['next', 'third']);
		await harness.note();
		expect(harness.guidsOf('note').at(-1)).toBe('third');
	});

	it('counts a new Guid from the request, not from the answer', async () => {
		await aged(0.1);
		harness.gateway.note = () => {
			harness.time += 7_000;
			return newGuid;
		};
		await harness.noteAndAfter();
		expect(harness.cache.current(harness.account)?.renewedAt).toBe(START + 0.1 * GUID_LIFETIME);
	});
});

describe('storing a renewed session', () => {
	it('stores nothing that was replaced before its turn', async () => {
		await harness.noteAndAfter();
		let letStore: () => void = () => {};
		harness.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		for (const guid of ['a', 'b', 'c']) {
			harness.time += 1_000;
			harness.gateway.note = () => answeredWith('0', { setGuid: `JSESSIONID=${guid}` });
			await harness.note();
			await resolved();
		}
		harness.beforeStoring = async () => {};
		letStore();
		await harness.rest();
		expect(harness.storedGuids).toEqual(['a', 'c']);
	});

	it('stores nothing older than what another process has stored', async () => {
		await harness.noteAndAfter();
		harness.stored = writeSession(harness.session('other', START + 5_000));
		harness.time += 10_000;
		harness.gateway.note = () => answeredWith('0', { setGuid: 'JSESSIONID=next' });
		await harness.noteAndAfter();
		expect(harness.storedGuids).toEqual([]);
		expect(harness.cache.current(harness.account)?.guid).toBe('other');
	});

	it('stores nothing that was lost before its turn', async () => {
		await harness.noteAndAfter();
		let letStore: () => void = () => {};
		harness.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		for (const guid of ['a', 'b']) {
			harness.time += 1_000;
			harness.gateway.note = () => answeredWith('0', { setGuid: `JSESSIONID=${guid}` });
			await harness.note();
			await resolved();
		}
		harness.stored = '';
		harness.cache.invalidate(harness.session('a'));
		harness.cache.invalidate(harness.session('b'));
		letStore();
		await harness.rest();
		expect(harness.storedGuids).toEqual(['a']);
	});

	it('settles only when everything is stored', async () => {
		await harness.noteAndAfter();
		harness.time += 1_000;
		let letStore: () => void = () => {};
		harness.beforeStoring = async () => await new Promise<void>((resolve) => (letStore = resolve));
		harness.gateway.note = () => answeredWith('0', { setGuid: 'JSESSIONID=next' });
		await harness.note();
		let settled = false;
		const ended = harness.client.settled().then(() => (settled = true));
		await resolved();
		expect(settled).toBe(false);
		letStore();
		await ended;
		expect(harness.storedGuids).toEqual(['next']);
	});
});
