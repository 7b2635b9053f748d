import type { GatewayRequest } from '../../../../../gateway/operations/request';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import {
	batchesOf,
	type EarlierItem,
	notesIn,
	plan,
	type ValidItem,
	verdictOf,
} from '../../../../../nodes/shared/send/plan';
import type { RunSession } from '../../../../../nodes/shared/session/runSession';
import { type Note, note, noteOperation } from '../../../../support/noteOperation';
import { verdictFromLedger } from '../../../../../gateway/answer/judge';

interface Item extends OperationArguments {
	text: string;
}

const sessionOf = (id: string): RunSession => ({
	id,
	send: async () => ({ type: 'lost', meaning: '', remedy: '' }),
	secrets: () => [],
});

const operationOf = (effect: GatewayRequest['effect']): Operation<Item> => ({
	read: () => item('', 31000),
	request: ({ agentId, text }) => ({
		method: 'POST',
		path: `/${agentId}`,
		effect,
		agentId,
		body: { text },
	}),
	phrase: () => ({ subject: 'It', done: 'done' }),
});

const item = (text: string, agent: number): Item => ({ agentId: parseAgentId(agent), text });

/** The lanes of the requests that are sent for some items. */
async function lanes(
	effect: GatewayRequest['effect'],
	items: ReadonlyArray<[args: Item, session?: string]>,
) {
	const operation = operationOf(effect);
	const valid = items.map(([args, session = 'one']) => ({ args, session: sessionOf(session) }));
	const entries = await plan(operation, valid, { combine: true, earlierTry: undefined });
	return [...batchesOf(operation, entries)].map(({ lane }) => lane);
}

const twice = [[item('a', 31001)], [item('a', 31001)]] as Array<[Item]>;

it('sends a request that must not be repeated once for equal rows', async () => {
	expect(await lanes('nonIdempotent', twice)).toEqual(['31001']);
});

it.each([
	['another text', [[item('a', 31001)], [item('b', 31001)]]],
	['another agent', [[item('a', 31001)], [item('a', 31002)]]],
	['another session', [[item('a', 31001)], [item('a', 31001), 'other']]],
] as Array<[string, Array<[Item, string?]>]>)('sends it for each row with %s', async (_, items) => {
	expect(await lanes('nonIdempotent', items)).toHaveLength(2);
});

it.each(['idempotent', 'readOnly'] as const)(
	'sends a request that may be repeated (%s) for every row',
	async (effect) => {
		expect(await lanes(effect, twice)).toHaveLength(2);
	},
);

it('keeps the order of an agent only for what changes its state', async () => {
	expect(await lanes('idempotent', twice)).toEqual(['31001', '31001']);
	expect(await lanes('readOnly', twice)).toEqual([undefined, undefined]);
});

it('keeps the order of the agent that is acted on, where it is not the one of the session', async () => {
	const operation: Operation<Item> = {
		...operationOf('idempotent'),
		request: (args) => ({
			...operationOf('idempotent').request(args),
			target: parseAgentId(31009),
		}),
	};
	const items = [{ args: item('a', 31001), session: sessionOf('one') }];
	const entries = await plan(operation, items, { combine: true, earlierTry: undefined });
	expect([...batchesOf(operation, entries)]).toMatchObject([{ lane: '31009' }]);
});

