/** What a check concludes from the answers of a gateway, question by question. */
import type { Exchange } from '../../../../gateway/http/exchange';
import { QUESTIONS, sixthQuery } from '../../../../gateway/check/questions';
import { wrongGuidOf } from '../../../../gateway/check/questions/requestQuestions';
import type { Answer } from '../../../../gateway/check/answer';
import type { CheckContext } from '../../../../gateway/check/context';
import { answered, answeredWith } from '../../../support/exchanges';
import {
	accepted,
	HTTP_500,
	LOST,
	NO_RIGHT,
	NOT_SIGNED_IN,
	OTHER_KINDS,
	REFUSED,
	TestCheck,
	UNKNOWN_PATH,
} from './checkHarness';

let check: TestCheck;
beforeEach(() => (check = new TestCheck()));

const ask = async (id: string, context: CheckContext = check.context): Promise<Answer> => {
	const question = [...QUESTIONS, sixthQuery].find((one) => one.id === id);
	if (question === undefined) throw new Error('There is no such question');
	const answer = await question.ask(context);
	// The reason is a sentence without a period, for the codes that leave a question open.
	const reason = ['notAsked', 'noAnswer'].includes(answer.code) ? /^\S.{12,}[^.]$/ : /^none$/;
	expect(answer.reason ?? 'none').toMatch(reason);
	return answer;
};

const codeOf = async (id: string, context?: CheckContext): Promise<string> =>
	(await ask(id, context)).code;

/** Where a Colleague Agent ID or an Unused Agent ID is missing. */
const alone = (): CheckContext => check.contextOf({});

const IDLE = accepted({ agentState: 4 });
const BUSY = accepted({ agentState: 3 });
const REST = accepted({ agentState: 8 });

const NOTE = 'AgentOther_Note';

describe('what a sign-in tells', () => {
	it('is not known without a sign-in of this process', async () => {
		for (const id of ['guidHeader', 'cookies', 'password']) {
			expect(await ask(id)).toMatchObject({
				code: 'notAsked',
				reason: expect.stringContaining('the answer to the sign-in is not known') as string,
			});
		}
	});

	it.each([
		[['guid', 'set-guid'], 'both'],
		[['guid'], 'guid'],
		[['set-guid'], 'setGuid'],
	])('the headers %j are %s', async (guidHeaders, code) => {
		check.learn({ guidHeaders });
		expect(await ask('guidHeader')).toEqual({ code, evidence: { headers: guidHeaders } });
	});

	it.each([
		[[], 'none'],
		[['BIGip'], 'some'],
	])('the cookies %j are %s', async (cookieNames, code) => {
		check.learn({ cookieNames });
		expect(await ask('cookies')).toEqual({ code, evidence: { cookieNames } });
	});

	it('a password may be fine, expire, or have to be changed', async () => {
		check.learn({});
		expect(await ask('password')).toEqual({ code: 'fine' });
		check.learn({ passwordDays: 7 });
		expect(await ask('password')).toEqual({ code: 'expires', evidence: { days: 7 } });
		check.learn({ passwordDays: 7, mustChangePassword: true });
		expect(await ask('password')).toEqual({ code: 'change' });
	});
});

describe('a wrong Guid', () => {
	it.each([
		['ab-12.AgentGateway0', 'ab-10.AgentGateway0'],
		['ab-10.AgentGateway0', 'ab-11.AgentGateway0'],
		['ab-10', 'ab-11'],
	])('of %s is %s: its node stays', (guid, wrong) => {
		expect(wrongGuidOf(guid)).toBe(wrong);
	});

	it.each<[string, Exchange, string]>([
		['served', accepted(), 'served'],
		['refused as not signed in', NOT_SIGNED_IN, 'session'],
		['refused as a right', answeredWith('000-003'), 'permission'],
		['refused by an HTTP status', HTTP_500, 'http'],
		['refused by a page', answered('', { status: 404 }), 'http'],
		['refused otherwise', REFUSED, 'other'],
		['lost', LOST, 'noAnswer'],
	])('is %s', async (_what, exchange, code) => {
		const { guid } = await check.context.session();
		check.onVariant = (variant) => (variant.guid === wrongGuidOf(guid) ? exchange : undefined);
		expect(await codeOf('wrongGuid')).toBe(code);
	});
});

