/** Verdicts of targets, and the end of sending. */
import type { Exchange } from '../../../../../gateway/http/exchange';
import type { GatewayRequest } from '../../../../../gateway/operations/request';
import type { Verdict } from '../../../../../gateway/answer/outcome';
import type { Settings } from '../../../../../gateway/values/settings';
import { DEFAULT_OPTIONS, type Options } from '../../../../../nodes/shared/read/options';
import type { Operation, OperationContext } from '../../../../../nodes/shared/read/operation';
import { plan, verdictOf } from '../../../../../nodes/shared/send/plan';
import { sendAll } from '../../../../../nodes/shared/send/sendAll';
import { answered, answeredWith } from '../../../../support/exchanges';
import { type Note, note, noteOperation } from '../../../../support/noteOperation';

/** Sends items concurrently. Returns the requests that were sent, and the verdicts of each item's targets. */
async function sendItems(
	operation: Operation<Note>,
	items: readonly Note[],
	answerTo: (text: string, recipients: number[]) => Exchange,
	{
		cancelledAfter = Infinity,
		stopAtFailure = false,
		options = {},
	}: { cancelledAfter?: number; stopAtFailure?: boolean; options?: Partial<Options> } = {},
) {
	const sent: GatewayRequest[] = [];
	const session = {
		id: 'session',
		secrets: () => ['secret-guid-1'],
		send: async (request: GatewayRequest) => {
			sent.push(request);
			const { content, agentIds } = (request.body ?? {}) as Partial<Note>;
			return answerTo(String(content), agentIds ?? []);
		},
	};
	const cancelled = () => sent.length >= cancelledAfter;
	const entries = await plan(
		operation,
		items.map((args) => ({ args, session })),
		{ combine: false, earlierTry: undefined },
	);
	await sendAll(
		{
			operation,
			options: { ...DEFAULT_OPTIONS, concurrency: 2, maxTries: 1, ...options },
			settings: {} as Settings,
			retryContextFor: (one) => ({
				...{ cancelled, aborted: cancelled, random: () => 0, sleep: async () => {} },
				send: async (request) => await one.send(request, {} as never),
			}),
			...{ stopAtFailure, cancelled },
		},
		entries,
	);
	const ends = entries.map((entry) =>
		'refusal' in entry ? [] : entry.targets.map((target) => verdictOf(entry, target)),
	);
	return { sent, ends };
}

/** Sends notes to one recipient each. Returns the texts that were sent, and the verdict of each note. */
async function send(
	notes: string[],
	answerTo: (text: string) => Exchange,
	more: Parameters<typeof sendItems>[3] = {},
) {
	const items = notes.map((content) => note(content));
	const { sent, ends } = await sendItems(noteOperation, items, answerTo, more);
	return { sent: sent.map(({ body }) => String(body?.content)), ends: ends.flat() };
}

const ok = answeredWith('0');

it('sends the parts of a note one after the other', async () => {
	const { sent, ends } = await send(['a|b|c'], () => ok);
	expect(sent).toEqual(['a', 'b', 'c']);
	expect(ends).toMatchObject([{ outcome: 'accepted' }]);
	expect(ends[0]).not.toHaveProperty('partly');
});

it('sends no further part after the run was cancelled, and says which is missing', async () => {
	const { sent, ends } = await send(['a|b|c'], () => ok, { cancelledAfter: 1 });
	expect(sent).toEqual(['a']);
	expect(ends).toMatchObject([
		{
			...{ outcome: 'notAttempted', partly: true },
			meaning: 'part 2 of 3: the run was cancelled before it was sent',
		},
	]);
});

it('sends no further part after another note has failed and the node stops', async () => {
	const refuse = (text: string) => (text === 'x' ? answeredWith('100-006') : ok);
	const { sent, ends } = await send(['x', 'a|b|c'], refuse, { stopAtFailure: true });
	expect(sent).toEqual(['x', 'a']);
	expect(ends).toMatchObject([
		{ outcome: 'rejected' },
		{
			outcome: 'notAttempted',
			partly: true,
			meaning: expect.stringMatching(/^part 2 of 3: /) as string,
		},
	]);
});

