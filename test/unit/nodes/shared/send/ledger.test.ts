import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { notAttempted } from '../../../../../gateway/answer/sendWithRetries';
import { verdictFromLedger } from '../../../../../gateway/answer/judge';
import type { Verdict } from '../../../../../gateway/answer/outcome';
import { MAX_RECIPIENTS_PER_REQUEST, sendNote } from '../../../../../gateway/operations/sendNote';
import { type AgentId, parseAgentId } from '../../../../../gateway/values/agentId';
import type { Operation } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { openLedger } from '../../../../../nodes/shared/send/ledger';
import {
	batchesOf,
	deliveriesOf,
	type PlanEntry,
	plan,
	verdictOf,
} from '../../../../../nodes/shared/send/plan';
import type { RunSession } from '../../../../../nodes/shared/session/runSession';

interface Note {
	agentId: AgentId;
	agentIds: number[];
	content: string;
}

/** Splits a text at each bar. */
const operation: Operation<Note> = {
	read: () => note([1], ''),
	request: sendNote,
	phrase: () => ({ subject: 'The note', done: 'sent' }),
	recipients: {
		of: ({ agentIds }) => agentIds,
		atMost: MAX_RECIPIENTS_PER_REQUEST,
		only: (args, some) => ({ ...args, agentIds: [...some] }),
		common: ({ agentId, content }) => ({ agentId, content }),
		sameNote: ({ agentId, content }) => `${agentId}\n${content}`,
		parts: (args) => args.content.split('|').map((content) => ({ ...args, content })),
		contentBytes: ({ content }) => content.length,
	},
};

const sender = parseAgentId(31000);
const note = (agentIds: number[], content: string): Note => ({
	agentId: sender,
	agentIds,
	content,
});
const session: RunSession = {
	id: 'session',
	send: async () => ({ type: 'lost', meaning: '', remedy: '' }),
	secrets: () => [],
};

const accepted: Verdict = { ...verdictFromLedger('accepted', '0'), meaning: '', remedy: '' };
const unknown: Verdict = verdictFromLedger('unknown', '100-007');
const refused: Verdict = { ...verdictFromLedger('unknown', '100-009'), outcome: 'rejected' };

/** An execution; its data outlives the tries of the node. */
function newExecution() {
	const data: Record<string, IDataObject> = {};
	return {
		data,
		/** A try of the node: plans, gives every target the verdict of `endOf`, and writes the ledger. */
		async run(
			items: ReadonlyArray<Note | PreflightError>,
			endOf: (target: number, entry: { parts: Note[] }) => Verdict | number | undefined = () =>
				undefined,
			{ runIndex = 0, combine = true } = {},
		): Promise<Array<PlanEntry<Note>>> {
			const ledger = openLedger({
				getContext: () => data,
				getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
			} as unknown as IExecuteFunctions);
			const validItems = items.map((item) =>
				item instanceof PreflightError ? item : { args: item, session },
			);
			const entries = await plan(operation, validItems, { combine, earlierTry: ledger });
			for (const delivery of deliveriesOf(entries)) {
				for (const target of delivery.targets) {
					const end = endOf(target, delivery);
					if (typeof end === 'number') delivery.partsDone.set(target, end);
					else if (end) delivery.verdicts.set(target, end);
				}
			}
			await ledger.write(operation, entries);
			return entries;
		},
	};
}

const outcomes = (entry: PlanEntry<Note> | undefined) =>
	entry === undefined || 'refusal' in entry
		? undefined
		: entry.targets.map((target) => verdictOf(entry, target)?.outcome);

const toSend = (entries: ReadonlyArray<PlanEntry<Note>>) =>
	[...batchesOf(operation, entries)].map(({ delivery, targets, firstPart }) => [
		delivery.parts.slice(firstPart).map(({ content }) => content),
		targets,
	]);

