/** The keeping of one agent's session against a gateway that answers by script, on a clock moved by hand. */
import type { AgentId } from '../../../gateway/values/agentId';
import { Desk } from '../../../gateway/session/desk';
import type { Exchange, NoSession } from '../../../gateway/answer/exchange';
import { sendNote } from '../../../gateway/operations/sendNote';
import type { GatewayRequest } from '../../../gateway/operations/request';
import { type Session, writeSession } from '../../../gateway/session/session';
import { SessionKeeper } from '../../../gateway/session/keeper';
import { signIn, SignInFailed } from '../../../gateway/session/signIn';
import { answeredWith } from '../../support/exchanges';

const ROBOT = '31900' as AgentId;
const START = 1_700_000_000_000;
const LIFE = 120_000;

const OK = answeredWith('0');
const NOT_SIGNED_IN = answeredWith('100-006');
const ELSEWHERE = answeredWith('100-002');
const LOST_AT_ONCE: NoSession = {
	type: 'noSession',
	outcome: 'rejected',
	again: false,
	meaning: 'agent 31900 was signed in, and its session was lost at once',
	remedy:
		'Somebody else may be signing in with this agent ID, or a proxy or load balancer may drop the cookies of the session. Give the credential an agent of its own.',
	retcode: null,
	message: null,
};
const LOST: Exchange = { type: 'lost', meaning: 'no answer came', remedy: 'Look.' };

type Kind = 'signIn' | 'takeOver' | 'poll' | 'status' | 'note';
const kindOf = ({ path }: GatewayRequest): Kind => {
	if (path.endsWith('/forcelogin')) return 'takeOver';
	if (path.startsWith('/agentevent/')) return 'poll';
	if (path.endsWith('/agentstatus')) return 'status';
	return path.endsWith('/sendnoteletex') ? 'note' : 'signIn';
};

interface Sent {
	kind: Kind;
	/** Since the start, in ms. */
	at: number;
	guid: string | undefined;
	timeout: number | undefined;
}

type Script = (request: GatewayRequest, session?: Session) => Exchange | Promise<Exchange>;

const resolved = async (): Promise<void> => {
	await new Promise((resolve) => setImmediate(resolve));
};

/** One n8n process with one credential, and the gateway. */
class World {
	time = START;
	readonly desk = new Desk(() => this.time);
	stored = '';
	readonly storedGuids: string[] = [];
	beforeStoring: () => Promise<void> = async () => {};
	readonly sent: Sent[] = [];
	readonly pauses: number[] = [];
	private readonly looks: number[] = [];
	halted = false;
	chance = 0;
	/** Happens during every pause. */
	meanwhile: () => void = () => {};
	/** Happens whenever it is looked what is stored. */
	whileLooking: () => void = () => {};
	/** How often n8n was asked to sign in. */
	orders = 0;
	private guids = 0;

	readonly gateway: Record<Kind, Script> = {
		signIn: () => this.newSession(),
		takeOver: () => this.newSession(),
		poll: () => OK,
		status: () => OK,
		note: () => OK,
	};

	readonly account = {
		baseUrl: 'https://cc.example.com/agentgateway/resource',
		agentId: ROBOT,
		password: 'Service-31900',
		phonenum: '6900',
		takeOver: false,
		guidLifetime: LIFE,
	};

	private newSession = (): Exchange =>
		answeredWith('0', { setGuid: `JSESSIONID=g${++this.guids}` });

	/** Another run: a keeper of its own, at the same desk. */
	newRun(): SessionKeeper {
		const { desk, account } = this;
		return new SessionKeeper({
			account,
			desk,
			means: {
				transmit: this.wire,
				readStored: async () => {
					this.looks.push(this.since());
					this.whileLooking();
					return this.stored;
				},
				signIn: async (force) => {
					this.orders++;
					try {
						const opened = await desk.signIn(
							account,
							{ byHand: false, force },
							async () => await signIn({ account, force, send: this.wire, now: desk.now }),
						);
						this.stored = writeSession(opened);
						return undefined;
					} catch (error) {
						if (error instanceof SignInFailed) return error;
						throw error;
					}
				},
				store: async (session) => {
					await this.beforeStoring();
					this.storedGuids.push(session.guid);
					this.stored = writeSession(session);
				},
			},
		});
	}

	private since = (): number => this.time - START;

	private wire = async (
		request: GatewayRequest,
		session?: Session,
		timeout?: number,
	): Promise<Exchange> => {
		const kind = kindOf(request);
		this.sent.push({ kind, at: this.since(), guid: session?.guid, timeout });
		return await this.gateway[kind](request, session);
	};

	/** The run that sends. */
	keeper = this.newRun();