describe('a request without cookies', () => {
	beforeEach(() => (check.cookies = 'BIGip=1'));

	const answering = (...answers: Exchange[]) => {
		check.onVariant = ({ withoutCookies }) =>
			withoutCookies ? (answers.shift() ?? accepted()) : undefined;
	};

	it.each<[string, Exchange[], string]>([
		['accepted three times', [], 'notNeeded'],
		['refused once', [accepted(), accepted(), NOT_SIGNED_IN], 'needed'],
		['refused once and lost once', [LOST, NOT_SIGNED_IN], 'needed'],
		['lost once', [accepted(), LOST], 'noAnswer'],
	])('is %s', async (_what, answers, code) => {
		answering(...answers);
		expect(await codeOf('cookiesNeeded')).toBe(code);
		expect(check.sent.filter(({ variant }) => variant.withoutCookies)).toHaveLength(3);
	});

	it('is nothing new where a sign-in sets none', async () => {
		check.cookies = '';
		check.context.codes.set('cookies', 'none');
		expect(await ask('cookiesNeeded')).toEqual({ code: 'notNeeded' });
	});

	it('cannot be sent where it is not known whether a sign-in sets some', async () => {
		check.cookies = '';
		expect(await ask('cookiesNeeded')).toEqual({
			code: 'notAsked',
			reason: 'the session has no cookies that could be left out',
		});
		expect(check.sent).toEqual([]);
	});
});

it.each<[string, Exchange, string]>([
	['accepted', accepted(), 'notNeeded'],
	['refused', HTTP_500, 'needed'],
	['lost', LOST, 'noAnswer'],
])('a request without Content-Type is %s', async (_what, exchange, code) => {
	check.onVariant = ({ withoutContentType }) => (withoutContentType ? exchange : undefined);
	const answer = await ask('contentType');
	expect(answer.code).toBe(code);
	expect(answer.evidence).toMatchObject({ retcode: code === 'notNeeded' ? '0' : null });
});

describe('the unit of the time in a state', () => {
	const readings = (before: unknown, after: unknown) => {
		check.script['agentbyworkno/31900'] = [
			accepted({ workno: '31900', currentstatetime: before }),
			accepted({ workno: '31900', currentstatetime: after }),
		];
	};

	it.each([
		[10, 10, 'doesNotGrow'],
		[10, 13, 'seconds'],
		[0, 60, 'seconds'],
		[0, 61, 'other'],
		[0, 999, 'other'],
		[0, 1_000, 'milliseconds'],
		['5', '3005', 'milliseconds'],
		[13, 10, 'other'],
		[undefined, 10, 'other'],
		[10, 'soon', 'other'],
	])('from %p to %p in three seconds is %s', async (before, after, code) => {
		readings(before, after);
		expect(await codeOf('stateTimeUnit')).toBe(code);
		const [first, second] = check.sent.map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBe(3_000);
	});

	it('is not asked of an agent that cannot look itself up', async () => {
		check.script['agentbyworkno/31900'] = NO_RIGHT;
		expect(await ask('stateTimeUnit')).toEqual({
			code: 'notAsked',
			reason: 'agent 31900 cannot look itself up',
		});
	});

	it('is not known if the second answer is missing', async () => {
		check.script['agentbyworkno/31900'] = [accepted({ workno: '31900' }), LOST];
		expect(await codeOf('stateTimeUnit')).toBe('noAnswer');
	});
});

