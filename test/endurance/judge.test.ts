/** The judge of `npm run endurance`: invented evidence of a good run, with one defect per test. */
import { judge } from './judge';
import { MIN_LIFE } from './judge/memory';
import { unreported } from './judge/unreported';
import type {
	Evidence,
	Life,
	MemorySample,
	OpenedSession,
	SeenRequest,
	StoredRun,
} from './records';

const MINUTE = 60_000;
const BOB = '50001';
const EVE = '50002';

const life = (part: Life['part'], fields: Partial<Life> = {}): Life => ({
	part,
	startedAt: 0,
	readyAt: 10,
	taken: [],
	finished: [],
	memory: [],
	...fields,
});

const stored = (fields: Partial<StoredRun>): StoredRun => ({
	id: '1',
	flow: 'hook',
	run: 7,
	status: 'success',
	createdAt: 1_000,
	startedAt: 1_100,
	stoppedAt: 2_000,
	reported: true,
	notes: [],
	settings: [],
	...fields,
});

const request = (fields: Partial<SeenRequest>): SeenRequest => ({
	at: 1_200,
	endedAt: 1_220,
	operation: 'sendNoteletEx',
	agentId: '31900',
	account: '31900',
	carriedOut: true,
	spoiled: false,
	...fields,
});

const session = (fields: Partial<OpenedSession> = {}): OpenedSession => ({
	agentId: '31900',
	openedAt: 500,
	...fields,
});

const HELLO = '[hook-7/1] Hello';

/** A note to two recipients, received by Bob and, because of a reset, perhaps not by Eve; a limit that was set. */
const good = (): Evidence => ({
	lives: [
		life('main'),
		life('Redis'),
		life('gateway'),
		life('worker-1', { taken: ['1'], finished: ['1'] }),
		life('worker-2', { taken: ['2'], finished: ['2'] }),
	],
	calls: [
		{ flow: 'hook', run: 7, at: 900, status: 200, execution: '1' },
		{ flow: 'settings', run: 8, at: 900, status: 200, execution: '2' },
		{ flow: 'hook', run: 9, at: 900 },
	],
	stored: [
		stored({
			notes: [
				{ recipient: BOB, outcome: 'accepted' },
				{ recipient: EVE, outcome: 'unknown' },
			],
		}),
		stored({
			id: '2',
			flow: 'settings',
			run: 8,
			settings: [{ operation: 'setCallNums', agentId: BOB, value: '5', outcome: 'accepted' }],
		}),
	],
	notes: [{ recipient: BOB, content: HELLO }],
	requests: [
		request({ operation: 'login', at: 500, endedAt: 510 }),
		request({ content: HELLO, recipients: [BOB] }),
		request({
			content: HELLO,
			recipients: [EVE],
			carriedOut: false,
			spoiled: true,
			fault: 'resetBefore',
		}),
		request({ operation: 'setCallNums', agentId: BOB, value: '5' }),
	],
	sessions: [session()],
	idleTimeout: 20_000,
	timeout: 5_000,
	from: 0,
	until: 10 * MINUTE,
});

/** The findings of a good run with a defect. */
function findings(spoil: (evidence: Evidence) => void): string[] {
	const evidence = good();
	spoil(evidence);
	return judge(evidence).map(({ promise, text }) => `${promise}: ${text}`);
}

it('reports no finding for a good run', () => {
	expect(judge(good())).toEqual([]);
});