describe('the ledger', () => {
	it('leaves out accepted and unknown recipients, and retries all others', async () => {
		const execution = newExecution();
		const ends: Record<number, Verdict | undefined> = {
			1: accepted,
			2: unknown,
			3: refused,
			4: notAttempted('', ''),
		};
		await execution.run([note([1, 2, 3, 4, 5], 'a')], (target) => ends[target]);
		const again = await execution.run([note([1, 2, 3, 4, 5], 'a')]);
		expect(toSend(again)).toEqual([[['a'], [3, 4, 5]]]);
		expect(outcomes(again[0])).toEqual(['accepted', 'unknown', undefined, undefined, undefined]);
	});

	it('accepts a text that changes from try to try', async () => {
		const execution = newExecution();
		await execution.run([note([1, 2], 'at 8:00')], (target) => (target === 1 ? accepted : refused));
		expect(toSend(await execution.run([note([1, 2], 'at 8:01')]))).toEqual([[['at 8:01'], [2]]]);
	});

	it('resumes with the missing parts', async () => {
		const execution = newExecution();
		await execution.run([note([1, 2, 3], 'a|b|c')], (target) => [accepted, 1, 2][target - 1]);
		expect(toSend(await execution.run([note([1, 2, 3], 'a|b|c')]))).toEqual([
			[['b', 'c'], [2]],
			[['c'], [3]],
		]);
	});

	it.each(['short', 'x|y|z|more'])(
		'starts from the first part if the text has another number of parts: %s',
		async (text) => {
			const execution = newExecution();
			await execution.run([note([1], 'a|b|c')], () => 2);
			expect(toSend(await execution.run([note([1], text)]))).toEqual([[text.split('|'), [1]]]);
		},
	);

	it('keeps the progress of a text while a shorter one is refused', async () => {
		const execution = newExecution();
		await execution.run([note([1], 'a|b|c')], () => 2);
		await execution.run([note([1], 'short')], () => refused);
		expect(toSend(await execution.run([note([1], 'a|b|c')]))).toEqual([[['c'], [1]]]);
	});

	it('lets items share a delivery only if the ledger is equal for both', async () => {
		const execution = newExecution();
		const texts = ['Hello A', 'Hello B'];
		await execution.run(
			texts.map((text) => note([1], text)),
			(_target, { parts }) => (parts[0]?.content === 'Hello A' ? accepted : refused),
		);
		const again = await execution.run([note([1], 'Hello'), note([1], 'Hello')]);
		expect(toSend(again)).toEqual([[['Hello'], [1]]]);
		expect(again.map(outcomes)).toEqual([['accepted'], [undefined]]);
	});

	it('sends one recipient the rest of a note and the other the whole note, even if their texts are now equal', async () => {
		const execution = newExecution();
		await execution.run([note([1], 'a|b|c'), note([1], 'x|y|z')], (_target, { parts }) =>
			parts[0]?.content === 'a' ? 2 : refused,
		);
		const again = await execution.run([note([1], 'a|b|c'), note([1], 'a|b|c')]);
		expect(toSend(again)).toEqual([
			[['c'], [1]],
			[['a', 'b', 'c'], [1]],
		]);
	});

	it('joins items with the same progress in one batch', async () => {
		const execution = newExecution();
		const items = [1, 2, 3].map((to) => note([to], 'a|b'));
		await execution.run(items, (target) => (target === 1 ? accepted : 1));
		expect(toSend(await execution.run(items))).toEqual([[['b'], [2, 3]]]);
	});

	it('reports the request of the try that settled the item', async () => {
		const execution = newExecution();
		await execution.run([note([1, 2], 'then')], (target) => (target === 1 ? accepted : refused));
		await execution.run([note([1, 2], 'now')], () => unknown);
		const [entry] = await execution.run([note([1, 2], 'later')]);
		const settled = entry && 'earlier' in entry ? entry.earlier?.settled : undefined;
		expect([settled?.get(1)?.args, settled?.get(2)?.args]).toEqual([
			{ agentId: '31000', content: 'then' },
			{ agentId: '31000', content: 'now' },
		]);
		expect(settled?.get(2)?.verdict).toMatchObject({ outcome: 'unknown', retcode: '100-007' });
	});

	it('reports of each of many texts that settled items their own', async () => {
		const execution = newExecution();
		const texts = Array.from({ length: 12 }, (_, index) => `text ${index}`);
		await execution.run(
			texts.map((text) => note([1], text)),
			() => accepted,
		);
		const again = await execution.run(texts.map(() => note([1], 'now')));
		expect(
			again.map((entry) => 'earlier' in entry && entry.earlier?.settled.get(1)?.args?.content),
		).toEqual(texts);
	});

	it('keeps the progress of a note that is not sent in a try, and for its recipient alone', async () => {
		const execution = newExecution();
		await execution.run([note([1, 2], 'a|b|c')], (target) => (target === 1 ? 2 : 1));
		await execution.run([new PreflightError('no', '', {})]);
		await execution.run([note([2], 'a|b|c')], () => accepted);
		expect(toSend(await execution.run([note([1, 2], 'a|b|c')]))).toEqual([[['c'], [1]]]);
	});

	it('remembers recipients that an edited list leaves out temporarily', async () => {
		const execution = newExecution();
		await execution.run([note([1, 2], 'a')], (target) => (target === 1 ? accepted : refused));
		await execution.run([note([2], 'a')], () => refused);
		expect(toSend(await execution.run([note([1, 2], 'a')]))).toEqual([[['a'], [2]]]);
	});

	it('keeps the notes sent for an item that is refused in a later try', async () => {
		const execution = newExecution();
		await execution.run([note([1], 'a')], () => accepted);
		await execution.run([new PreflightError('no', '', {})]);
		expect(toSend(await execution.run([note([1], 'a')]))).toEqual([]);
	});

	it('starts empty in another run of the node, as in a loop', async () => {
		const execution = newExecution();
		await execution.run([note([1], 'a')], () => accepted);
		expect(toSend(await execution.run([note([1], 'a')], undefined, { runIndex: 1 }))).toEqual([
			[['a'], [1]],
		]);
	});

	it('reads the ledger of version 0.1.0', async () => {
		const execution = newExecution();
		execution.data.ccGatewayLedger = { runIndex: 0, items: '1a 2u100-007 3p1\n' };
		const again = await execution.run([note([1, 2, 3], 'a|b')]);
		expect(outcomes(again[0])).toEqual(['accepted', 'unknown', undefined]);
		expect(toSend(again)).toEqual([[['b'], [3]]]);
	});

	it('reads a retcode with blanks and signs as one word', async () => {
		const execution = newExecution();
		const odd = verdictFromLedger('unknown', '1 2a #0 31001a');
		await execution.run([note([1, 2], 'a')], (target) => (target === 1 ? odd : refused));
		const again = await execution.run([note([1, 2], 'a')]);
		expect(toSend(again)).toEqual([[['a'], [2]]]);
		expect(outcomes(again[0])).toEqual(['unknown', undefined]);
	});

	it('stays small for ten thousand recipients of one text', async () => {
		const execution = newExecution();
		await execution.run(
			Array.from({ length: 10_000 }, (_, index) => note([30_000 + index], 'a'.repeat(1000))),
			() => accepted,
		);
		expect(JSON.stringify(execution.data).length).toBeLessThan(120_000);
	});
});