describe('the range of IDs', () => {
	it.each<[Exchange, Exchange, Exchange, string]>([
		[UNKNOWN_PATH, UNKNOWN_PATH, UNKNOWN_PATH, 'to59999'],
		[accepted(), REFUSED, NO_RIGHT, 'to999999'],
		[UNKNOWN_PATH, accepted(), accepted(), 'withGap'],
		[accepted(), UNKNOWN_PATH, accepted(), 'other'],
		[accepted(), LOST, accepted(), 'noAnswer'],
	])('%#', async (low, middle, high, code) => {
		check.script = {
			'agentbyworkno/60001': low,
			'agentbyworkno/70000': middle,
			'agentbyworkno/999999': high,
		};
		expect(await codeOf('idRange')).toBe(code);
	});

	it.each([
		['is not there', UNKNOWN_PATH, 'notAsked'],
		['gets no answer', LOST, 'notAsked'],
		['needs a right', NO_RIGHT, 'to999999'],
	])('if a look-up %s is %#', async (_what, exchange, code) => {
		check.script['agentbyworkno/31900'] = exchange;
		expect(await codeOf('idRange')).toBe(code);
	});
});

describe('a call that may be missing or need a right', () => {
	it.each([
		['lookUp', 'agentbyworkno/31001'],
		['queues', 'agentvdnskill'],
		['statistics', 'queryacdstat'],
	])('%s', async (id, path) => {
		for (const [kind, exchange, code] of [
			...([
				['accepted', accepted([]), 'yes'],
				['without the right', NO_RIGHT, 'noRight'],
				['not there', UNKNOWN_PATH, 'notThere'],
			] as const),
			...OTHER_KINDS,
		]) {
			check = new TestCheck();
			check.script[path] = exchange;
			expect([kind, await codeOf(id)]).toEqual([kind, code]);
		}
	});

	it('needs a colleague to look up', async () => {
		for (const id of ['lookUp', 'scope', 'monitor']) {
			expect(await ask(id, alone())).toEqual({
				code: 'notAsked',
				reason: "the field 'Colleague Agent ID' is empty",
			});
		}
	});
});

it.each<[string, Record<string, Exchange>, number]>([
	['of the list', { agentvdnskill: accepted([{ name: 'no ID' }, { id: 12 }]) }, 12],
	[
		'of the agent',
		{ 'agentbyworkno/31900': accepted({ workno: '31900', skilllist: [{ id: 7 }] }) },
		7,
	],
	['with any number', { agentvdnskill: answered({ retcode: '900-002', result: [{ id: 12 }] }) }, 1],
])('statistics are asked for a queue %s', async (_what, script, skillId) => {
	check.script = script;
	expect(await codeOf('statistics')).toBe('yes');
	expect(check.sent.at(-1)?.request.body).toEqual({ skills: [skillId] });
});

describe('the agents that a session may ask about', () => {
	const status = 'onlineagent/31001/agentstatus';
	it.each<[string, Exchange, string]>([
		['accepted', accepted(), 'vdn'],
		['refused as not signed in', NOT_SIGNED_IN, 'own'],
		['refused by an HTTP status', HTTP_500, 'other'],
		['refused otherwise', REFUSED, 'other'],
		['lost', LOST, 'noAnswer'],
	])('with a colleague who is %s', async (_what, exchange, code) => {
		check.script = { [status]: exchange, agentstatus: IDLE };
		expect(await codeOf('scope')).toBe(code);
	});

	it('are own ones also where any wrong Guid is refused with an HTTP status', async () => {
		check.context.codes.set('wrongGuid', 'http');
		check.script = { [status]: HTTP_500 };
		expect(await codeOf('scope')).toBe('own');
		check.script = { [status]: REFUSED };
		expect(await codeOf('scope')).toBe('other');
	});

	it.each<[string, Exchange, string]>([
		['is signed out', accepted({ workno: '31001', status: 2 }), 'notAsked'],
		['is idle', accepted({ workno: '31001', status: 4 }), 'own'],
		['cannot be looked up', NO_RIGHT, 'own'],
		['is another one', accepted({ workno: '31999', status: 2 }), 'own'],
	])('are known only if the refused colleague %s', async (_what, exchange, code) => {
		check.script = {
			[status]: NOT_SIGNED_IN,
			agentstatus: IDLE,
			'agentbyworkno/31001': exchange,
		};
		expect(await codeOf('scope')).toBe(code);
	});
});

