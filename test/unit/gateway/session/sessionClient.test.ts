/** The session of a run, against a scripted gateway, on a manual clock. */
import type { AgentId } from '../../../../gateway/values/agentId';
import { answeredWith } from '../../../support/exchanges';
import { writeSession } from '../../../../gateway/session/session';
import { GUID_LIFETIME } from '../../../support/serviceAccount';
import {
	START,
	OK,
	NOT_SIGNED_IN,
	LOST_AT_ONCE,
	LOST,
	type Script,
	SessionHarness,
	noSession,
} from './sessionHarness';

let harness: SessionHarness;
beforeEach(() => (harness = new SessionHarness()));

describe('the session of a run', () => {
	it('is opened once for all concurrent requests, and used from then on', async () => {
		const exchanges = await Promise.all(
			Array.from({ length: 10 }, async () => await harness.note()),
		);
		expect(exchanges).toEqual(Array.from({ length: 10 }, () => OK));
		await harness.note();
		expect(harness.times('signIn')).toEqual([0]);
		expect(new Set(harness.guidsOf('note'))).toEqual(new Set(['g1']));
		expect(harness.sent.filter(({ kind }) => kind === 'note')).toHaveLength(11);
	});

	it('is the one of an earlier run in the same process, without reading the stored one', async () => {
		await harness.note();
		harness.stored = '';
		harness.client = harness.newRun();
		const looks = harness.looksAt();
		await harness.note();
		expect(harness.times('signIn')).toEqual([0]);
		expect(harness.looksAt()).toEqual(looks);
	});

	it('is the stored one if that is still valid', async () => {
		harness.stored = writeSession(harness.session('stored', START - 60_000));
		await harness.note();
		expect(harness.guidsOf('note')).toEqual(['stored']);
		expect(harness.actions).toBe(0);
	});

	it.each([
		['too old', {}, GUID_LIFETIME],
		['of another agent', { agentId: '31901' as AgentId }, 0],
		['of another gateway', { gatewayUrl: 'https://other/agentgateway/resource' }, 0],
	])('is a new one if the stored one is %s', async (_name, fields, age) => {
		harness.stored = writeSession({ ...harness.session('stored', START - age), ...fields });
		await harness.note();
		expect(harness.guidsOf('note')).toEqual(['g1']);
	});

	it('is not opened for a stopped run', async () => {
		harness.aborted = true;
		expect(noSession(await harness.note())).toMatchObject({
			outcome: 'notAttempted',
			aborted: true,
			retryable: false,
			meaning: 'the run ended while the agent was being signed in',
			remedy: 'Run the workflow again for what is missing.',
		});
		expect(harness.sent).toEqual([]);
	});
});