it('sends no further part to a recipient that was refused', async () => {
	const refuse = (text: string) => (text === 'b' ? answeredWith('100-006') : ok);
	const { sent, ends } = await send(['a|b|c'], refuse);
	expect(sent).toEqual(['a', 'b']);
	expect(ends).toMatchObject([{ outcome: 'rejected', partly: true }]);
});

describe('notes that are not begun', () => {
	const refuse = (text: string) => (text === 'x' ? answeredWith('100-006') : ok);
	const inTurn = { options: { concurrency: 1 } };

	it('are marked as not attempted after a failure at which the node stops', async () => {
		const { sent, ends } = await send(['x', 'a', 'b|c'], refuse, {
			...inTurn,
			stopAtFailure: true,
		});
		expect(sent).toEqual(['x']);
		const notAttempted = {
			...{ outcome: 'notAttempted', retry: 'never', aborted: true },
			meaning: 'an earlier item failed and this node stops at the first one',
		};
		expect(ends).toMatchObject([{ outcome: 'rejected' }, notAttempted, notAttempted]);
	});

	it('are sent after a failure at which the node goes on', async () => {
		const { sent, ends } = await send(['x', 'a', 'b'], refuse, inTurn);
		expect(sent).toEqual(['x', 'a', 'b']);
		expect(ends.map((end) => end?.outcome)).toEqual(['rejected', 'accepted', 'accepted']);
	});

	it('are marked as not attempted after five requests in a row that could not reach the gateway', async () => {
		const unreachable: Exchange = {
			...{ type: 'notSent', meaning: 'the gateway is away', remedy: '' },
			unreachable: true,
		};
		const { sent, ends } = await send([...'abcdefg'], () => unreachable, inTurn);
		expect(sent).toEqual([...'abcde']);
		expect(ends.map((end) => end?.meaning)).toEqual([
			...Array<string>(5).fill('the gateway is away'),
			...Array<string>(2).fill('5 requests in a row could not reach the gateway'),
		]);
	});
});

