import type { IDataObject } from 'n8n-workflow';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { setIdle } from '../../../../../gateway/operations/setIdle';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import {
	type OutputContext,
	toAllOutputItems,
} from '../../../../../nodes/shared/report/toOutputItems';
import type { EarlierItem, PlanEntry } from '../../../../../nodes/shared/send/plan';
import { type Note, note, noteOperation } from '../../../../support/noteOperation';
import { plannedItem } from '../../../../support/planEntries';
import { verdict } from '../../../../support/verdicts';

const agent = (id: number): OperationArguments => ({ agentId: parseAgentId(id) });
const phrase = () => ({ subject: 'It', done: 'done' });
const change: Operation<OperationArguments> = {
	read: () => agent(31000),
	request: ({ agentId }) => setIdle({ agentId }),
	phrase,
};
const lookUp: Operation<OperationArguments> = {
	...change,
	request: ({ agentId }) => agentStatus(agentId),
};

const outputOf = async <A extends OperationArguments>(
	operation: Operation<A>,
	entries: Array<PlanEntry<A>>,
	more: Partial<OutputContext<A>> = {},
) =>
	await toAllOutputItems(
		{
			operation,
			options: { output: 'perItem' },
			settings: undefined,
			previews: undefined,
			actsForOthers: false,
			...more,
		},
		entries,
	);

const accepted = verdict();
const rejected = verdict({ outcome: 'rejected', retcode: '100-006', meaning: 'it was refused' });
const answer = { outcome: 'accepted', retcode: '0', message: 'success' };

describe('an item', () => {
	it('that was refused before sending is rejected, and says that nothing was sent for it', async () => {
		const refusal = new PreflightError('No <agent>', 'Add <one>.', { agentId: '31001' });
		expect(await outputOf(change, [{ refusal }])).toEqual([
			{
				item: 0,
				outcome: 'rejected',
				fields: { agentId: '31001', outcome: 'rejected', retcode: null, message: null },
				failure: {
					message: 'No <agent>',
					description: 'Add &lt;one&gt;. Nothing was sent for this item.',
					reason: 'refused before sending',
				},
			},
		]);
	});

	it('of a dry run has its arguments and its preview, for all recipients at once', async () => {
		const previews = (_entry: unknown, item: number) => ({ requests: [item] });
		const fields = { outcome: 'notAttempted', dryRun: true, requests: [0] };
		expect(
			await outputOf(noteOperation, [plannedItem(note('a', [1, 2]), [[1], [2]])], {
				previews,
				options: { output: 'perRecipient' },
			}),
		).toEqual([{ item: 0, outcome: 'notAttempted', fields: { ...note('a', [1, 2]), ...fields } }]);
	});

	it.each<[result: unknown, shown: IDataObject]>([
		[undefined, {}],
		[null, {}],
		[{}, {}],
		[{ a: 1 }, { result: { a: 1 } }],
		[[], { result: [] }],
		['', { result: '' }],
		[0, { result: 0 }],
	])("with the gateway's result %j has %j", async (result, shown) => {
		const [output] = await outputOf(change, [
			plannedItem(agent(31001), [[0, verdict({ result })]]),
		]);
		expect(output?.fields).toEqual({ agentId: '31001', ...answer, ...shown });
	});

	it('without a verdict was not sent because of another one', async () => {
		expect(await outputOf(change, [plannedItem(agent(31001), [[0]])])).toMatchObject([
			{
				outcome: 'notAttempted',
				fields: { outcome: 'notAttempted', retcode: null, message: null },
				failure: {
					message:
						'It was not done, nothing was sent: another item cannot be sent, and this node stops at the first one',
					description: 'Correct the other item.',
				},
			},
		]);
	});

	it('lacks the arguments that say only how it is done', async () => {
		const operation = { ...change, unreported: ['workNo'] };
		const args = { ...agent(31001), workNo: parseAgentId(31002) };
		const [output] = await outputOf(operation, [plannedItem(args, [[0, accepted]])]);
		expect(output?.fields).toEqual({ agentId: '31001', ...answer });
	});
});

