import type { Verdict } from '../../../../../gateway/answer/outcome';
import { notAttempted } from '../../../../../gateway/answer/sendWithRetries';
import { agentStatus } from '../../../../../gateway/operations/agentStatus';
import { setIdle } from '../../../../../gateway/operations/setIdle';
import { type AgentId, parseAgentId } from '../../../../../gateway/values/agentId';
import { DEFAULT_OPTIONS } from '../../../../../nodes/shared/read/options';
import type { Operation, OperationArguments } from '../../../../../nodes/shared/read/operation';
import { stopError } from '../../../../../nodes/shared/report/stop';
import type { OutputItem } from '../../../../../nodes/shared/report/toOutputItems';
import type { PlanEntry } from '../../../../../nodes/shared/send/plan';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { note, noteOperation } from '../../../../support/noteOperation';
import { plannedItem } from '../../../../support/planEntries';
import { verdict } from '../../../../support/verdicts';

const node = {
	...{ id: '1', name: 'Node', type: 'node', typeVersion: 1, parameters: {} },
	position: [0, 0] as [number, number],
};
const GO_ON =
	"To continue with the others after a failure, set 'On Error' in the settings of this node to 'Continue (using error output)'.";

interface Item extends OperationArguments {
	workNo?: AgentId;
}

const operationOf = (request: Operation<Item>['request']): Operation<Item> => ({
	read: () => ({ agentId: parseAgentId(31000) }),
	request,
	phrase: () => ({ subject: 'It', done: 'done' }),
});
const change = operationOf(setIdle);

const accepted = verdict();
const rejected = verdict({ outcome: 'rejected', retcode: '100-006' });
const unknown = verdict({ outcome: 'unknown', retcode: null });
const aborted = notAttempted('an earlier item failed', '');

/** The error of a run whose items, of one agent each, ended so. */
function errorOf(
	items: ReadonlyArray<[agent: number, end: Verdict | PreflightError, workNo?: number]>,
	{ operation = change, canceled = false } = {},
) {
	const entries = items.map(([agent, end, workNo]): PlanEntry<Item> => {
		if (end instanceof PreflightError) return { refusal: end };
		const args: Item = { agentId: parseAgentId(agent) };
		if (workNo !== undefined) args.workNo = parseAgentId(workNo);
		return plannedItem(args, [[0, end]]);
	});
	return stopError(
		{ node, operation, options: DEFAULT_OPTIONS, entries, canceled },
		items.map(([agent, end], item) => outputItem(item, end, `Agent ${agent} failed`)),
	);
}

const outputItem = (item: number, end: Verdict | PreflightError, message: string): OutputItem => {
	const outcome = end instanceof PreflightError ? 'rejected' : end.outcome;
	if (outcome === 'accepted') return { item, outcome, fields: {} };
	const failure = { message, description: `Look at item ${item}.`, reason: undefined };
	const ended = end instanceof PreflightError ? {} : { verdict: end };
	return { item, outcome, fields: {}, failure: { ...failure, ...ended } };
};

it('describes the only item alone', () => {
	expect(errorOf([[31001, rejected]])).toMatchObject({
		message: 'Agent 31001 failed',
		description: 'Look at item 0.',
		context: { itemIndex: 0 },
	});
});

it('describes the first item that failed of itself, counts all, and names those that are done', () => {
	const error = errorOf([
		[31001, accepted],
		[31002, aborted],
		[31003, rejected],
		[31004, unknown],
	]);
	expect(error).toMatchObject({
		message: 'Agent 31003 failed',
		description: [
			'Look at item 2.',
			'Of 4 items: 1 accepted, 1 rejected, 1 unknown, 1 not attempted; the first that failed is item index 2 (the third).',
			'Already done: 31001.',
			'Perhaps done: 31004.',
			GO_ON,
		].join(' '),
		context: { itemIndex: 2 },
	});
});

it('describes the first item that was not sent if none failed of itself, and does not advise to go on', () => {
	const error = errorOf([
		[31001, accepted],
		[31002, aborted],
		[31003, aborted],
	]);
	expect(error).toMatchObject({ message: 'Agent 31002 failed', context: { itemIndex: 1 } });
	expect(error.description).toBe(
		'Look at item 1. Of 3 items: 1 accepted, 2 not attempted; the first that failed is item index 1 (the second). Already done: 31001.',
	);
});

it("has n8n's own word for a canceled run, and does not advise to go on", () => {
	const error = errorOf(
		[
			[31001, unknown],
			[31002, aborted],
		],
		{ canceled: true },
	);
	expect(error.message).toBe('The execution was canceled before all items were done');
	expect(error.description).toContain('Perhaps done: 31001.');
	expect(error.description).not.toContain(GO_ON);
});

it('describes an item that was refused before sending', () => {
	const error = errorOf([
		[31001, accepted],
		[31002, new PreflightError('', '', {})],
	]);
	expect(error).toMatchObject({ message: 'Agent 31002 failed', context: { itemIndex: 1 } });
	expect(error.description).toContain('Already done: 31001.');
});

describe('the names of those that are done', () => {
	const namesIn = (error: { description?: string | null }) =>
		/Already done: (.*?)\./.exec(error.description ?? '')?.[1];

	it('are those of the agents that were acted on', () => {
		expect(
			namesIn(
				errorOf([
					[31000, accepted, 31007],
					[31000, rejected, 31008],
				]),
			),
		).toBe('31007');
	});

	it('have the item where an agent is in several', () => {
		expect(
			namesIn(
				errorOf([
					[31001, accepted],
					[31002, accepted],
					[31001, accepted],
					[31001, rejected],
				]),
			),
		).toBe('31001 (first item), 31002, 31001 (third item)');
	});

	it('are twenty at most, and the number of the rest', () => {
		const all = Array.from({ length: 22 }, (_, index): [number, Verdict] => [
			31000 + index,
			accepted,
		]);
		const failed: [number, Verdict] = [32000, rejected];
		const twenty = all.slice(0, 20).map(([agent]) => agent);
		expect(namesIn(errorOf([...all.slice(0, 20), failed]))).toBe(twenty.join(', '));
		expect(namesIn(errorOf([...all, failed]))).toBe(`${twenty.join(', ')} and 2 more`);
	});

	it('are left out for a question, which changes nothing', () => {
		const error = errorOf(
			[
				[31001, accepted],
				[31002, rejected],
			],
			{ operation: operationOf(({ agentId }) => agentStatus(agentId)) },
		);
		expect(error.description).not.toContain('done');
	});

	it('are the recipients of notes, each once', () => {
		const entries = [
			plannedItem(note('a', [1, 2]), [
				[1, accepted],
				[2, rejected],
			]),
			plannedItem(note('b', [1]), [[1, accepted]]),
		];
		const error = stopError(
			{
				node,
				operation: noteOperation,
				options: DEFAULT_OPTIONS,
				entries,
				canceled: false,
			},
			[outputItem(0, rejected, 'The note failed'), outputItem(1, accepted, '')],
		);
		expect(namesIn(error)).toBe('1');
	});
});