describe('a request with several recipients that the gateway refuses', () => {
	/** Refuses all requests to a recipient of the list, for its contents. */
	const without = (wrong: number[]) => (_text: string, recipients: number[]) =>
		recipients.some((recipient) => wrong.includes(recipient)) ? answeredWith('100-001') : ok;

	const sendTo = async (
		recipients: number[],
		wrong: number[],
		options: Partial<Options> = {},
		text = 'a',
	) => {
		const { sent, ends } = await sendItems(
			noteOperation,
			[note(text, recipients)],
			without(wrong),
			{ options },
		);
		return { to: sent.map(({ body }) => body?.agentIds), ends: ends.flat() };
	};

	it('is sent again in parts until the wrong recipient is found', async () => {
		const { to, ends } = await sendTo([1, 2, 3, 4], [3]);
		expect(to).toEqual([[1, 2, 3, 4], [1, 3], [1], [3], [2, 4]]);
		expect(ends.map((end) => end?.outcome)).toEqual([
			'accepted',
			'accepted',
			'rejected',
			'accepted',
		]);
	});

	it('has all its recipients refused if none is right, even those that were not tried alone', async () => {
		const recipients = Array.from({ length: 100 }, (_, index) => index + 1);
		const { to, ends } = await sendTo(recipients, recipients);
		expect(to).toHaveLength(16);
		expect(new Set(ends.map((end) => end?.outcome))).toEqual(new Set(['rejected']));
	});

	it('is searched to the end, with more than sixteen requests, if some recipient is right', async () => {
		const recipients = Array.from({ length: 100 }, (_, index) => index + 1);
		const wrong = recipients.filter((recipient) => recipient % 9 === 0);
		const { to, ends } = await sendTo(recipients, wrong);
		expect(to.length).toBeGreaterThan(16);
		expect(ends.map((end) => end?.outcome)).toEqual(
			recipients.map((recipient) => (wrong.includes(recipient) ? 'rejected' : 'accepted')),
		);
	});

	it('is not sent again where that is not allowed: it may have reached some', async () => {
		const { to, ends } = await sendTo([1, 2], [2], { wrongRecipients: 'doNotSendAgain' });
		expect(to).toEqual([[1, 2]]);
		const doubt: Partial<Verdict> = {
			...{ outcome: 'unknown', retry: 'never', retcode: '100-001' },
			meaning: expect.stringMatching(
				/^the gateway refused the request as a whole, and it may have reached some \(.+\)$/,
			) as string,
			remedy: expect.stringMatching(
				/^Check the recipients, and ask one of them whether the note came .*'Do Not Send Again'\.$/,
			) as string,
		};
		expect(ends).toMatchObject([doubt, doubt]);
	});

	it('is accepted as any other where it may not be sent again', async () => {
		const { to, ends } = await sendTo([1, 2], [], { wrongRecipients: 'doNotSendAgain' });
		expect(to).toEqual([[1, 2]]);
		expect(ends.map((end) => end?.outcome)).toEqual(['accepted', 'accepted']);
	});

	it('is searched to the end once a recipient has received the note', async () => {
		const recipients = Array.from({ length: 100 }, (_, index) => index + 1);
		const right = [1, 50, 99];
		const { to, ends } = await sendTo(
			recipients,
			recipients.filter((recipient) => !right.includes(recipient)),
		);
		expect(to.length).toBeGreaterThan(16);
		expect(recipients.filter((_, index) => ends[index]?.outcome === 'accepted')).toEqual(right);
	});

	it('is not searched to the end because a recipient failed for another reason', async () => {
		const recipients = Array.from({ length: 100 }, (_, index) => index + 1);
		const { sent, ends } = await sendItems(noteOperation, [note('a', recipients)], (_text, some) =>
			answeredWith(some.length === 1 ? '100-006' : '100-001'),
		);
		expect(sent).toHaveLength(16);
		expect(new Set(ends.flat().map((end) => end?.outcome))).toEqual(new Set(['rejected']));
	});

	it('with a single one is simply refused, whatever the option says', async () => {
		const { to, ends } = await sendTo([2], [2], { wrongRecipients: 'doNotSendAgain' });
		expect(to).toEqual([[2]]);
		expect(ends).toMatchObject([{ outcome: 'rejected' }]);
	});

	it('is not sent again for another reason than its contents', async () => {
		const { sent, ends } = await sendItems(noteOperation, [note('a', [1, 2])], () =>
			answeredWith('100-006'),
		);
		expect(sent).toHaveLength(1);
		expect(ends.flat().map((end) => end?.outcome)).toEqual(['rejected', 'rejected']);
	});

	it('receives its further parts without the wrong recipient', async () => {
		const { to, ends } = await sendTo([1, 2], [2], {}, 'a|b');
		expect(to).toEqual([[1, 2], [1], [2], [1]]);
		expect(ends).toMatchObject([
			{ outcome: 'accepted' },
			{
				...{ outcome: 'rejected', partly: false },
				meaning: expect.stringMatching(/^part 1 of 2: /) as string,
			},
		]);
	});

	it('is not searched any further once the run is cancelled', async () => {
		const { sent, ends } = await sendItems(
			noteOperation,
			[note('a', [1, 2, 3, 4])],
			without([1, 2, 3, 4]),
			{ cancelledAfter: 2 },
		);
		expect(sent).toHaveLength(2);
		expect(ends.flat().map((end) => end?.outcome)).toEqual([
			'notAttempted',
			'notAttempted',
			'notAttempted',
			'notAttempted',
		]);
	});
});