	/** Sends a note in the session. */
	async note(from = ROBOT): Promise<Exchange> {
		const request = sendNote({ agentId: from, agentIds: [31_001], content: 'x' });
		return await this.keeper.dispatch(request, {
			sleep: async (ms) => {
				this.pauses.push(ms);
				this.time += ms;
				this.meanwhile();
			},
			halted: () => this.halted,
			random: () => this.chance,
		});
	}

	/** Sends a note and lets everything end that it started in the background. */
	async noteAndAfter(): Promise<Exchange> {
		const exchange = await this.note();
		await this.rest();
		return exchange;
	}

	async rest(): Promise<void> {
		await resolved();
		await this.keeper.settled();
	}

	/** A session that another process has opened. */
	session(guid: string, signedInAt = this.time, renewedAt = signedInAt): Session {
		const { baseUrl, agentId } = this.account;
		return { guid, cookies: '', gatewayUrl: baseUrl, agentId, signedInAt, renewedAt };
	}

	/** When requests of a kind were sent, in seconds since the start. */
	times = (kind: Kind): number[] =>
		this.sent.filter((one) => one.kind === kind).map(({ at }) => at / 1000);

	/** When it was looked what is stored, in seconds since the start; each time once. */
	looksAt = (): number[] => [...new Set(this.looks)].map((at) => at / 1000);

	/** Guids that requests of a kind were sent with. */
	guidsOf = (kind: Kind): Array<string | undefined> =>
		this.sent.filter((one) => one.kind === kind).map(({ guid }) => guid);
}

let world: World;
beforeEach(() => (world = new World()));

