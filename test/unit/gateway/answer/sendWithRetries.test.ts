import type { AgentId } from '../../../../gateway/values/agentId';
import fc from 'fast-check';
import {
	CANCELLED_BEFORE_SENDING,
	sendWithRetries,
	notAttempted,
	retryDelay,
} from '../../../../gateway/answer/sendWithRetries';
import type { Exchange } from '../../../../gateway/http/exchange';
import type { Outcome } from '../../../../gateway/answer/outcome';
import type { GatewayRequest } from '../../../../gateway/operations/request';
import { answered, answeredWith } from '../../../support/exchanges';

const ok = answeredWith('0');
const refused = answeredWith('100-006');
const busy = answeredWith('000-007');
const state = answeredWith('100-009');
const wrong = answeredWith('000-002');
const lost: Exchange = { type: 'lost', meaning: 'no answer', remedy: 'Look.' };
const noConnection: Exchange = {
	type: 'notSent',
	meaning: 'nothing listens',
	remedy: 'Check.',
	unreachable: true,
};

/** Sends a request to a gateway that answers with these exchanges in turn; records requests and pauses. */
async function play(
	effect: GatewayRequest['effect'],
	exchanges: Exchange[],
	{ maxTries = 3, cancelAfter = Infinity, abortAfter = Infinity } = {},
) {
	let sent = 0;
	const pauses: number[] = [];
	const request: GatewayRequest = {
		method: 'POST',
		agentId: '31001' as AgentId,
		path: '/x',
		effect,
	};
	const verdict = await sendWithRetries(request, maxTries, {
		send: async () => exchanges[sent++] ?? ok,
		sleep: async (ms) => void pauses.push(ms),
		random: () => 1,
		cancelled: () => sent >= cancelAfter,
		aborted: () => sent >= abortAfter,
	});
	return { ...verdict, sent, pauses };
}

type Row = [name: string, exchanges: Exchange[], outcome: Outcome, sent: number];

describe('an idempotent operation', () => {
	it.each<Row>([
		['accepted', [ok], 'accepted', 1],
		['refused', [refused], 'rejected', 1],
		['not connected, then accepted', [noConnection, ok], 'accepted', 2],
		['never connected', [noConnection, noConnection, noConnection], 'notAttempted', 3],
		['"not now", then accepted', [busy, busy, ok], 'accepted', 3],
		['always "not now"', [busy, busy, busy], 'rejected', 3],
		['lost, then accepted', [lost, ok], 'accepted', 2],
		['always lost', [lost, lost, lost], 'unknown', 3],
		[
			'lost, then a refusal of the state: the first try may have worked',
			[lost, state],
			'unknown',
			2,
		],
		['lost, then a lost session: the first try may have worked', [lost, refused], 'unknown', 2],
		['lost, then "not now" to the end', [lost, busy, busy], 'unknown', 3],
		['lost, then not connected', [lost, noConnection, noConnection], 'unknown', 3],
		['lost, then a refusal of the input: the first was refused, too', [lost, wrong], 'rejected', 2],
	])('%s', async (_name, exchanges, outcome, sent) => {
		expect(await play('idempotent', exchanges)).toMatchObject({ outcome, sent });
	});
});

describe('an operation that is not idempotent', () => {
	it.each<Row>([
		['accepted', [ok], 'accepted', 1],
		['not connected, then accepted', [noConnection, ok], 'accepted', 2],
		['"not now", then accepted', [busy, ok], 'accepted', 2],
		['lost', [lost], 'unknown', 1],
		['failed inside the gateway', [answeredWith('100-007')], 'unknown', 1],
		['an undocumented code', [answeredWith('555-555')], 'unknown', 1],
		['"not now", then lost', [busy, lost], 'unknown', 2],
	])('%s', async (_name, exchanges, outcome, sent) => {
		expect(await play('nonIdempotent', exchanges)).toMatchObject({ outcome, sent });
	});

	it('is never sent again after it may have been carried out', async () => {
		const exchange = fc.constantFrom(
			ok,
			refused,
			busy,
			state,
			wrong,
			lost,
			noConnection,
			answeredWith('9'),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(exchange, { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 8 }),
				async (exchanges, maxTries) => {
					const { sent } = await play('nonIdempotent', exchanges, { maxTries });
					expect(sent).toBeLessThanOrEqual(maxTries);
					for (const earlier of exchanges.slice(0, sent - 1)) {
						expect([busy, noConnection]).toContain(earlier);
					}
				},
			),
		);
	});
});