describe('notes', () => {
	it('reports a note received twice', () => {
		expect(findings(({ notes }) => notes.push(notes[0]!))).toEqual([
			`Nobody gets a note twice: ${BOB} got part 1 of hook-7 2 times, by execution 1 and 1`,
		]);
	});

	it('reports a note received from two executions of one call', () => {
		expect(
			findings(({ notes }) => notes.push({ recipient: BOB, content: '[hook-7/3] Hello' })),
		).toEqual([expect.stringMatching(/^Nobody gets a note twice: .* by execution 1 and 3$/)]);
	});

	it('names the two workers if n8n gave them one execution', () => {
		expect(
			findings(({ notes, lives }) => {
				notes.push(notes[0]!);
				lives[4]?.taken.push('1');
			}),
		).toEqual([expect.stringContaining('n8n gave the execution to workers more than once')]);
	});

	it('reports a part of a split note received twice, but not its two parts', () => {
		const part = (number: number) => ({ recipient: BOB, content: `(${number}/2) ${HELLO}` });
		const parts = [part(1), part(2)];
		expect(findings((evidence) => (evidence.notes = parts))).toEqual([]);
		expect(findings((evidence) => (evidence.notes = [...parts, part(2)]))).toEqual([
			expect.stringContaining('got part 2 of hook-7 2 times'),
		]);
	});

	it('reports an accepted note that was not received, or only in part', () => {
		expect(findings((evidence) => (evidence.notes = []))).toEqual([
			`What a report says of a note is true: execution 1 (hook-7) says accepted, but ${BOB} has nothing`,
		]);
		const half = { recipient: BOB, content: `(1/2) ${HELLO}` };
		expect(findings((evidence) => (evidence.notes = [half]))).toEqual([
			expect.stringContaining('has 1 of 2 parts'),
		]);
	});

	it.each(['rejected', 'notAttempted'] as const)(
		'reports a received note that is %s',
		(outcome) => {
			expect(findings((evidence) => (evidence.stored[0]!.notes[0]!.outcome = outcome))).toEqual([
				expect.stringContaining(`says ${outcome}, but ${BOB} has it`),
			]);
		},
	);

	it('reports a scheduled execution that sent twice', () => {
		expect(
			findings(({ notes }) => {
				const note = { recipient: BOB, content: '[tick-0/5] Hello' };
				notes.push(note, { ...note, content: '[tick-0/6] Hello' }, note);
			}),
		).toEqual([expect.stringContaining('part 1 of tick-0/5 2 times')]);
	});

	it('reports an error that claims more notes than received', () => {
		const claim = (claimed: number) =>
			findings((evidence) => Object.assign(evidence.stored[0]!, { notes: [], claimed }));
		expect(claim(1)).toEqual([]);
		expect(claim(2)).toEqual([expect.stringContaining('says that 2 were accepted, but 1 have it')]);
	});

	it('throws for a note of another run', () => {
		expect(() => findings(({ notes }) => notes.push({ recipient: BOB, content: 'Hello' }))).toThrow(
			'A note without a label',
		);
	});
});

describe('limits, statuses and reasons', () => {
	const UNTRUE = [
		expect.stringMatching(/^Nothing is said to be accepted that was not carried out/),
	];

	it('reports an accepted setting that was not carried out', () => {
		expect(findings(({ requests }) => (requests[3]!.carriedOut = false))).toEqual(UNTRUE);
	});

	it('does not accept another value, another agent or another time instead', () => {
		expect(findings(({ requests }) => (requests[3]!.value = '6'))).toEqual(UNTRUE);
		expect(findings(({ requests }) => (requests[3]!.agentId = EVE))).toEqual(UNTRUE);
		expect(findings(({ requests }) => (requests[3]!.at = 9_000))).toEqual(UNTRUE);
	});
});

describe('unknown outcomes', () => {
	it('reports an unknown outcome without a cause', () => {
		const innocent = ({ requests }: Evidence) => (requests[2]!.spoiled = false);
		expect(findings(innocent)).toEqual([
			expect.stringContaining(`execution 1 does not know of hook-7 ${EVE}`),
		]);
	});

	it('excuses an unknown outcome while the gateway was down, but not while Redis was', () => {
		const whileDown = (part: Life['part']) =>
			findings(({ requests, lives }) => {
				requests[2]!.spoiled = false;
				lives.push(life(part, { endedAt: 1_500, end: 'killed' }));
				lives.push(life(part, { startedAt: 1_600, readyAt: 1_700 }));
			});
		expect(whileDown('gateway')).toEqual([]);
		expect(whileDown('Redis')).toHaveLength(1);
	});

	it('excuses an unknown outcome after a late answer', () => {
		expect(
			findings(({ requests }) => Object.assign(requests[2]!, { spoiled: false, endedAt: 7_000 })),
		).toEqual([]);
	});
});