const noSession = (exchange: Exchange): NoSession => {
	if (exchange.type !== 'noSession') throw new Error(`It is ${exchange.type}`);
	return exchange;
};

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
		world.keeper = world.newRun();
		const looks = world.looksAt();
		await world.note();
		expect(world.times('signIn')).toEqual([0]);
		expect(world.looksAt()).toEqual(looks);
	});

	it('is the stored one if that is still good', async () => {
		world.stored = writeSession(world.session('stored', START - 60_000));
		await world.note();
		expect(world.guidsOf('note')).toEqual(['stored']);
		expect(world.orders).toBe(0);
	});

	it.each([
		['too old', {}, LIFE],
		['of another agent', { agentId: '31901' as AgentId }, 0],
		['of another gateway', { gatewayUrl: 'https://other/agentgateway/resource' }, 0],
	])('is a new one if the stored one is %s', async (_name, fields, age) => {
		world.stored = writeSession({ ...world.session('stored', START - age), ...fields });
		await world.note();
		expect(world.guidsOf('note')).toEqual(['g1']);
	});

	it('is not opened for a run that has been halted', async () => {
		world.halted = true;
		expect(noSession(await world.note())).toMatchObject({
			outcome: 'notAttempted',
			calledOff: true,
			again: false,
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
			world.desk.offer(world.session('other', START + 1));
			return NOT_SIGNED_IN;
		};
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('note')).toEqual(['g1', 'g1', 'other']);
		expect(world.guidsOf('status')).toEqual([]);
	});

	it('that ran out while the request was under way costs no question', async () => {
		world.gateway.note = (_request, session) => {
			if (session?.guid === 'g2') return OK;
			world.time += LIFE;
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
		world.time += LIFE;
		expect(await world.note()).toEqual(LOST_AT_ONCE);
		world.keeper = world.newRun();
		expect(await world.note()).toBe(OK);
	});

	it.each([
		[39_000, [0, 39, 78], LOST_AT_ONCE],
		[40_000, [0, 40, 80, 120], OK],
	])('every %p ms is replaced at %p seconds', async (every, times, last) => {
		for (let note = 0; note < 3; note++) {
			expect(await world.note()).toBe(OK);
			world.desk.bury(world.session(world.guidsOf('note').at(-1) ?? ''));
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
		world.desk.offer(world.session('old', START));
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

describe('agents who are absent', () => {
	const absent = async (id = 31_777): Promise<Exchange> => await world.note(String(id) as AgentId);

	beforeEach(() => {
		world.gateway.note = ({ agentId }) => (agentId === ROBOT ? OK : NOT_SIGNED_IN);
	});

	it('cost one question for all of them, and nobody is signed in for them', async () => {
		const exchanges = await Promise.all(
			Array.from({ length: 30 }, async (_, index) => await absent(31_700 + index)),
		);
		expect(new Set(exchanges)).toEqual(new Set([NOT_SIGNED_IN]));
		expect(world.guidsOf('status')).toEqual(['g1']);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.guidsOf('note')).toHaveLength(30);
	});

	it('cost a new question after five seconds', async () => {
		await absent();
		world.time += 4_999;
		await absent();
		expect(world.times('status')).toEqual([0]);
		world.time += 1;
		await absent();
		expect(world.times('status')).toEqual([0, 5]);
	});

	it('cost a new question if the session is another one', async () => {
		await absent();
		world.desk.offer(world.session('other', START + 1));
		await absent();
		expect(world.guidsOf('status')).toEqual(['g1', 'other']);
	});

	it('do not answer for the service agent itself: a refusal of its own is looked into at once', async () => {
		await absent();
		const honoured: Script = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		world.gateway.note = honoured;
		world.gateway.status = honoured;
		expect(await world.note()).toBe(OK);
		expect(world.guidsOf('status')).toEqual(['g1', 'g1']);
	});

	it('wait together for the one question, and for what comes of it', async () => {
		await world.note();
		let refuse: (exchange: Exchange) => void = () => {};
		world.gateway.status = async () => await new Promise<Exchange>((resolve) => (refuse = resolve));
		world.gateway.note = (_request, session) => (session?.guid === 'g2' ? OK : NOT_SIGNED_IN);
		const both = Promise.all([absent(31_777), absent(31_778)]);
		await resolved();
		refuse(NOT_SIGNED_IN);
		expect(await both).toEqual([OK, OK]);
		expect(world.guidsOf('status')).toEqual(['g1']);
		expect(world.times('signIn')).toHaveLength(2);
	});

	it('do not cost the session if the question itself gets no answer', async () => {
		world.gateway.status = () => LOST;
		expect(await absent()).toBe(NOT_SIGNED_IN);
		expect(world.times('signIn')).toEqual([0]);
		expect(world.desk.current(world.account)?.guid).toBe('g1');
	});
});

describe('a sign-in that does not work', () => {
	it('because the account is refused, ends it for the run', async () => {
		world.gateway.signIn = () => answeredWith('100-004');
		const first = noSession(await world.note());
		expect(first).toMatchObject({ outcome: 'rejected', again: false, retcode: '100-004' });
		expect(first.meaning).toMatch(/^agent 31900 could not be signed in: /);
		world.gateway.signIn = () => OK;
		world.time += 600_000;
		expect(await world.note()).toEqual(first);
		expect(world.times('signIn')).toEqual([0]);
	});

	it('for another reason may work later, but is tried three times in a run at most', async () => {
		world.gateway.signIn = () => LOST;
		expect(noSession(await world.note()).again).toBe(true);
		expect(noSession(await world.note()).again).toBe(true);
		const third = noSession(await world.note());
		expect(third).toMatchObject({ outcome: 'notAttempted', again: false });
		expect(third.meaning).toMatch(/no answer came$/);
		expect(await world.note()).toEqual(third);
		expect(world.times('signIn')).toHaveLength(3);
	});

	it('is forgotten once somebody has a session', async () => {
		world.gateway.signIn = () => answeredWith('100-004');
		await world.note();
		world.desk.offer(world.session('other'));
		expect(await world.note()).toBe(OK);
	});

	it('is tried afresh by the next run', async () => {
		world.gateway.signIn = () => LOST;
		for (let tries = 0; tries < 3; tries++) await world.note();
		world.keeper = world.newRun();
		expect(noSession(await world.note()).again).toBe(true);
		expect(world.times('signIn')).toHaveLength(4);
	});

	it('is told of if it works, but the session is over at once', async () => {
		world.gateway.signIn = () => {
			world.time += LIFE;
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
			again: false,
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
		world.meanwhile = () => (world.halted = world.time - START >= 6_000);
		expect(noSession(await world.note())).toMatchObject({
			calledOff: true,
			outcome: 'notAttempted',
		});
		expect(world.time - START).toBe(6_000);
		expect(world.times('signIn')).toEqual([0]);
	});

	it('is told of as called off if the run is halted during the sign-in', async () => {
		world.gateway.signIn = () => {
			world.halted = true;
			return ELSEWHERE;
		};
		expect(noSession(await world.note()).calledOff).toBe(true);
		expect(world.pauses).toEqual([]);
	});

	it('may be waited for again after that: nothing was decided', async () => {
		world.meanwhile = () => (world.halted = true);
		await world.note();
		world.halted = false;
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
		expect(noSession(await world.note())).toMatchObject({ retcode: '100-004', again: false });
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
		expect(world.keeper.hints()).toEqual([
			'Signing in took 30 seconds: an earlier session of agent 31900 had to end first.',
		]);
	});

	it('is told of where another process has opened the session meanwhile', async () => {
		world.gateway.signIn = () => answeredWith('100-021');
		world.meanwhile = () => {
			if (world.time - START >= 4_000) world.stored = writeSession(world.session('other'));
		};
		await world.note();
		expect(world.keeper.hints()).toEqual([
			'Signing in took 4 seconds: another sign-in of agent 31900 had to end first.',
		]);
	});

	it('is added to an earlier one of the run, and is no matter of the next run', async () => {
		freeAfter(5_000);
		await world.note();
		world.time += LIFE;
		world.stored = '';
		const again = world.time - START + 5_000;
		freeAfter(again);
		await world.note();
		expect(world.keeper.hints()).toEqual([expect.stringContaining('took 20 seconds')]);
		world.keeper = world.newRun();
		await world.note();
		expect(world.keeper.hints()).toEqual([]);
	});

	it('is not told of where it was short, or in vain', async () => {
		await world.note();
		expect(world.keeper.hints()).toEqual([]);
		world = new World();
		world.account.takeOver = true;
		world.chance = 1;
		world.gateway.signIn = () => ELSEWHERE;
		await world.note();
		expect(world.pauses).toEqual([3_000]);
		expect(world.keeper.hints()).toEqual([]);
		world = new World();
		world.gateway.signIn = () => ELSEWHERE;
		await world.note();
		expect(world.keeper.hints()).toEqual([]);
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
		world.meanwhile = () => (world.halted = true);
		expect(noSession(await world.note()).calledOff).toBe(true);
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

describe('renewing a session', () => {
	/** A session that is so old, in parts of its life. */
	const aged = async (part: number): Promise<void> => {
		await world.noteAndAfter();
		world.time += part * LIFE;
	};
	const newGuid = answeredWith('0', { setGuid: 'JSESSIONID=next' });

	it('begins after two fifths of its life, and nobody waits for it', async () => {
		await aged(0.39);
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
		world.time = START + 0.4 * LIFE;
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
		expect(world.desk.current(world.account)).toEqual({
			...world.session('next', START),
			renewedAt: START + 0.45 * LIFE,
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
		world.desk.offerStored(world.stored, world.account);
		await world.noteAndAfter();
		world.time = START + 0.75 * LIFE - 1;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
		world.time += 1;
		world.gateway.poll = () => newGuid;
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([90]);
		expect(world.desk.current(world.account)).toEqual({
			...world.session('next', START, START + LIFE / 2),
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
		await world.desk.polls.take(() => {});
		await world.noteAndAfter();
		expect(world.times('poll')).toEqual([]);
	});

	it('takes a Guid that a gateway never replaces for good, but only late in its life', async () => {
		await aged(0.59);
		await world.noteAndAfter();
		expect(world.desk.current(world.account)?.renewedAt).toBe(START);
		world.time = START + 0.6 * LIFE;
		await world.noteAndAfter();
		expect(world.times('poll')).toHaveLength(2);
		expect(world.desk.current(world.account)).toEqual({
			...world.session('g1', START),
			renewedAt: START + 0.2 * LIFE,
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
			expect(world.desk.current(world.account)?.renewedAt).toBe(START);
			expect(world.storedGuids).toEqual([]);
		},
	);

	it('does not put an old session in the place of one that was opened meanwhile', async () => {
		await aged(0.7);
		let answerPoll: (exchange: Exchange) => void = () => {};
		world.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		await world.note();
		await resolved();
		world.desk.offer(world.session('other'));
		answerPoll(newGuid);
		await world.rest();
		expect(world.desk.current(world.account)?.guid).toBe('other');
		expect(world.storedGuids).toEqual([]);
	});

	it('does not put a Guid in the place of one that came another way meanwhile', async () => {
		await aged(0.7);
		let answerPoll: (exchange: Exchange) => void = () => {};
		world.gateway.poll = async () =>
			await new Promise<Exchange>((resolve) => (answerPoll = resolve));
		await world.note();
		await resolved();
		world.desk.offer(world.session('other', START, START + 0.4 * LIFE));
		answerPoll(newGuid);
		await world.rest();
		expect(world.desk.current(world.account)?.guid).toBe('other');
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
			world.desk.bury(world.session('g1', START));
			answerPoll(late);
			await world.rest();
			expect(world.desk.current(world.account)).toBeUndefined();
			expect(world.storedGuids).toEqual([]);
		},
	);

	it('is not begun in a session that is found to be lost', async () => {
		await aged(0.5);
		world.whileLooking = () => world.desk.bury(world.session('g1', START));
		const pollOnce = jest.spyOn(world.desk.polls, 'once');
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
		expect(world.desk.current(world.account)?.renewedAt).toBe(START + 0.1 * LIFE);
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
		expect(world.desk.current(world.account)?.guid).toBe('other');
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
		world.desk.bury(world.session('a'));
		world.desk.bury(world.session('b'));
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
		const ended = world.keeper.settled().then(() => (settled = true));
		await resolved();
		expect(settled).toBe(false);
		letStore();
		await ended;
		expect(world.storedGuids).toEqual(['next']);
	});
});