describe('the final verdict', () => {
	it('combines the first doubt with the last answer, and has the remedy of the doubt', async () => {
		expect(await play('idempotent', [lost, busy, state])).toMatchObject({
			outcome: 'unknown',
			retcode: '100-009',
			meaning: 'no answer, and a later try ended with: the state could not be set',
			remedy: 'Look.',
		});
	});

	it('is the last doubt if nothing followed it', async () => {
		expect(await play('idempotent', [busy, lost, lost])).toMatchObject({
			outcome: 'unknown',
			meaning: 'no answer',
		});
	});

	it('is the refusal if there was no doubt before it', async () => {
		expect(await play('idempotent', [busy, state])).toMatchObject({
			outcome: 'rejected',
			meaning: 'the state could not be set',
		});
	});

	it('is the success, even after a doubt', async () => {
		expect(await play('idempotent', [lost, ok])).toMatchObject({
			outcome: 'accepted',
			meaning: '',
		});
	});

	it('says that the request was never sent', () => {
		expect(notAttempted('why', 'What to do.')).toEqual({
			outcome: 'notAttempted',
			retry: 'never',
			aborted: true,
			meaning: 'why',
			remedy: 'What to do.',
			retcode: null,
			message: null,
			result: null,
		});
		expect(CANCELLED_BEFORE_SENDING).toEqual(
			notAttempted(
				'the run was cancelled before it was sent',
				'Run the workflow again for what is missing.',
			),
		);
	});
});

describe('cancelling', () => {
	it('sends nothing before the first try', async () => {
		expect(await play('idempotent', [ok], { cancelAfter: 0 })).toMatchObject({
			outcome: 'notAttempted',
			sent: 0,
		});
	});

	it('keeps the verdict so far between two tries', async () => {
		expect(await play('idempotent', [busy, ok], { cancelAfter: 1 })).toMatchObject({
			outcome: 'rejected',
			sent: 1,
		});
		expect(await play('idempotent', [lost, ok], { cancelAfter: 1 })).toMatchObject({
			outcome: 'unknown',
			sent: 1,
		});
	});
});

it('makes the first try but no retry once the run is stopped', async () => {
	expect(await play('idempotent', [busy, ok], { abortAfter: 1 })).toMatchObject({
		outcome: 'rejected',
		sent: 1,
	});
	expect(await play('idempotent', [ok], { abortAfter: 0 })).toMatchObject({
		outcome: 'accepted',
		sent: 1,
	});
});

describe('the pause between tries', () => {
	it('doubles up to a limit, with jitter', async () => {
		expect([1, 2, 3, 4, 5, 6, 7].map((tries) => retryDelay(tries, () => 1))).toEqual([
			250, 500, 1000, 2000, 4000, 8000, 8000,
		]);
		expect(retryDelay(3, () => 0)).toBe(0);
		expect((await play('idempotent', [busy, busy, busy])).pauses).toEqual([250, 500]);
	});

	it('comes between tries only', async () => {
		expect((await play('idempotent', [busy, ok])).pauses).toEqual([250]);
		expect((await play('idempotent', [busy], { maxTries: 1 })).pauses).toEqual([]);
		expect((await play('idempotent', [state])).pauses).toEqual([]);
	});

	it('is a whole number of milliseconds', () => {
		expect(retryDelay(1, () => 0.333)).toBe(83);
	});

	it('follows the Retry-After of the answer', async () => {
		const given = answered('', { status: 429, retryAfter: 7000 });
		expect((await play('nonIdempotent', [given, ok])).pauses).toEqual([7000]);
	});

	it('is as long as the gateway asks, up to a minute', () => {
		expect(retryDelay(1, () => 0, 3000)).toBe(3000);
		expect(retryDelay(1, () => 0, 3_600_000)).toBe(60_000);
	});
});