describe('questions that change the state of the agent', () => {
	it('are not asked of an agent at rest', async () => {
		check.script.agentstatus = REST;
		for (const id of [
			...['busyAgain', 'prolongIdle', 'noCustomStatus', 'noteEvent', 'wrongRecipient'],
			...['limitCodes', 'keepAlive'],
		]) {
			expect([id, await codeOf(id)]).toEqual([id, 'notAsked']);
		}
		expect(new Set(check.paths.filter((path) => !path.startsWith('agentbyworkno')))).toEqual(
			new Set(['agentstatus']),
		);
	});

	it('busy again is accepted or refused, with what the event says', async () => {
		for (const [exchange, code] of [
			[accepted(), 'accepted'],
			[REFUSED, 'refused'],
			[LOST, 'noAnswer'],
		] as const) {
			check = new TestCheck();
			check.script = { agentstatus: IDLE, saybusy: [accepted(), exchange, accepted()] };
			check.events = [
				[{ eventType: 'AgentState_Ready' }],
				[],
				[{ eventType: 'AgentState_Busy', content: { reason: '7' } }],
				[{ eventType: 'AgentState_SetNotReady_Success', content: { reason: '200' } }],
			];
			expect(await ask('busyAgain')).toMatchObject({
				code,
				evidence: {
					withReason: { retcode: '0' },
					event: 'AgentState_SetNotReady_Success',
					eventReason: '200',
				},
			});
			expect(check.sent.filter(({ path }) => path.endsWith('saybusy'))).toHaveLength(3);
		}
	});

	it('busy again is sent twice to an agent that is busy from its sign-in', async () => {
		check.script = { agentstatus: BUSY };
		expect(await ask('busyAgain')).toMatchObject({
			code: 'accepted',
			evidence: { event: null, eventReason: null },
		});
		const queries = check.sent.flatMap(({ path, request }) =>
			path.endsWith('saybusy') ? [request.query] : [],
		);
		expect(queries).toEqual([
			{ reason: 0, prolong: false },
			{ reason: 200, prolong: true },
		]);
	});

	it('busy again is not known of an agent that cannot be set busy', async () => {
		check.script = { agentstatus: IDLE, saybusy: REFUSED };
		expect(await ask('busyAgain')).toMatchObject({
			code: 'noAnswer',
			evidence: { retcode: '100-009' },
		});
	});

	const own = (skilllist: unknown[]) => accepted({ workno: '31900', skilllist });

	it.each<[string, Exchange, Exchange[], string, unknown]>([
		['accepted', accepted(), [IDLE, IDLE, BUSY], 'yes', 'busy'],
		['accepted without effect', accepted(), [IDLE, IDLE, IDLE], 'other', 'idle'],
		['refused', REFUSED, [IDLE], 'refused', undefined],
		['lost', LOST, [IDLE], 'noAnswer', undefined],
		['accepted, and the state lost', accepted(), [IDLE, IDLE, LOST], 'noAnswer', undefined],
		['not possible: it did not become idle', accepted(), [IDLE, BUSY], 'noAnswer', undefined],
		['not possible: its state is lost', accepted(), [IDLE, LOST], 'noAnswer', undefined],
	])('a reason for an idle agent is %s', async (_what, exchange, states, code, state) => {
		check.script = {
			agentstatus: states,
			saybusy: exchange,
			'agentbyworkno/31900': own([{ id: 12 }]),
		};
		const answer = await ask('prolongIdle');
		expect([answer.code, answer.evidence?.state]).toEqual([code, state]);
	});

	it('no agent is set idle that was not, and is in a queue or cannot be looked up', async () => {
		await check.context.session();
		for (const exchange of [own([{ id: 12 }]), NO_RIGHT]) {
			const context = check.contextOf();
			check.script = { agentstatus: BUSY, 'agentbyworkno/31900': exchange };
			Object.defineProperty(context, 'signedIn', { value: true });
			expect(await codeOf('prolongIdle', context)).toBe('notAsked');
		}
		expect(check.paths).not.toContain('sayfree');
	});

	it('an agent without a queue is set idle for the question', async () => {
		check.script = { agentstatus: [BUSY, IDLE, BUSY], 'agentbyworkno/31900': own([]) };
		expect(await codeOf('prolongIdle')).toBe('yes');
		expect(check.paths).toContain('sayfree');
	});

	const custom = (agentcustomstate: unknown) => accepted({ agentcustomstate });

	it.each<[string, Exchange[], Exchange, string]>([
		['65535', [custom(7), custom(65_534), custom(65_535)], accepted(), '65535'],
		['0', [custom(7), custom(65_534), custom(0)], accepted(), '0'],
		['another number', [custom(7), custom(65_534), custom(9)], accepted(), 'other'],
		['not known: nothing could be read', [NO_RIGHT], accepted(), 'noAnswer'],
		['not known: it was not cleared', [custom(7), custom(7), custom(7)], REFUSED, 'noAnswer'],
		['not known: then nothing could be read', [custom(7), custom(7), LOST], accepted(), 'noAnswer'],
	])('no custom status reads as %s', async (_what, readings, cleared, code) => {
		check.script = {
			agentstatus: IDLE,
			querycustomstate: readings,
			cancelsetcustomstate: cleared,
		};
		expect(await codeOf('noCustomStatus')).toBe(code);
	});
});

