import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { setIdle } from '../../../../../gateway/operations/setIdle';
import { parseAgentId } from '../../../../../gateway/values/agentId';
import type { ExecutionMode } from '../../../../../nodes/shared/read/executionMode';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import {
	report,
	reportRefusedRun,
	reportUnforeseen,
} from '../../../../../nodes/shared/report/report';
import type { PlanEntry } from '../../../../../nodes/shared/send/plan';
import type { Sessions } from '../../../../../nodes/shared/session/sessions';
import { plannedItem } from '../../../../support/planEntries';
import { verdict } from '../../../../support/verdicts';

const node = {
	...{ id: '1', name: 'Node', type: 'node', typeVersion: 1 },
	parameters: { agentId: 1 },
	position: [0, 0] as [number, number],
};
const agent = (id: number): OperationArguments => ({ agentId: parseAgentId(id) });
const operation: Operation<OperationArguments> = {
	read: () => agent(31000),
	request: ({ agentId }) => setIdle({ agentId }),
	phrase: ({ agentId }) => ({ subject: `Agent ${agentId}`, done: 'set idle' }),
};
const rejected = verdict({ outcome: 'rejected', meaning: 'it was refused', retcode: '100-006' });
const refusedItem = (id: number): PlanEntry<OperationArguments> =>
	plannedItem(agent(id), [[0, rejected]]);
const doneItem = (id: number): PlanEntry<OperationArguments> =>
	plannedItem(agent(id), [[0, verdict()]]);

const sessionsOf = (authentication: object): Sessions => ({
	settings: { authentication } as unknown as Sessions['settings'],
	of: () => {
		throw new Error('not used');
	},
	secretsOf: () => ['secret-guid-1'],
	hints: () => [],
	settled: async () => {},
});

/** A run of a node in some mode; collects its hints. */
function runOf(mode: Partial<ExecutionMode> = {}, items: INodeExecutionData[] = [{ json: {} }]) {
	const hints: NodeExecutionHint[] = [];
	const context = {
		getNode: () => node,
		addExecutionHints: (hint: NodeExecutionHint) => hints.push(hint),
	} as unknown as IExecuteFunctions;
	return {
		...{ context, operation, items, hints },
		mode: {
			...{ asTool: false, stopAtFailure: false, errorOutput: false, calledAsFunction: false },
			...{ outputDiscarded: false, cancelled: () => false, signal: undefined },
			...mode,
		},
	};
}

const twoItems = [{ json: { team: 'A' } }, { json: { team: 'B' } }];

