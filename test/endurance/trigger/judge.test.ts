/** The judge of `npm run endurance -- --trigger`: invented evidence of a good run, with one defect per test. */
import { MIN_LIFE } from '../judge/memory';
import { judgeTrigger } from './judge';
import type { HandedOut, Started, TriggerEvidence } from './records';

const handedOut = (key: string, fields: Partial<HandedOut> = {}): HandedOut => ({
	key,
	at: 1_000,
	arrived: true,
	...fields,
});
const started = (key: string, fields: Partial<Started> = {}): Started => ({
	key,
	execution: key.replace('event', ''),
	status: 'success',
	createdAt: 1_050,
	...fields,
});

/** Three events, one of them lost in transit, two polls, one lost session. */
const good = (): TriggerEvidence => ({
	left: 0,
	handedOut: [
		handedOut('event1'),
		handedOut('event2', { arrived: false }),
		handedOut('event3', { at: 3_000 }),
	],
	executions: 2,
	started: [started('event1'), started('event3')],
	reported: 0,
	republished: 1,
	restarts: [],
	polls: [
		{ at: 500, endedAt: 1_000 },
		{ at: 1_010, endedAt: 3_000 },
	],
	sessions: [
		{ agentId: '31900', openedAt: 0, endedAt: 900, end: 'test' },
		{ agentId: '31900', openedAt: 950 },
	],
	signIns: { all: 2, spoiled: 0 },
	stalledPolls: 0,
	forgotten: 1,
	requests: { getAgentEvent: 2, login: 2 },
	faults: { resetAfter: 1 },
	lives: [{ part: 'main', startedAt: 0, taken: [], finished: [], memory: [] }],
	from: 0,
	until: 60_000,
	deactivatedAt: 61_000,
});

const texts = (spoil: (evidence: TriggerEvidence) => void): string[] => {
	const evidence = good();
	spoil(evidence);
	return judgeTrigger(evidence).map(({ promise, text }) => `${promise}: ${text}`);
};

it('reports no finding for a good run', () => {
	expect(texts(() => {})).toEqual([]);
});

it('excuses one event whose answer came while n8n stopped, and reports of outages', () => {
	const during = (evidence: TriggerEvidence) => {
		evidence.handedOut.push(handedOut('event4', { at: 4_000 }));
		evidence.executions++;
		evidence.reported++;
		evidence.restarts.push({ from: 3_100, until: 5_000 });
	};
	expect(texts(during)).toEqual([]);
	const two = (evidence: TriggerEvidence) => {
		during(evidence);
		evidence.handedOut.push(handedOut('event5', { at: 4_500 }));
	};
	expect(texts(two)).toEqual([expect.stringContaining('nothing was started by event5')]);
});

it.each<[what: string, spoil: (evidence: TriggerEvidence) => void, found: RegExp[]]>([
	[
		'an event that started nothing',
		(evidence) => {
			evidence.started.pop();
			evidence.executions = 1;
		},
		[/one execution: nothing was started by event3/],
	],
	[
		'events that nobody fetched',
		(evidence) => {
			evidence.left = 5;
		},
		[/5 events were never fetched/],
	],
	[
		'an event that started two executions',
		(evidence) => {
			evidence.started.push(started('event1', { execution: '9' }));
			evidence.executions = 3;
		},
		[/event1 started 1 and 9/],
	],
	[
		'two events in one execution',
		(evidence) => {
			evidence.executions = 1;
		},
		[/1 executions began with 2 events/],
	],
	[
		'an execution without data',
		(evidence) => {
			evidence.executions = 3;
		},
		[/3 executions began with 2 events/],
	],
	[
		'an execution by an event whose answer was lost',
		(evidence) => {
			evidence.started.push(started('event2'));
			evidence.executions = 3;
		},
		[/execution 2 began with event2, whose answer was lost/],
	],
	[
		'an execution by an event that nobody handed out',
		(evidence) => {
			evidence.started.push(started('event7'));
			evidence.executions = 3;
		},
		[/execution 7 began with event7, that nobody handed out/],
	],
	[
		'an execution that failed',
		(evidence) => {
			evidence.started[0] = started('event1', { status: 'crashed' });
		},
		[/execution 1 ended as crashed/],
	],
	[
		'two polls at once',
		(evidence) => {
			evidence.polls[1] = { at: 400, endedAt: 3_000 };
			evidence.polls[0] = { at: 300, endedAt: 1_000 };
		},
		[/at the same time: two polls at 1970-01-01T00:00:00.400Z/],
	],
	[
		'a poll after deactivation',
		(evidence) => {
			evidence.polls.push({ at: 65_000, endedAt: 66_000 });
		},
		[/a poll at 1970-01-01T00:01:05.000Z, after deactivation/],
	],
	[
		'more sessions than there is a reason for',
		(evidence) => {
			evidence.forgotten = 0;
		},
		[/bounded: 2 sessions were opened; with 0 forgotten/],
	],
	[
		'more sign-ins than sessions can explain',
		(evidence) => {
			evidence.signIns = { all: 18, spoiled: 1 };
		},
		[/18 requests to sign in for 2 sessions; at most 17/],
	],
	[
		'memory that grows',
		({ lives: [main] }) => {
			for (let at = 0; at <= MIN_LIFE; at += 10_000) {
				main?.memory.push({ at, heapUsed: 100e6, rss: 100e6 + 1_000 * at });
			}
		},
		[/Memory is flat: main grew/],
	],
])('reports %s', (_what, spoil, found) => {
	expect(texts(spoil)).toEqual(found.map((text) => expect.stringMatching(text) as string));
});

it.each<[what: string, spoil: (evidence: TriggerEvidence) => void]>([
	[
		'a session for a poll that was never answered',
		(evidence) => {
			evidence.forgotten = 0;
			evidence.stalledPolls = 1;
		},
	],
	[
		'a session for a sign-in whose answer was lost',
		(evidence) => {
			evidence.forgotten = 0;
			evidence.signIns.spoiled = 1;
		},
	],
	[
		'a poll that began as the one before was hung up',
		(evidence) => {
			evidence.polls[1] = { at: 900, endedAt: 3_000 };
		},
	],
])('allows %s', (_what, spoil) => {
	expect(texts(spoil)).toEqual([]);
});
