/** The error of a run that stops at the first failed item. */
import type { INode } from 'n8n-workflow';
import type { Outcome } from '../../../gateway/answer/outcome';
import type { OperationArguments, Operation } from '../read/operation';
import type { Options } from '../read/options';
import { type PlanEntry, verdictOf } from '../send/plan';
import { countedAll } from './hints';
import { type NodeError, nodeError } from './nodeError';
import { itemIndex, ordinal } from './ordinal';
import type { OutputItem } from './toOutputItems';

/** What the error is made of. */
export interface Stopped<A extends OperationArguments> {
	node: INode;
	operation: Operation<A>;
	options: Options;
	entries: ReadonlyArray<PlanEntry<A>>;
	/** Whether the execution was canceled, by hand or by its time limit. */
	canceled: boolean;
}

/** More names than these are not read in a message. */
const MAX_NAMES = 20;

/** n8n keeps an execution as canceled only if the message of the error has the word in this spelling. */
const CANCELED = 'The execution was canceled before all items were done';

const GO_ON =
	"To have the others done although one fails, set 'On Error' in the settings of this node to 'Continue (using error output)'.";

/**
 * Of the first item that failed: what to do about it, how the others ended, and who must not simply be run again.
 */
export function stopError<A extends OperationArguments>(
	run: Stopped<A>,
	outputItems: readonly OutputItem[],
): NodeError {
	const first =
		outputItems.find(({ failure }) => failure !== undefined && !failure.verdict?.aborted) ??
		outputItems.find(({ failure }) => failure !== undefined);
	const { message = '', description = '', verdict } = first?.failure ?? {};
	const item = first?.item ?? 0;
	const sentences = [
		description,
		outputItems.length > 1
			? `${countedAll(run, outputItems)}; the first that failed is ${itemIndex(item)}.`
			: '',
		list('Already done', namesOf(run, 'accepted')),
		list('Perhaps done', namesOf(run, 'unknown')),
		outputItems.length > 1 && first?.outcome !== 'notAttempted' && !run.canceled ? GO_ON : '',
	];
	const options = {
		description: sentences.filter((sentence) => sentence !== '').join(' '),
		itemIndex: item,
	};
	return nodeError(run.node, run.canceled ? CANCELED : message, options, verdict);
}

/** For example "Already done: 31001, 31002 and 5 more." */
function list(label: string, names: readonly string[]): string {
	if (names.length === 0) return '';
	const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
	return `${label}: ${names.slice(0, MAX_NAMES).join(', ')}${more}.`;
}

/**
 * The agents with whom something ended so, each once; those of several items with the item. Nobody for questions,
 * which change nothing.
 */
function namesOf<A extends OperationArguments>(
	{ operation, entries }: Stopped<A>,
	outcome: Outcome,
): string[] {
	const planned = entries.flatMap((entry, item) =>
		'refusal' in entry || operation.request(entry.args).effect === 'readOnly'
			? []
			: [{ entry, item, agent: entry.args.workNo ?? entry.args.agentId }],
	);
	const timesOf = new Map<string, number>();
	for (const { agent } of planned) timesOf.set(agent, (timesOf.get(agent) ?? 0) + 1);
	const names = new Set<string>();
	for (const { entry, item, agent } of planned) {
		for (const target of entry.targets) {
			if (verdictOf(entry, target)?.outcome !== outcome) continue;
			if (operation.recipients) names.add(String(target));
			else
				names.add((timesOf.get(agent) ?? 0) > 1 ? `${agent} (${ordinal(item + 1)} item)` : agent);
		}
	}
	return [...names];
}
