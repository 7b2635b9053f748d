import type { NodeExecutionHint } from 'n8n-workflow';
import type { Verdict } from '../../../../../gateway/answer/outcome';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { type HintContext, hintsOf } from '../../../../../nodes/shared/report/hints';
import type { OutputItem } from '../../../../../nodes/shared/report/toOutputItems';
import type { PlanEntry } from '../../../../../nodes/shared/send/plan';
import type { Sessions } from '../../../../../nodes/shared/session/sessions';
import { type Note, note, noteOperation } from '../../../../support/noteOperation';
import { plannedItem } from '../../../../support/planEntries';
import { verdict } from '../../../../support/verdicts';

const query: Operation<OperationArguments> = {
	read: () => ({ agentId: parseAgentId(31000) }),
	request: ({ agentId }) => agentStatus(agentId),
	phrase: () => ({ subject: 'It', done: 'done' }),
};
const agent = (id: number): OperationArguments => ({ agentId: parseAgentId(31_000 + id) });
const accepted = verdict();
const rejected = verdict({ outcome: 'rejected' });
const refusal: PlanEntry<never> = { refusal: new PreflightError('refused', '', {}) };

const outputItem = (outcome: OutputItem['outcome'], reason?: string): OutputItem => ({
	...{ item: 0, outcome, fields: {} },
	...(outcome === 'accepted' ? {} : { failure: { message: '', description: '', reason } }),
});

function hints<A extends OperationArguments>(
	operation: Operation<A>,
	entries: Array<PlanEntry<A>>,
	outputItems: OutputItem[],
	{
		options,
		...more
	}: Omit<Partial<HintContext<A>>, 'options'> & {
		options?: Partial<HintContext<A>['options']>;
	} = {},
): NodeExecutionHint[] {
	const context = { operation, entries, options: { ...DEFAULT_OPTIONS, ...options }, ...more };
	return [...hintsOf(context, outputItems)];
}

const messages = (given: NodeExecutionHint[]) => given.map(({ message }) => message);

it('there is none for a run in which all went well', () => {
	expect(
		hints(query, [plannedItem(agent(31001), [[0, accepted]])], [outputItem('accepted')]),
	).toEqual([]);
});

describe('after a failure', () => {
	it('the results are counted, with the reasons', () => {
		expect(
			hints(
				query,
				[plannedItem(agent(31001), [[0, accepted]]), plannedItem(agent(31002), [[0, rejected]])],
				[outputItem('accepted'), outputItem('rejected', 'busy already')],
			),
		).toEqual([
			{
				message: 'Of 2 items: 1 accepted, 1 rejected: busy already.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	it('a count without reasons ends there', () => {
		expect(messages(hints(query, [], [outputItem('unknown'), outputItem('accepted')]))).toEqual([
			'Of 2 items: 1 accepted, 1 unknown.',
		]);
	});

	const noteTo = (...ends: Array<[number, Verdict?]>): PlanEntry<Note> =>
		plannedItem(
			note(
				'a',
				ends.map(([target]) => target),
			),
			ends,
		);

	it('the recipients are counted as well where an item has several, also those without a verdict', () => {
		const entries = [noteTo([1, accepted]), noteTo([1, accepted], [2, rejected], [3]), refusal];
		const outputItems = [outputItem('accepted'), outputItem('rejected'), outputItem('rejected')];
		expect(messages(hints(noteOperation, entries, outputItems))).toEqual([
			'Of 3 items: 1 accepted, 2 rejected. Of 4 recipients: 2 accepted, 1 rejected, 1 not attempted.',
		]);
	});

	it('the recipients are not counted again where every item has one', () => {
		const outputItems = [outputItem('accepted'), outputItem('rejected')];
		expect(
			messages(hints(noteOperation, [noteTo([1, accepted]), noteTo([2, rejected])], outputItems)),
		).toEqual(['Of 2 items: 1 accepted, 1 rejected.']);
	});

	it('only the recipients are counted where each has an output item', () => {
		const outputItems = [outputItem('accepted'), outputItem('rejected')];
		const options = { output: 'perRecipient' } as const;
		expect(
			messages(
				hints(noteOperation, [noteTo([1, accepted], [2, rejected])], outputItems, { options }),
			),
		).toEqual(['Of 2 recipients: 1 accepted, 1 rejected.']);
	});
});

describe('of a dry run', () => {
	const options = { dryRun: true };

	it('the notes are counted', () => {
		expect(
			hints(
				noteOperation,
				[plannedItem(note('a', [1, 2]), [[1], [2]])],
				[{ item: 0, outcome: 'notAttempted', fields: {} }],
				{ options },
			),
		).toEqual([
			{ message: 'Dry run: 2 notes checked, none sent.', type: 'info', location: 'outputPane' },
		]);
	});

	it('the other items are counted, and those that were refused', () => {
		const checked: OutputItem = { item: 0, outcome: 'notAttempted', fields: {} };
		expect(
			hints(
				query,
				[plannedItem(agent(31001), [[0]]), plannedItem(agent(31002), [[0]]), refusal],
				[checked, checked, outputItem('rejected')],
				{ options },
			),
		).toMatchObject([
			{ message: 'Dry run: 2 items checked, none sent; 1 item refused.', type: 'warning' },
		]);
	});
});

it('notices about the session and about answers are shown once each', () => {
	const sessions = { hints: () => ['Signed in again.', 'Old.'] } as unknown as Sessions;
	const entries = [
		refusal,
		plannedItem(agent(31001), [[0, verdict({ hint: 'There may be more.' })]]),
		plannedItem(agent(31002), [[0, verdict({ hint: 'There may be more.' })]]),
		plannedItem(agent(31003), [[0, verdict({ hint: 'Old.' })]]),
		plannedItem(agent(31004), [[0]]),
	];
	expect(hints(query, entries, [outputItem('accepted')], { sessions })).toEqual(
		['Signed in again.', 'Old.', 'There may be more.'].map((message) => ({
			...{ message, type: 'info', location: 'outputPane' },
		})),
	);
});

describe('a note whose only recipient is its sender', () => {
	const ofNotes = (...recipients: number[][]) =>
		hints(
			noteOperation,
			[
				refusal,
				...recipients.map((some) =>
					plannedItem(
						note('a', some),
						some.map((one) => [one, accepted]),
					),
				),
			],
			[outputItem('accepted')],
		);

	it('has a warning, once', () => {
		expect(ofNotes([31001], [31000], [31000])).toMatchObject([
			{
				message:
					"The only recipient of a note is its own sender, agent 31000. The agents that Find Agents finds are in its column 'workNo'.",
				type: 'warning',
			},
		]);
	});

	it.each([[[31001]], [[31000, 31001]]])('is none that goes to %j', (recipients) => {
		expect(ofNotes(recipients)).toEqual([]);
	});

	it('is none if the item is no note', () => {
		const entries = [plannedItem(agent(31000), [[31000, accepted]])];
		expect(hints(query, entries, [outputItem('accepted')])).toEqual([]);
	});
});