describe('what was found', () => {
	const foundBy = async (
		operation: Operation<OperationArguments>,
		found: IDataObject[],
		more: object = {},
	) => await outputOf(operation, [plannedItem(agent(31001), [[0, verdict({ found, ...more })]])]);

	it.each<[string, IDataObject, string[]]>([
		['an agent', { workNo: '31002', name: 'A' }, ['workNo', 'name', 'agentId']],
		['a queue', { skillId: 7 }, ['skillId', 'agentId']],
		['the state of the agent itself', { state: 'idle' }, ['agentId', 'state']],
	])('is one item each with the record first: %s', async (_, record, columns) => {
		const outputs = await foundBy(lookUp, [record, record], { result: { raw: 1 } });
		expect(outputs).toHaveLength(2);
		expect(outputs.map(({ fields }) => Object.keys(fields))).toEqual(
			Array(2).fill([...columns, 'outcome', 'retcode', 'message', 'result']),
		);
		expect(outputs[0]?.fields).toEqual({
			...{ agentId: '31001', ...answer, ...record },
			result: { raw: 1 },
		});
	});

	it('has no result where the gateway gave none', async () => {
		const [output] = await foundBy(lookUp, [{ state: 'idle' }]);
		expect(output?.fields).toEqual({ agentId: '31001', state: 'idle', ...answer });
	});

	it('follows the answer where something was changed', async () => {
		const [output] = await foundBy(change, [{ state: 'idle' }]);
		expect(Object.keys(output?.fields ?? {})).toEqual([
			...['agentId', 'outcome', 'retcode', 'message', 'state'],
		]);
	});

	it('is no item if nothing was found', async () => {
		expect(await foundBy(lookUp, [])).toEqual([]);
	});

	it.each([
		[[], undefined],
		[[{ state: 'a' }], 'a'],
		[[{ state: 'a' }, { state: 'b' }], undefined],
	])('of a failure never takes its item away, nor doubles it: %j', async (found, state) => {
		const outputs = await foundBy(change, found, { outcome: 'unknown' });
		expect(outputs).toHaveLength(1);
		expect(outputs[0]).toMatchObject({ outcome: 'unknown', failure: {} });
		expect(outputs[0]?.fields.state).toBe(state);
	});
});

describe('a note', () => {
	const ends: Array<[number, typeof accepted]> = [
		[1, accepted],
		[2, rejected],
		[3, verdict({ outcome: 'unknown', retcode: null, meaning: 'the answer was lost' })],
	];
	const entry: PlanEntry<Note> = plannedItem(note('a', [1, 2, 3]), ends);
	const byAgents: Operation<Note> = {
		...noteOperation,
		phrase: ({ agentIds }) => ({ subject: `The note to ${agentIds.join()}`, done: 'sent' }),
	};

	it('has the worst outcome, its recipients by outcome, and the failure of the worst', async () => {
		const [output] = await outputOf(byAgents, [entry]);
		expect(output).toMatchObject({
			outcome: 'unknown',
			fields: {
				...{ outcome: 'unknown', retcode: '100-006' },
				recipients: { accepted: [1], rejected: [2], unknown: [3], notAttempted: [] },
			},
			failure: {
				message: 'The note to 3 may or may not have been sent: the answer was lost',
				description: ' Of 3 recipients: 1 accepted, 1 rejected, 1 unknown.',
			},
		});
	});

	it('counts no recipients where all failed alike', async () => {
		const alike = plannedItem(note('a', [2, 3]), [
			[2, rejected],
			[3, rejected],
		]);
		const [output] = await outputOf(byAgents, [alike]);
		expect(output?.failure?.description).not.toContain('recipients');
	});

	it('has an item for each recipient where that is asked for, and no lists', async () => {
		const refusal: PlanEntry<Note> = { refusal: new PreflightError('no', '', {}) };
		const outputs = await outputOf(byAgents, [entry, refusal], {
			options: { output: 'perRecipient' },
		});
		expect(outputs.map(({ item, outcome, fields }) => [item, outcome, fields.recipient])).toEqual([
			[0, 'accepted', 1],
			[0, 'rejected', 2],
			[0, 'unknown', 3],
			[1, 'rejected', undefined],
		]);
		expect(outputs[0]?.fields).toEqual({ recipient: 1, content: 'a', ...answer });
	});
});

describe('a note that an earlier try has sent', () => {
	const earlier = (...texts: Array<[number, string | undefined]>): EarlierItem => ({
		settled: new Map(
			texts.map(([to, content]) => [
				to,
				{ verdict: accepted, args: content === undefined ? undefined : { content } },
			]),
		),
		parts: new Map(),
	});
	const shown = async (before: EarlierItem, output: 'perItem' | 'perRecipient' = 'perItem') =>
		(
			await outputOf(
				noteOperation,
				[plannedItem(note('now', [1, 2]), [[1], [2, accepted]], before)],
				{ options: { output } },
			)
		).map(({ fields: { recipient, content, sentEarlier } }) => ({
			...(recipient === undefined ? {} : { recipient }),
			...{ content, sentEarlier },
		}));

	it.each<[string, EarlierItem, IDataObject]>([
		['the same text', earlier([1, 'now']), { content: 'now' }],
		['a text that was not kept', earlier([1, undefined]), { content: 'now' }],
		['another text for all', earlier([1, 'then'], [2, 'then']), { content: 'then' }],
		[
			'another text for one',
			earlier([1, 'then']),
			{ content: 'now', sentEarlier: [{ content: 'then', recipients: [1] }] },
		],
		[
			'a text of its own for each',
			earlier([1, 'then'], [2, 'later']),
			{
				content: 'now',
				sentEarlier: [
					{ content: 'then', recipients: [1] },
					{ content: 'later', recipients: [2] },
				],
			},
		],
	])('shows the text that was sent: %s', async (_, before, fields) => {
		expect(await shown(before)).toEqual([{ sentEarlier: undefined, ...fields }]);
	});

	it('shows each recipient its own text', async () => {
		expect(await shown(earlier([1, 'then']), 'perRecipient')).toEqual([
			{ recipient: 1, content: 'then' },
			{ recipient: 2, content: 'now' },
		]);
	});
});