describe('notes', () => {
	/** The progress of an earlier try: per recipient a number of parts, for example `1/3`, or `sent`. */
	type Progress = Readonly<Record<number, string>>;

	const earlierItem = (progress: Progress): EarlierItem => {
		const all = Object.entries(progress).map(([to, state]) => [Number(to), state] as const);
		const begun = all.filter(([, state]) => state !== 'sent');
		return {
			settled: new Map(
				all
					.filter(([, state]) => state === 'sent')
					.map(([to]) => [to, { verdict: verdictFromLedger('accepted', '0'), args: undefined }]),
			),
			parts: new Map(
				begun.map(([to, state]) => {
					const [done, of] = state.split('/').map(Number);
					return [to, { done: done ?? 0, of }];
				}),
			),
		};
	};

	const planNotes = async (
		items: ReadonlyArray<[note: Note | PreflightError, progress?: Progress, session?: string]>,
		{ combine = true } = {},
	) =>
		await plan(
			noteOperation,
			items.map(([args, , session = 'one']): ValidItem<Note> | PreflightError =>
				args instanceof PreflightError ? args : { args, session: sessionOf(session) },
			),
			{
				combine,
				earlierTry: {
					of: (index) => {
						const progress = items[index]?.[1];
						return progress && earlierItem(progress);
					},
				},
			},
		);

	/** The requests: from the first part on, the texts, and the recipients. */
	const toSend = async (...given: Parameters<typeof planNotes>) =>
		[...batchesOf(noteOperation, await planNotes(...given))].map(
			({ delivery, targets, firstPart }) => [
				delivery.parts
					.slice(firstPart)
					.map(({ content }) => content)
					.join('|'),
				targets,
			],
		);

	it('that are equal share a request, and a recipient of both gets one', async () => {
		expect(await toSend([[note('a', [1, 2])], [note('a', [2, 3])]])).toEqual([['a', [1, 2, 3]]]);
	});

	it.each<[string, Parameters<typeof planNotes>]>([
		['with another text', [[[note('a')], [note('b')]]]],
		['from another session', [[[note('a')], [note('a'), undefined, 'other']]]],
		['that are not combined', [[[note('a')], [note('a')]], { combine: false }]],
	])('%s have a request of their own', async (_, given) => {
		expect(await toSend(...given)).toHaveLength(2);
	});

	it('go to at most 100 recipients per request', async () => {
		const all = Array.from({ length: 201 }, (_, index) => index + 1);
		expect(await toSend([[note('a', all)]])).toEqual([
			['a', all.slice(0, 100)],
			['a', all.slice(100, 200)],
			['a', all.slice(200)],
		]);
	});

	it('that an earlier try has not begun share a request with those that it does not know', async () => {
		expect(await toSend([[note('a', [1, 9]), { 9: 'sent' }], [note('a', [2])]])).toEqual([
			['a', [1, 2]],
		]);
	});

	it.each<[string, progress: Progress, rest: string]>([
		['with the part after the last one received', { 1: '2/3' }, 'c'],
		['with the first part if the text had fewer parts', { 1: '1/2' }, 'a|b|c'],
		['with the first part if the text had more parts', { 1: '2/4' }, 'a|b|c'],
		['with the next part if the number of parts was not kept', { 1: '2' }, 'c'],
		['with the first part if a text of unknown length must have had more', { 1: '3' }, 'a|b|c'],
		['with the first part if none was received', {}, 'a|b|c'],
	])('go on %s', async (_, progress, rest) => {
		expect(await toSend([[note('a|b|c', [1]), progress]])).toEqual([[rest, [1]]]);
	});

	it('do not go again to a recipient of two of them, though another recipient has received a part', async () => {
		expect(await toSend([[note('a|b', [1, 2]), { 1: '1/2' }], [note('a|b', [2])]])).toEqual([
			['b', [1]],
			['a|b', [2]],
		]);
	});

	it('send the missing part once to a recipient of two of them, whatever the others have received', async () => {
		expect(
			await toSend([
				[note('a|b', [1, 2]), { 1: '1/2' }],
				[note('a|b', [1, 3]), { 1: '1/2', 3: 'sent' }],
				[note('a|b', [3, 1]), { 1: '1/2', 3: 'sent' }],
			]),
		).toEqual([
			['b', [1]],
			['a|b', [2]],
		]);
	});

	it('at different parts for the same recipient stay apart, and a third one joins its like', async () => {
		expect(
			await toSend([
				[note('a|b|c', [1]), { 1: '1/3' }],
				[note('a|b|c', [1]), { 1: '2/3' }],
				[note('a|b|c', [1, 2]), { 1: '2/3' }],
			]),
		).toEqual([
			['b|c', [1]],
			['c', [1]],
			['a|b|c', [2]],
		]);
	});

	it('that an earlier try has sent are left out, and keep its verdict', async () => {
		const entries = await planNotes([[note('a', [1, 2]), { 1: 'sent' }]]);
		const [entry] = entries;
		expect(entry && 'delivery' in entry && [...entry.delivery.targets]).toEqual([2]);
		expect(
			[1, 2].map((to) => entry && 'delivery' in entry && verdictOf(entry, to)?.outcome),
		).toEqual(['accepted', undefined]);
	});

	it.each<[number, Parameters<typeof planNotes>[0]]>([
		[0, []],
		[0, [[new PreflightError('refused', '', {})]]],
		[6, [[note('a|b', [1, 2])], [note('a|b', [3])]]],
		[2, [[note('a', [1, 2])], [note('a', [2])]]],
		[1, [[note('a', [1, 2]), { 1: 'sent' }]]],
		[4, [[note('a|b|c', [1, 2]), { 1: '2/3' }]]],
	])('are %i, each part for each recipient counted: case %#', async (count, items) => {
		expect(notesIn(await planNotes(items))).toBe(count);
	});
});