describe('executions without a report', () => {
	const crash = ({ stored: runs }: Evidence) =>
		Object.assign(runs[1]!, { status: 'error', reported: false, settings: [] });

	it('reports one if no process was killed', () => {
		expect(findings(crash)).toEqual([
			expect.stringContaining('execution 2 (settings) ended as error without a report'),
		]);
	});

	const killed = (victim: Life['part'], fields: Partial<Life>) => {
		const evidence = good();
		crash(evidence);
		const one = evidence.lives.find(({ part }) => part === victim)!;
		Object.assign(one, { endedAt: 1_500, end: 'killed', ...fields });
		evidence.lives.push(life(victim, { startedAt: 1_600, readyAt: 1_700 }));
		return evidence;
	};

	it('excuses one by the death of its own worker only', () => {
		const guilty = killed('worker-2', { finished: [] });
		expect(judge(guilty)).toEqual([]);
		expect(unreported(guilty)).toEqual([[guilty.stored[1], 'worker']]);
		expect(judge(killed('worker-2', {}))).toHaveLength(1);
		expect(judge(killed('worker-1', { finished: [] }))).toHaveLength(1);
	});

	it('excuses one that never began by the death of any worker', () => {
		const begun = killed('worker-2', { taken: [], finished: [] });
		expect(judge(begun)).toHaveLength(1);
		const { startedAt: _, ...waiting } = begun.stored[1]!;
		expect(judge({ ...begun, stored: [begun.stored[0]!, waiting] })).toEqual([]);
		const nobody = good();
		nobody.lives[4]!.taken = [];
		const lost = { ...waiting, reported: false };
		expect(judge({ ...nobody, stored: [nobody.stored[0]!, lost] })).toHaveLength(1);
	});

	it('excuses one by the death of main or Redis at that time', () => {
		expect(judge(killed('main', {}))).toEqual([]);
		expect(judge(killed('Redis', {}))).toEqual([]);
		expect(judge(killed('gateway', {}))).toHaveLength(1);
		const later = killed('Redis', { endedAt: 60_000 });
		later.lives.at(-1)!.readyAt = 61_000;
		expect(judge(later)).toHaveLength(1);
	});

	it('reports a call that n8n accepted without an execution', () => {
		const taken = { status: 200, execution: '3' };
		expect(findings(({ calls }) => Object.assign(calls[2]!, taken))).toEqual([
			expect.stringContaining('n8n took hook-9 as execution 3, and does not have it'),
		]);
	});
});

describe('sign-ins', () => {
	const again = (count: number) => Array.from({ length: count }, () => session());

	it('reports too many sessions', () => {
		expect(findings(({ sessions }) => sessions.push(...again(4)))).toEqual([
			'Sign-ins stay bounded: 5 sessions were opened; with 0 ends and 0 spoiled sign-ins at most 1 were to be expected',
		]);
	});

	it('allows one more session after each one that ended', () => {
		const end = { endedAt: 1_000, end: 'killed' as const };
		expect(
			findings(({ sessions, lives }) => {
				sessions.push(...again(1));
				Object.assign(lives[2]!, end);
			}),
		).toEqual([]);
	});

	it('reports too many sign-in requests', () => {
		expect(
			findings(({ requests }) =>
				requests.push(...Array.from({ length: 20 }, () => request({ operation: 'login' }))),
			),
		).toEqual([expect.stringContaining('21 requests to sign in for 1 sessions')]);
	});

	it('reports a session that expired in use without a cause', () => {
		const left = (...requests: Array<Partial<SeenRequest>>) =>
			findings((evidence) => {
				Object.assign(evidence.sessions[0]!, { end: 'idle', endedAt: 200_000 });
				evidence.requests.push(...requests.map(request));
			});
		const use = { operation: 'agentStatus', at: 195_000 };
		expect(left(use)).toEqual([expect.stringContaining('31900 was in use and left to end')]);
		// An idle session, and a request of another account.
		expect(left()).toEqual([]);
		expect(left({ ...use, at: 185_000 })).toEqual([]);
		expect(left({ ...use, account: '31901' })).toEqual([]);
		expect(left(use, { operation: 'getAgentEvent', at: 190_000, spoiled: true })).toEqual([]);
	});
});

describe('memory', () => {
	/** Samples of a life. @param heap in MB, as a function of the elapsed share of the life; `rss` likewise */
	const grown = (
		heap: (share: number) => number,
		{ length = MIN_LIFE, rss = () => 400 }: { length?: number; rss?: typeof heap } = {},
	): MemorySample[] =>
		Array.from({ length: 50 }, (_, index) => ({
			at: (index * length) / 49,
			heapUsed: heap(index / 49) * 1e6,
			rss: rss(index / 49) * 1e6,
		}));
	const worker = (memory: MemorySample[]) =>
		findings(({ lives }) => Object.assign(lives[3]!, { memory }));

	it('accepts a young process whose growth ends', () => {
		expect(worker(grown((share) => 100 + Math.min(share, 0.4) * 200))).toEqual([]);
	});

	it('reports a process that keeps growing', () => {
		expect(worker(grown((share) => 100 + share * 200))).toEqual([
			expect.stringMatching(/^Memory is flat: worker-1 grew .*: heap from/),
		]);
	});

	it('allows the resident memory to grow more than the heap, but not without limit', () => {
		const rss = (most: number) => (share: number) => 400 + share * share * most;
		expect(worker(grown(() => 100, { rss: rss(200) }))).toEqual([]);
		expect(worker(grown(() => 100, { rss: rss(2_000) }))).toEqual([
			expect.stringMatching(/worker-1 grew .*: rss from/),
		]);
	});

	it('does not judge a short-lived process', () => {
		expect(worker(grown((share) => 100 + share * 200, { length: MIN_LIFE / 2 }))).toEqual([]);
	});
});