describe('an accepted request', () => {
	const single: Operation<Note> = { ...noteOperation, recipients: undefined };
	const verdictWith = async (
		more: Partial<Operation<Note>>,
		exchange = answered({ retcode: '0', message: 'fine', result: { word: 'secret-guid-1' } }),
	) => {
		const { sent, ends } = await sendItems({ ...single, ...more }, [note('a')], () => exchange);
		return { requests: sent.length, verdict: ends[0]?.[0] };
	};

	it('has the answer of the gateway, without secrets', async () => {
		const { verdict } = await verdictWith({});
		expect(verdict).toMatchObject({ outcome: 'accepted', retcode: '0', message: 'fine' });
		expect(JSON.stringify(verdict)).not.toContain('secret-guid-1');
		expect(verdict?.result).toHaveProperty('word');
	});

	it('has the fields that the operation reads, and its hint about so many', async () => {
		const { verdict } = await verdictWith({
			answers: () => [{ one: 1 }, { two: 2 }],
			hint: (_result, found) => `${found} found`,
		});
		expect(verdict).toMatchObject({ found: [{ one: 1 }, { two: 2 }], hint: '2 found' });
	});

	it('has a hint about none where the operation reads no fields', async () => {
		const { verdict } = await verdictWith({ hint: (_result, found) => `${found} found` });
		expect(verdict).toMatchObject({ outcome: 'accepted', hint: '0 found' });
		expect(verdict?.found).toBeUndefined();
	});

	it('is unknown if its answer cannot be used', async () => {
		const { verdict } = await verdictWith({ answers: () => ({ meaning: 'there is no list' }) });
		expect(verdict).toMatchObject({
			...{ outcome: 'unknown', retcode: '0', meaning: 'there is no list' },
			remedy: expect.stringContaining('before') as string,
		});
	});

	it.each([true, false])('keeps the result unless the operation simplifies: %s', async (simple) => {
		const { verdict } = await verdictWith({ simplify: () => simple });
		expect(verdict?.result === null).toBe(simple);
	});

	it('has the fields of a follow-up in all it has found', async () => {
		const { verdict } = await verdictWith({
			answers: () => [{ one: 1 }, { two: 2 }],
			followUp: async () => ({ state: 'idle' }),
			hint: () => 'a hint',
		});
		expect(verdict).toMatchObject({
			outcome: 'accepted',
			hint: 'a hint',
			found: [
				{ one: 1, state: 'idle' },
				{ two: 2, state: 'idle' },
			],
		});
	});

	it('has the fields of a follow-up alone where the operation reads none', async () => {
		const { verdict } = await verdictWith({ followUp: async () => ({ state: 'idle' }) });
		expect(verdict?.found).toEqual([{ state: 'idle' }]);
	});

	it('ends with the verdict of a follow-up that gives one', async () => {
		const { verdict } = await verdictWith({
			followUp: async (_args, { query }) => await query(single.request(note('b'))),
		});
		expect(verdict).toMatchObject({ outcome: 'accepted', message: 'fine' });
		expect(verdict?.found).toBeUndefined();
	});

	it('has no follow-up if it is refused', async () => {
		const followUp = jest.fn();
		const { verdict } = await verdictWith({ followUp }, answeredWith('100-006'));
		expect(verdict).toMatchObject({ outcome: 'rejected' });
		expect(followUp).not.toHaveBeenCalled();
	});

	it('is replaced by the steps of an operation that has some', async () => {
		const steps = async (_args: Note, { query }: OperationContext) => ({
			...(await query(single.request(note('step')))),
			meaning: 'in steps',
		});
		const { requests, verdict } = await verdictWith({ steps });
		expect(requests).toBe(1);
		expect(verdict).toMatchObject({ outcome: 'accepted', meaning: 'in steps' });
	});
});

describe('an unexpected error while a request is sent', () => {
	const broken: Operation<Note> = {
		...noteOperation,
		request: (args) => {
			if (args.content === 'x') throw new Error('bug');
			return noteOperation.request(args);
		},
	};

	it('leaves its recipients unknown, and the others are sent', async () => {
		const { sent, ends } = await sendItems(
			broken,
			['a', 'x', 'b'].map((text) => note(text, [1, 2])),
			() => ok,
		);
		expect(sent.map(({ body }) => body?.content)).toEqual(['a', 'b']);
		const doubt = {
			...{ outcome: 'unknown', retry: 'never', retcode: null, message: null, result: null },
			meaning: 'an unexpected error occurred while it was being sent or its answer was read',
			remedy: expect.stringMatching(/If it happens again, please report it/) as string,
		};
		expect(ends[1]).toEqual([doubt, doubt]);
		expect([...(ends[0] ?? []), ...(ends[2] ?? [])].map((end) => end?.outcome)).toEqual(
			Array<string>(4).fill('accepted'),
		);
	});
});