it('a custom status is set and cleared, and not touched where it cannot be read', async () => {
	const changes = () =>
		check.sent.flatMap(({ path, request: { query } }) =>
			/customstate$/.test(path) && !path.endsWith('querycustomstate') ? [[path, query]] : [],
		);
	check.script = { agentstatus: IDLE, querycustomstate: NO_RIGHT };
	await ask('noCustomStatus');
	expect(changes()).toEqual([]);
	check.script.querycustomstate = accepted({ agentcustomstate: 65_535 });
	expect((await ask('noCustomStatus')).evidence).toMatchObject({ before: 65_535, none: 65_535 });
	expect(changes()).toEqual([
		['/onlineagent/31900/setcustomstate', { customstate: 65_534 }],
		['/onlineagent/31900/cancelsetcustomstate', undefined],
	]);
});

describe('a note of the agent to itself', () => {
	const sent = () =>
		check.sent.flatMap(({ path, request }) =>
			path.endsWith('sendnoteletex') ? [request.body?.agentIds] : [],
		);
	const text = (purpose: string) =>
		`Check of the gateway by n8n: ${purpose}. Please ignore this note.`;
	const note = (context?: string) => [{ eventType: NOTE, content: context ? { context } : null }];
	const ARRIVE = text('does a note arrive');

	beforeEach(() => (check.script.agentstatus = IDLE));

	it.each<[string, object[][], string]>([
		['arrives with its text', [[], note(ARRIVE)], 'text'],
		['arrives without a text', [[], note()], 'nothing'],
		[
			'arrives after others',
			[[], note('another note'), [{ eventType: 'X' }], note(ARRIVE)],
			'text',
		],
		['does not arrive', [[], note('another note')], 'noAnswer'],
		['had arrived before it was sent', [note(ARRIVE), []], 'noAnswer'],
	])('%s', async (_what, events, code) => {
		check.events = events;
		const answer = await ask('noteEvent');
		expect(answer.code).toBe(code);
		expect(sent()).toEqual([[31_900]]);
		if (code === 'text') {
			expect(answer.evidence).toMatchObject({ event: NOTE, fields: ['context'] });
		}
	});

	it.each<[string, Exchange, string]>([
		['refused', REFUSED, 'selfRefused'],
		['lost', LOST, 'noAnswer'],
	])('may be %s', async (_what, exchange, code) => {
		check.script.sendnoteletex = exchange;
		expect(await codeOf('noteEvent')).toBe(code);
	});

	const REFUSED_NOTE = text('does a refused note arrive');
	const CONTROL = text('control');

	it.each<[string, Exchange, object[][], string]>([
		['accepted', accepted(), [], 'accepted'],
		['refused, and arrives', REFUSED, [note(REFUSED_NOTE)], 'others'],
		['refused, and only the next one arrives', REFUSED, [[], [], note(CONTROL)], 'nobody'],
		['refused, and the next one does not arrive either', REFUSED, [], 'noAnswer'],
		['refused for a right', NO_RIGHT, [], 'other'],
		['lost', LOST, [], 'noAnswer'],
	])('and to an unused ID is %s', async (_what, exchange, events, code) => {
		for (const noteEvent of ['text', 'nothing']) {
			check = new TestCheck();
			check.context.codes.set('noteEvent', noteEvent);
			check.script = {
				...{ agentstatus: IDLE, 'agentbyworkno/58888': REFUSED },
				sendnoteletex: [exchange, accepted()],
			};
			check.events = [...events];
			expect(await codeOf('wrongRecipient')).toBe(code);
			expect(sent()[0]).toEqual([31_900, 58_888]);
		}
	});

	it('to an unused ID proves nothing if the next note is refused', async () => {
		check.context.codes.set('noteEvent', 'text');
		check.script = { ...check.script, 'agentbyworkno/58888': REFUSED, sendnoteletex: REFUSED };
		check.events = [[], [], note(CONTROL)];
		expect(await codeOf('wrongRecipient')).toBe('noAnswer');
	});

	it.each<[string, () => CheckContext, string]>([
		['without an unused ID', alone, "the field 'Unused Agent ID' is empty"],
		[
			'where that ID exists',
			() => {
				check.script['agentbyworkno/58888'] = accepted({ workno: '58888' });
				return check.context;
			},
			"agent 58888 exists: name an ID that nobody has in 'Unused Agent ID'",
		],
		[
			'where notes do not arrive',
			() => {
				check.script['agentbyworkno/58888'] = REFUSED;
				return check.context;
			},
			'a note of the agent to itself does not arrive',
		],
	])('to an unused ID is not sent %s', async (_what, prepare, reason) => {
		expect(await ask('wrongRecipient', prepare())).toEqual({ code: 'notAsked', reason });
		expect(sent()).toEqual([]);
	});

	it('is not sent while a trigger would receive it', async () => {
		await check.cache.pollLock.acquire(() => {});
		for (const id of ['noteEvent', 'wrongRecipient', 'monitor', 'guidOverlap', 'keepAlive']) {
			expect([id, await ask(id)]).toEqual([
				id,
				{
					code: 'notAsked',
					reason: 'a trigger listens to agent 31900, and the check would take its events',
				},
			]);
		}
	});
});