describe('a lost session', () => {
	/** The gateway honours the newest Guid only. */
	const honour = (...guids: string[]) => {
		const script: Script = (_request, session) =>
			guids.includes(session?.guid ?? '') ? OK : NOT_SIGNED_IN;
		harness.gateway.note = script;
		harness.gateway.status = script;
	};

	it('is replaced, and the refused request is sent once more', async () => {
		honour('g2');
		expect(await harness.note()).toBe(OK);
		expect(harness.sent.map(({ kind, guid }) => [kind, guid])).toEqual([
			['signIn', undefined],
			['note', 'g1'],
			['status', 'g1'],
			['signIn', undefined],
			['note', 'g2'],
		]);
	});

	it('causes one liveness check and one sign-in for all requests of the run', async () => {
		await harness.note();
		honour('g2');
		const exchanges = await Promise.all(
			Array.from({ length: 8 }, async () => await harness.note()),
		);
		expect(new Set(exchanges)).toEqual(new Set([OK]));
		expect(harness.guidsOf('status')).toEqual(['g1']);
		expect(harness.times('signIn')).toHaveLength(2);
	});

	it('causes no check if it was replaced while the request was in flight', async () => {
		await harness.note();
		harness.gateway.note = (_request, session) => {
			if (session?.guid === 'other') return OK;
			harness.cache.adopt(harness.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g1', 'other']);
		expect(harness.guidsOf('status')).toEqual([]);
	});

	it('causes no check if it expired while the request was in flight', async () => {
		harness.gateway.note = (_request, session) => {
			if (session?.guid === 'g2') return OK;
			harness.time += GUID_LIFETIME;
			return NOT_SIGNED_IN;
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2']);
		expect(harness.guidsOf('status')).toEqual([]);
	});

	it('is replaced once per request; after that, only a session stored by another process is tried', async () => {
		honour();
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2']);
		expect(harness.times('signIn')).toHaveLength(2);
	});

	it('is not replaced after three losses in a row, including one of another process', async () => {
		honour();
		harness.gateway.note = (_request, session) => {
			if (session?.guid === 'g2')
				harness.stored = writeSession(harness.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(harness.times('signIn')).toHaveLength(2);
	});

	it('twice in a row does not hide that the agent of the request is absent', async () => {
		honour('other');
		harness.gateway.note = (_request, session) => {
			if (session?.guid === 'g2')
				harness.stored = writeSession(harness.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await harness.note('31777' as AgentId)).toBe(NOT_SIGNED_IN);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
	});

	it('is replaced three times within the life of a Guid, then no more in this run', async () => {
		honour();
		for (let note = 0; note < 4; note++) expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2', 'g3']);
		expect(harness.times('signIn')).toHaveLength(3);
		honour('g4');
		harness.time += GUID_LIFETIME;
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		harness.client = harness.newRun();
		expect(await harness.note()).toBe(OK);
	});

	it.each([
		[39_000, [0, 39, 78], LOST_AT_ONCE],
		[40_000, [0, 40, 80, 120], OK],
	])('every %p ms is replaced at %p seconds', async (every, times, last) => {
		for (let note = 0; note < 3; note++) {
			expect(await harness.note()).toBe(OK);
			harness.cache.invalidate(harness.session(harness.guidsOf('note').at(-1) ?? ''));
			harness.time += every;
		}
		expect(await harness.note()).toEqual(last);
		expect(harness.times('signIn')).toEqual(times);
	});

	it('twice in a row makes way for a session that another process has stored', async () => {
		honour('other');
		const { gateway } = harness;
		const { note } = gateway;
		gateway.note = (request, session) => {
			if (session?.guid === 'g2')
				harness.stored = writeSession(harness.session('other', START + 1));
			return note(request, session);
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(harness.times('signIn')).toHaveLength(2);
		expect(harness.pauses).toEqual([]);
	});

	it('of an earlier run counts: the run signs in once for the request', async () => {
		harness.cache.adopt(harness.session('old', START));
		harness.time += 10_000;
		honour();
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.guidsOf('note')).toEqual(['old', 'g1']);
	});

	it('is followed by a new one if the stored one is lost, too', async () => {
		harness.cache.adopt(harness.session('old', START));
		harness.time += 10_000;
		honour('g1');
		const { gateway } = harness;
		const { note } = gateway;
		gateway.note = (request, session) => {
			if (session?.guid === 'old') {
				harness.stored = writeSession(harness.session('stored', START, START + 1_000));
			}
			return note(request, session);
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['old', 'stored', 'g1']);
		expect(harness.times('signIn')).toEqual([10]);
	});

	it('is read once more if another process may not have stored its own yet', async () => {
		honour('other');
		harness.meanwhile = () => {
			harness.stored = writeSession(harness.session('other', harness.time));
		};
		expect(await harness.note()).toBe(OK);
		expect(harness.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(harness.pauses).toEqual([1_000]);
	});

	it('is not waited for if the run was stopped', async () => {
		honour();
		const { note } = harness.gateway;
		harness.gateway.note = (request, session) => {
			if (session?.guid === 'g2') harness.aborted = true;
			return note(request, session);
		};
		expect(await harness.note()).toEqual(LOST_AT_ONCE);
		expect(harness.pauses).toEqual([]);
	});

	it('is reported with the reason why no new one could be opened', async () => {
		await harness.note();
		honour();
		harness.gateway.signIn = () => answeredWith('100-004');
		expect(noSession(await harness.note())).toMatchObject({
			outcome: 'rejected',
			retcode: '100-004',
		});
	});

	it.each(['100-006', '100-008', '105-001'])('is known by %s', async (code) => {
		await harness.note();
		harness.gateway.note = (_request, session) =>
			session?.guid === 'g1' ? answeredWith(code) : OK;
		harness.gateway.status = () => answeredWith(code);
		await harness.note();
		expect(harness.guidsOf('note')).toEqual(['g1', 'g1', 'g2']);
	});

	it.each([OK, answeredWith('100-009'), LOST, answeredWith('100-007')])(
		'is not suspected for %p',
		async (exchange) => {
			harness.gateway.note = () => exchange;
			expect(await harness.note()).toBe(exchange);
			expect(harness.guidsOf('status')).toEqual([]);
		},
	);
});