describe('the report of a run', () => {
	const entries = [doneItem(31001), refusedItem(31002)];
	const answer = { outcome: 'accepted', retcode: '0', message: 'success' };
	const failure = { outcome: 'rejected', retcode: '100-006' };

	it('has an item for each input item, paired with it; a failed one has its error and its place', async () => {
		const run = runOf({}, twoItems);
		expect(await report({ ...run, options: DEFAULT_OPTIONS, entries })).toEqual([
			{ json: { agentId: '31001', ...answer }, pairedItem: { item: 0 } },
			{
				json: {
					...{ agentId: '31002', ...failure, message: 'success' },
					error: {
						message: 'Agent 31002 was not set idle: it was refused (item 2 of 2)',
						description: expect.stringContaining('100-006') as string,
					},
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(run.hints).toMatchObject([{ type: 'warning' }]);
	});

	it('has only the error of a failed item where errors leave by their own output', async () => {
		const run = runOf({ errorOutput: true });
		expect(
			await report({ ...run, options: DEFAULT_OPTIONS, entries: [refusedItem(31002)] }),
		).toEqual([
			{
				json: {
					error: {
						...{ agentId: '31002', ...failure, gatewayMessage: 'success' },
						message: 'Agent 31002 was not set idle: it was refused',
						description: expect.any(String) as string,
					},
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each([
		[false, 'Agent 31002 was not set idle: it was refused'],
		[true, 'The execution was canceled before all items were done'],
	])('is an error where a failed item ends the run; canceled: %s', async (canceled, message) => {
		const run = runOf({ stopAtFailure: true, cancelled: () => canceled }, twoItems);
		const error = await report({ ...run, options: DEFAULT_OPTIONS, entries });
		expect(error).toBeInstanceOf(Error);
		expect(error).toMatchObject({ message, context: { itemIndex: 1 } });
		expect(run.hints).toEqual([]);
	});

	it('is no error where every item is done', async () => {
		const run = { ...runOf({ stopAtFailure: true }), options: DEFAULT_OPTIONS };
		expect(await report({ ...run, entries: [doneItem(31001)] })).toMatchObject([
			{ json: { agentId: '31001', outcome: 'accepted' } },
		]);
	});

	it('works in an n8n that knows no hints', async () => {
		const run = runOf();
		const context = { getNode: () => node } as unknown as IExecuteFunctions;
		expect(
			await report({
				...{ ...run, context, options: DEFAULT_OPTIONS },
				entries: [refusedItem(31002)],
			}),
		).toHaveLength(1);
	});

	it('says to a language model that nothing was found, with the hints; elsewhere it is empty', async () => {
		const found = { ...doneItem(31001) };
		const nothing = plannedItem(agent(31001), [
			[0, verdict({ found: [], hint: 'There is no such queue.' })],
		]);
		const sessions = { ...sessionsOf({ mode: 'guid' }), hints: () => ['Signed in again.'] };
		const given = { options: DEFAULT_OPTIONS, sessions, entries: [nothing] };
		expect(await report({ ...runOf({ asTool: true }), ...given })).toEqual([
			{
				json: {
					...{ outcome: 'accepted', found: 0 },
					hint: 'Signed in again. There is no such queue.',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(await report({ ...runOf(), ...given })).toEqual([]);
		const some = { ...given, entries: [found] };
		expect(await report({ ...runOf({ asTool: true }), ...some })).toMatchObject([
			{ json: { agentId: '31001' } },
		]);
	});

	it('keeps the input fields underneath its own only if asked to, without secrets', async () => {
		const huge = Array.from({ length: 6_000 }, () => 'secret-guid-1');
		const items = [{ json: { team: 'secret-guid-1', outcome: 'late' } }, { json: { huge } }];
		const given = {
			...{ ...runOf({}, items), entries },
			sessions: sessionsOf({ mode: 'guid', agentId: '31000' }),
		};
		const with_ = async (includeInputFields: boolean) => {
			const output = await report({
				...given,
				options: { ...DEFAULT_OPTIONS, includeInputFields },
			});
			return output instanceof Error ? [] : output.map(({ json }) => json);
		};
		const [first, second] = await with_(true);
		expect(first).toMatchObject({ agentId: '31001', outcome: 'accepted' });
		expect(first).toHaveProperty('team');
		expect(second).toMatchObject({ outcome: 'rejected', error: {} });
		expect(second?.huge).toHaveLength(6_000);
		expect(JSON.stringify([first, second])).not.toContain('secret-guid-1');
		for (const json of await with_(false)) {
			expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['team']));
			expect(json.huge).toBeUndefined();
		}
	});

	describe('of a session that is refused for another agent', () => {
		const lost = verdict({ outcome: 'rejected', retcode: '100-006', meaning: 'not signed in' });
		const descriptionIn = async (
			authentication: object,
			others: Array<PlanEntry<OperationArguments>>,
		) => {
			const output = await report({
				...runOf({}, twoItems),
				options: DEFAULT_OPTIONS,
				sessions: sessionsOf(authentication),
				entries: [plannedItem(agent(31002), [[0, lost]]), ...others],
			});
			return output instanceof Error
				? ''
				: ((output[0]?.json.error ?? {}) as { message?: string }).message;
		};
		const doubt = 'or this session may not act for it';
		const own = { mode: 'guid', agentId: '31000' };

		it.each<[string, Array<PlanEntry<OperationArguments>>, boolean]>([
			['nothing shows that it may act for others', [], true],
			['it was accepted for its own agent', [doneItem(31000)], true],
			['it was accepted for another agent', [doneItem(31003)], false],
			['it was refused for another agent', [refusedItem(31003)], true],
			[
				'a second item was refused before sending',
				[{ refusal: new PreflightError('', '', {}) }],
				true,
			],
		])('doubts whether it may act for it if %s', async (_, others, doubts) => {
			expect((await descriptionIn(own, others))?.includes(doubt)).toBe(doubts);
		});
	});
});

describe('a run that is not possible', () => {
	const refusal = new PreflightError('No <agent> was given', 'Choose <one>.', {});

	it('is an error where a failed item ends the run', async () => {
		expect(await reportRefusedRun(runOf({ stopAtFailure: true }), refusal)).toMatchObject({
			message: 'No <agent> was given. Nothing was sent.',
			description: 'Choose &lt;one&gt;.',
		});
	});

	it('has its remedy in the message where a language model receives nothing else', async () => {
		expect(await reportRefusedRun(runOf({ outputDiscarded: true }), refusal)).toMatchObject({
			message: 'No <agent> was given. Nothing was sent. Choose <one>.',
		});
	});

	it('has every item failed where the node goes on', async () => {
		const output = await reportRefusedRun(runOf({}, twoItems), refusal);
		expect(output).toMatchObject(
			[1, 2].map((place) => ({
				json: {
					outcome: 'rejected',
					error: { message: `No <agent> was given (item ${place} of 2)` },
				},
				pairedItem: { item: place - 1 },
			})),
		);
	});
});

describe('a run with an unexpected error', () => {
	const NOTHING = 'An unexpected error occurred, and nothing was sent';
	const BEGUN = 'An unexpected error occurred after sending had begun';
	const PLEASE =
		'Please report this to the makers of this node, with the workflow and without secrets.';
	const LOOK =
		'Some items may have been carried out: look at the agents before you send them again.';

	it.each([
		[false, 'notAttempted', NOTHING, PLEASE],
		[true, 'unknown', BEGUN, `${LOOK} ${PLEASE}`],
	])(
		'once begun (%s) has the outcome %s for every item',
		(begun, outcome, message, description) => {
			const fields = { outcome, retcode: null, message: null, result: null };
			expect(reportUnforeseen(runOf({}, twoItems), begun)).toEqual(
				[1, 2].map((place) => ({
					json: { ...fields, error: { message: `${message} (item ${place} of 2)`, description } },
					pairedItem: { item: place - 1 },
				})),
			);
			expect(reportUnforeseen(runOf({ stopAtFailure: true }), begun)).toMatchObject({
				...{ message, description },
				name: 'NodeOperationError',
			});
			expect(reportUnforeseen(runOf({ errorOutput: true }), begun)).toEqual([
				{
					json: {
						error: {
							...{ message, description, outcome, retcode: null },
							...{ result: null, gatewayMessage: null },
						},
					},
					pairedItem: { item: 0 },
				},
			]);
		},
	);
});
