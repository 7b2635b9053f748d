/** Invented evidence of a good run, and the findings of the judge for a run with a defect. */
import { judge } from './judge';
import type { Evidence, Life, OpenedSession, SeenRequest, StoredRun } from './records';

export const MINUTE = 60_000;

export const BOB = '50001';

export const EVE = '50002';

export const life = (part: Life['part'], fields: Partial<Life> = {}): Life => ({
	part,
	startedAt: 0,
	readyAt: 10,
	taken: [],
	finished: [],
	memory: [],
	...fields,
});

export const stored = (fields: Partial<StoredRun>): StoredRun => ({
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

export const request = (fields: Partial<SeenRequest>): SeenRequest => ({
	at: 1_200,
	endedAt: 1_220,
	operation: 'sendNoteletEx',
	agentId: '31900',
	account: '31900',
	carriedOut: true,
	spoiled: false,
	...fields,
});

export const session = (fields: Partial<OpenedSession> = {}): OpenedSession => ({
	agentId: '31900',
	openedAt: 500,
	...fields,
});

export const HELLO = '[hook-7/1] Hello';

/** A note to two recipients, received by Bob and, because of a reset, perhaps not by Eve; a limit that was set. */
export const good = (): Evidence => ({
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
export function findings(spoil: (evidence: Evidence) => void): string[] {
	const evidence = good();
	spoil(evidence);
	return judge(evidence).map(({ promise, text }) => `${promise}: ${text}`);
}
