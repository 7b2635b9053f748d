/** The judge of `npm run endurance`: executions without a report, sign-ins, memory. */
import { judge } from './judge';
import { MIN_LIFE } from './judge/memory';
import { unreported } from './judge/unreported';
import type { Evidence, Life, MemorySample, SeenRequest } from './records';
import { life, request, session, good, findings } from './judgeEvidence';

describe('executions without a report', () => {
	const crash = ({ stored: runs }: Evidence) =>
		Object.assign(runs[1]!, { status: 'error', reported: false, settings: [] });

	it('reports one if no process was killed', () => {
		expect(findings(crash)).toEqual([
			expect.stringContaining('execution 2 (settings) ended as error without a report'),
		]);
	});

	const killed = (name: Life['part'], fields: Partial<Life>) => {
		const evidence = good();
		crash(evidence);
		const one = evidence.lives.find(({ part }) => part === name)!;
		Object.assign(one, { endedAt: 1_500, end: 'killed', ...fields });
		evidence.lives.push(life(name, { startedAt: 1_600, readyAt: 1_700 }));
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