describe('the codes of session limits', () => {
	const own = (skilllist: unknown[]) => accepted({ workno: '31900', skilllist });

	it('are collected with their texts, for a media type that the agent does not handle', async () => {
		check.script = {
			agentstatus: IDLE,
			'agentbyworkno/31900': own([{ id: 1, mediatype: 51 }]),
			setcallnums: REFUSED,
		};
		const { code, evidence } = await ask('limitCodes');
		const refusal = { status: 200, retcode: '100-009', message: 'said by the gateway' };
		expect([code, evidence]).toEqual([
			'texts',
			{ tooMany: refusal, unknownMediaType: refusal, mediaTypeOfNoQueue: refusal },
		]);
		const bodies = check.sent.flatMap(({ request, path }) =>
			path.endsWith('setcallnums') ? [request.body] : [],
		);
		const [{ mediaType: unused } = { mediaType: '' }] = bodies as Array<{ mediaType: string }>;
		expect(unused).not.toBe('51');
		expect(bodies).toEqual([
			{ mediaType: unused, callnums: '61' },
			{ mediaType: '99', callnums: '1' },
			{ mediaType: unused, callnums: '1' },
		]);
	});

	it('are not known if an answer is lost', async () => {
		check.script = { agentstatus: IDLE, 'agentbyworkno/31900': own([]), setcallnums: LOST };
		expect(await codeOf('limitCodes')).toBe('noAnswer');
	});

	it('are not asked of an agent that cannot look itself up, or handles all media types', async () => {
		check.script = { agentstatus: IDLE, 'agentbyworkno/31900': NO_RIGHT };
		expect(await ask('limitCodes')).toMatchObject({ reason: 'agent 31900 cannot look itself up' });
		const context = check.contextOf();
		const all = Array.from({ length: 100 }, (_, id) => ({ id, mediatype: id }));
		check.script['agentbyworkno/31900'] = own(all);
		expect(await ask('limitCodes', context)).toMatchObject({
			reason: 'agent 31900 handles all media types',
		});
	});
});

