/** The judge of `npm run endurance`: notes, settings and unknown outcomes, with one defect per test. */
import { judge } from './judge';
import type { Evidence, Life } from './records';
import { BOB, EVE, life, HELLO, good, findings } from './judgeEvidence';

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
