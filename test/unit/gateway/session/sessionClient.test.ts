/** The session of a run, against a gateway that answers by script, on a clock moved by hand. */
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
	World,
	noSession,
} from './sessionHarness';

let world: World;
beforeEach(() => (world = new World()));

describe('the session of a run', () => {
	it('is opened once for all requests that begin together, and used from then on', async () => {
		const exchanges = await Promise.all(Array.from({ length: 10 }, async () => await world.note()));
		expect(exchanges).toEqual(Array.from({ length: 10 }, () => OK));
		await world.note();
		expect(world.times('signIn')).toEqual([0]);
		expect(new Set(world.guidsOf('note'))).toEqual(new Set(['g1']));
		expect(world.sent.filter(({ kind }) => kind === 'note')).toHaveLength(11);
	});

	it('is the one of an earlier run in the same process, without a look at what is stored', async () => {
		await world.note();
		world.stored = '';
		world.client = world.newRun();
		const looks = world.looksAt();
		await world.note();
		expect(world.times('signIn')).toEqual([0]);
		expect(world.looksAt()).toEqual(looks);
	});

	it('is the stored one if that is still good', async () => {
		world.stored = writeSession(world.session('stored', START - 60_000));
		await world.note();
		expect(world.guidsOf('note')).toEqual(['stored']);
		expect(world.actions).toBe(0);
	});

	it.each([
		['too old', {}, GUID_LIFETIME],
		['of another agent', { agentId: '31901' as AgentId }, 0],
		['of another gateway', { gatewayUrl: 'https://other/agentgateway/resource' }, 0],
	])('is a new one if the stored one is %s', async (_name, fields, age) => {
		world.stored = writeSession({ ...world.session('stored', START - age), ...fields });
		await world.note();
		expect(world.guidsOf('note')).toEqual(['g1']);
	});

	it('is not opened for a run that has been halted', async () => {
		world.aborted = true;
		expect(noSession(await world.note())).toMatchObject({
			outcome: 'notAttempted',
			aborted: true,
			retryable: false,
			meaning: 'the run ended while the agent was being signed in',
			remedy: 'Run the workflow again for what is missing.',
		});
		expect(world.sent).toEqual([]);
	});
});

describe('a lost session', () => {
	/** The gateway honours the newest Guid only. */
	const honour = (...guids: string[]) => {
		const script: Script = (_request, session) =>
			guids.includes(session?.guid ?? '') ? OK : NOT_SIGNED_IN;
		world.gateway.note = script;
		world.gateway.status = script;
	};

	it('is replaced, and the refused request is sent once more', async () => {
		honour('g2');
		expect(await world.note()).toBe(OK);
		expect(world.sent.map(({ kind, guid }) => [kind, guid])).toEqual([
			['signIn', undefined],
			['note', 'g1'],
			['status', 'g1'],
			['signIn', undefined],
			['note', 'g2'],
		]);
	});

	it('costs all requests of the run one question and one sign-in', async () => {
		await world.note();
		honour('g2');
		const exchanges = await Promise.all(Array.from({ length: 8 }, async () => await world.note()));
		expect(new Set(exchanges)).toEqual(new Set([OK]));
		expect(world.guidsOf('status')).toEqual(['g1']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('that was replaced while the request was under way costs no question', async () => {
		await world.note();
		world.gateway.note = (_request, session) => {
			if (session?.guid === 'other') return OK;
			world.cache.adopt(world.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['g1', 'g1', 'other']);
		expect(world.guidsOf('status')).toEqual([]);
	});

	it('that ran out while the request was under way costs no question', async () => {
		world.gateway.note = (_request, session) => {
			if (session?.guid === 'g2') return OK;
			world.time += GUID_LIFETIME;
			return NOT_SIGNED_IN;
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2']);
		expect(world.guidsOf('status')).toEqual([]);
	});

	it('is replaced once per request: then only what another process has stored is tried', async () => {
		honour();
		expect(await world.note()).toEqual(LOST_AT_ONCE);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('three times in a row, also that of another process, is not tried a fourth time', async () => {
		honour();
		world.gateway.note = (_request, session) => {
			if (session?.guid === 'g2') world.stored = writeSession(world.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await world.note()).toEqual(LOST_AT_ONCE);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('twice in a row does not hide that the agent of the request is absent', async () => {
		honour('other');
		world.gateway.note = (_request, session) => {
			if (session?.guid === 'g2') world.stored = writeSession(world.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await world.note('31777' as AgentId)).toBe(NOT_SIGNED_IN);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
	});

	it('is replaced three times within the life of a Guid, then no more in this run', async () => {
		honour();
		for (let note = 0; note < 4; note++) expect(await world.note()).toEqual(LOST_AT_ONCE);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2', 'g3']);
		expect(world.times('signIn')).toHaveLength(3);
		honour('g4');
		world.time += GUID_LIFETIME;
		expect(await world.note()).toEqual(LOST_AT_ONCE);
		world.client = world.newRun();
		expect(await world.note()).toBe(OK);
	});

	it.each([
		[39_000, [0, 39, 78], LOST_AT_ONCE],
		[40_000, [0, 40, 80, 120], OK],
	])('every %p ms is replaced at %p seconds', async (every, times, last) => {
		for (let note = 0; note < 3; note++) {
			expect(await world.note()).toBe(OK);
			world.cache.invalidate(world.session(world.guidsOf('note').at(-1) ?? ''));
			world.time += every;
		}
		expect(await world.note()).toEqual(last);
		expect(world.times('signIn')).toEqual(times);
	});

	it('twice in a row makes way for a session that another process has stored', async () => {
		honour('other');
		const { gateway } = world;
		const { note } = gateway;
		gateway.note = (request, session) => {
			if (session?.guid === 'g2') world.stored = writeSession(world.session('other', START + 1));
			return note(request, session);
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('that is stored may be lost like the one before: then a new one is opened', async () => {
		world.cache.adopt(world.session('old', START));
		world.time += 10_000;
		honour('g1');
		const { gateway } = world;
		const { note } = gateway;
		gateway.note = (request, session) => {
			if (session?.guid === 'old') {
				world.stored = writeSession(world.session('stored', START, START + 1_000));
			}
			return note(request, session);
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['old', 'stored', 'g1']);
		expect(world.times('signIn')).toEqual([10]);
	});

	it('is looked for once more where another process may not have stored its own yet', async () => {
		honour('other');
		world.meanwhile = () => {
			world.stored = writeSession(world.session('other', world.time));
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['g1', 'g2', 'other']);
		expect(world.pauses).toEqual([1_000]);
	});

	it('is told of by why no new one could be opened', async () => {
		await world.note();
		honour();
		world.gateway.signIn = () => answeredWith('100-004');
		expect(noSession(await world.note())).toMatchObject({
			outcome: 'rejected',
			retcode: '100-004',
		});
	});

	it.each(['100-006', '100-008', '105-001'])('is known by %s', async (code) => {
		await world.note();
		world.gateway.note = (_request, session) => (session?.guid === 'g1' ? answeredWith(code) : OK);
		world.gateway.status = () => answeredWith(code);
		await world.note();
		expect(world.guidsOf('note')).toEqual(['g1', 'g1', 'g2']);
	});

	it.each([OK, answeredWith('100-009'), LOST, answeredWith('100-007')])(
		'is not suspected for %p',
		async (exchange) => {
			world.gateway.note = () => exchange;
			expect(await world.note()).toBe(exchange);
			expect(world.guidsOf('status')).toEqual([]);
		},
	);
});