describe('monitoring', () => {
	it.each<[string, Exchange, Exchange, string, string[]]>([
		['accepted', accepted(), accepted(), 'yes', []],
		['accepted, and its end lost', accepted(), LOST, 'yes', ['endmonitor']],
		['refused for a right', NO_RIGHT, accepted(), 'noRight', []],
		['not there', UNKNOWN_PATH, accepted(), 'notThere', []],
		['refused otherwise', REFUSED, accepted(), 'other', ['endmonitor']],
		['lost', LOST, accepted(), 'noAnswer', ['endmonitor']],
	])('is %s: it is ended where it may have begun', async (_what, begin, end, code, later) => {
		check.script = { beginmonitor: begin, endmonitor: [end, accepted()] };
		expect(await codeOf('monitor')).toBe(code);
		expect(check.sent[0]?.request.query).toEqual({ agents: '31001' });
		check.sent.splice(0);
		await check.context.ownState.restore(check.context);
		expect(check.paths).toEqual(later);
	});
});

describe('the age of a replaced Guid', () => {
	const overlap = async (lasts: number) => {
		const first = await check.context.session();
		check.newGuid = { guid: 'new.AgentGateway0', at: check.time + 60_000 };
		const from = check.time + 60_000;
		check.onVariant = ({ guid }) =>
			guid === first.guid && check.time - from > lasts ? NOT_SIGNED_IN : undefined;
		return await ask('guidOverlap');
	};

	it.each([
		[0, '0'],
		[20_000, '5'],
		[40_000, '30'],
		[100_000, '50'],
	])('of %p ms is %s seconds', async (lasts, code) => {
		const { code: found, evidence } = await overlap(lasts);
		expect([found, evidence?.retcode]).toEqual([code, code === '50' ? '0' : '100-006']);
		const tried = check.sent.filter(({ variant }) => variant.guid);
		expect(tried.every(({ guid }) => guid === 'guid-1.AgentGateway0')).toBe(true);
	});

	it('is not known if the Guid is never replaced', async () => {
		expect(await ask('guidOverlap')).toEqual({ code: 'neverReplaced' });
	});

	it('is not known if an answer is lost', async () => {
		await check.context.session();
		check.newGuid = { guid: 'new.AgentGateway0', at: check.time };
		check.onVariant = ({ guid }) => (guid ? LOST : undefined);
		expect(await codeOf('guidOverlap')).toBe('noAnswer');
	});
});

describe('the silence of 130 seconds', () => {
	beforeEach(() => {
		check.script = {
			agentstatus: IDLE,
			updateGuid: accepted({ guid: 'JSESSIONID=renewed.AgentGateway0' }),
		};
	});

	it('is survived where any request keeps a session alive', async () => {
		expect(await ask('keepAlive')).toEqual({
			code: 'anyRequest',
			evidence: { status: 200, retcode: '0', seconds: 130 },
		});
		const count = check.sent.length;
		await check.context.ownState.restore(check.context);
		expect(check.sent).toHaveLength(count);
		const guids = new Set(check.sent.slice(2).map(({ guid }) => guid));
		expect(guids).toEqual(new Set(['guid-1.AgentGateway0', 'renewed.AgentGateway0']));
		expect(check.sent.filter(({ path }) => path.startsWith('/agentevent/'))).toHaveLength(1);
	});

	it('is not survived where only polls do', async () => {
		check.onVariant = ({ guid }) =>
			guid && check.time >= 1_000_000 + 130_000 ? NOT_SIGNED_IN : undefined;
		expect(await ask('keepAlive')).toMatchObject({
			code: 'pollsOnly',
			evidence: { retcode: '100-006', seconds: 120 },
		});
		check.onVariant = () => undefined;
		check.sent.splice(0);
		await check.context.ownState.restore(check.context);
		// The next sign-in makes the agent busy.
		expect(check.paths).toContain('agentstatus');
	});

	it('is not survived if the renewal of the Guid is refused for the session', async () => {
		check.script.updateGuid = NOT_SIGNED_IN;
		expect(await codeOf('keepAlive')).toBe('pollsOnly');
	});

	it.each([
		['refused', REFUSED],
		['answered without a Guid', accepted({})],
	])('is not asked for if the renewal is %s', async (_what, exchange) => {
		check.script.updateGuid = exchange;
		expect(await ask('keepAlive')).toEqual({
			code: 'notAsked',
			reason: 'the gateway issues no new Guid without a poll, and the old one expires',
		});
	});

	it('goes on after a lost answer, but not with one', async () => {
		let lost = 1;
		check.onVariant = ({ guid }) => (guid && lost-- > 0 ? LOST : undefined);
		expect(await codeOf('keepAlive')).toBe('anyRequest');
		check = new TestCheck();
		check.script = { agentstatus: IDLE, updateGuid: accepted({ guid: 'a.AgentGateway0' }) };
		check.onVariant = ({ guid }) => (guid && check.time > 1_130_000 ? LOST : undefined);
		expect(await codeOf('keepAlive')).toBe('noAnswer');
	});

	it('proves nothing if another workflow has polled', async () => {
		check.onVariant = () => {
			if (check.time > 1_100_000) check.cache.adopt(check.session('other.AgentGateway0'));
			return undefined;
		};
		expect(await ask('keepAlive')).toEqual({
			code: 'notAsked',
			reason: 'another workflow polled in the meantime',
		});
	});

	it('is not asked for with a pasted Guid', async () => {
		check.account.guidLifetime = Infinity;
		expect(await codeOf('keepAlive')).toBe('notAsked');
	});
});

describe('the sixth query', () => {
	it.each<[string, Exchange[], string]>([
		['served', [], 'served'],
		['busy', [accepted(), answeredWith('000-007')], 'busy'],
		['refused by an HTTP status', [answered('', { status: 429 })], 'http'],
		['refused otherwise', [REFUSED], 'other'],
		['refused, and another one lost', [LOST, answeredWith('000-007')], 'busy'],
		['lost', [accepted(), LOST], 'noAnswer'],
	])('is %s', async (_what, answers, code) => {
		check.onVariant = ({ unlimited }) => (unlimited ? answers.shift() : undefined);
		expect(await codeOf('sixthQuery')).toBe(code);
		expect(check.sent.filter(({ variant }) => variant.unlimited)).toHaveLength(6);
		expect(check.released).toBe(1);
	});

	it('is not sent once the run was cancelled', async () => {
		check.noPermits = true;
		expect(await codeOf('sixthQuery')).toBe('notAsked');
		expect(check.sent).toEqual([]);
	});
});
