import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { escapeHtml, redactor, memoizeRedactor } from '../../../gateway/values/redact';
import type { Outcome } from '../../../gateway/answer/outcome';
import type { Settings } from '../../../gateway/values/settings';
import { mapYielding } from '../read/mapYielding';
import type { ExecutionMode } from '../read/executionMode';
import type { OperationArguments, Operation } from '../read/operation';
import { DEFAULT_OPTIONS, type Options } from '../read/options';
import type { PreflightError } from '../read/preflightError';
import { type PlanEntry, verdictOf } from '../send/plan';
import type { Sessions } from '../session/sessions';
import { hintsOf } from './hints';
import { inputFields } from './inputFields';
import { type NodeError, nodeError } from './nodeError';
import { previewRequests } from './preview';
import { stopError } from './stop';
import { tellAll, type OutputItem } from './toOutputItems';

/** A finished run, with all that its report is made of. */
export interface RunReport<A extends OperationArguments> {
	context: IExecuteFunctions;
	mode: ExecutionMode;
	operation: Operation<A>;
	/** Undefined if the run was refused before they could be read. */
	sessions?: Sessions;
	options: Options;
	items: INodeExecutionData[];
	entries: Array<PlanEntry<A>>;
}

/**
 * Turns a run into output items, one per input item (or recipient) and in order, in the form that
 * the node's setting 'On Error' asks for.
 * @returns an error for n8n instead where the first failed item ends the run
 */
export async function report<A extends OperationArguments>(
	run: RunReport<A>,
): Promise<INodeExecutionData[] | NodeError> {
	const { context, mode, operation, options, sessions, items, entries } = run;
	const previews = options.dryRun ? previewRequests(operation, entries, options) : undefined;
	const settings = sessions?.settings;
	const actsForOthers = settings !== undefined && actedForOthers(settings, entries);
	const outputContext = { operation, options, settings, previews, actsForOthers };
	const outputItems = await tellAll(outputContext, entries);

	const failed = outputItems.some(({ failure }) => failure !== undefined);
	// A canceled run is no exception: at a workflow's time limit n8n keeps what a node returns and hands it on.
	if (failed && mode.stopAtFailure) {
		const canceled = mode.cancelled();
		return stopError(
			{ node: context.getNode(), operation, options, entries, canceled },
			outputItems,
		);
	}
	const hints = [...hintsOf(run, outputItems)];
	for (const hint of hints) context.addExecutionHints?.(hint);
	if (outputItems.length === 0 && mode.asTool) return [nothingFound(hints)];
	const redactorOf = memoizeRedactor(redactor);
	const parameters = Object.keys(context.getNode().parameters);
	const keptOf = (input: INodeExecutionData | undefined) =>
		options.includeInputFields && sessions && input
			? inputFields(input, {
					settings: sessions.settings,
					parameters,
					redact: redactorOf(sessions.secretsOf(input)),
				})
			: {};
	const put = ({ item, fields, failure }: OutputItem, kept: IDataObject): INodeExecutionData => {
		if (failure === undefined) {
			return { json: { ...kept, ...fields }, pairedItem: { item } };
		}
		const why = {
			message: `${failure.message}${placeOf(item, items)}`,
			description: failure.description,
		};
		return failedItem(mode.errorOutput, { kept, fields, why, item });
	};
	return await mapYielding(outputItems, (one) => {
		const kept = keptOf(items[one.item]);
		return kept instanceof Promise ? kept.then((fields) => put(one, fields)) : put(one, kept);
	});
}

/** Whether the gateway has accepted something for another agent than the one whose session it was sent in. */
function actedForOthers<A extends OperationArguments>(
	{ authentication }: Settings,
	entries: ReadonlyArray<PlanEntry<A>>,
): boolean {
	if (authentication.mode === 'guidPerItem') return false;
	return entries.some(
		(entry) =>
			!('refusal' in entry) &&
			entry.args.agentId !== authentication.agentId &&
			entry.targets.some((target) => verdictOf(entry, target)?.outcome === 'accepted'),
	);
}

/** For a language model: of a tool without any output, n8n gives it an empty text, which may mean anything. */
const nothingFound = (hints: readonly NodeExecutionHint[]): INodeExecutionData => ({
	json: { outcome: 'accepted', found: 0, hint: hints.map(({ message }) => message).join(' ') },
	pairedItem: { item: 0 },
});

/** The place of one of several items, as people count: " (item 3 of 400)". */
const placeOf = (item: number, { length }: readonly unknown[]): string =>
	length > 1 ? ` (item ${item + 1} of ${length})` : '';

/** A failed item in the form that n8n needs to hand it on where the user wants it. */
function failedItem(
	separate: boolean,
	{
		kept = {},
		fields,
		why,
		item,
	}: {
		kept?: IDataObject;
		fields: IDataObject;
		why: { message: string; description: string };
		item: number;
	},
): INodeExecutionData {
	if (!separate) return { json: { ...kept, ...fields, error: why }, pairedItem: { item } };
	const { message: gatewayMessage, ...rest } = fields;
	// A single key that holds an object: what n8n of every version sends to the error output.
	return { json: { error: { ...why, ...rest, gatewayMessage } }, pairedItem: { item } };
}

/**
 * Reports a run that could not be made at all. Where the node goes on after a failed item, every
 * item has failed: if the node threw instead, n8n would hand on its input as if all had gone well.
 */
export async function reportRefusedRun<A extends OperationArguments>(
	run: Pick<RunReport<A>, 'context' | 'mode' | 'operation' | 'items'>,
	refusal: PreflightError,
): Promise<INodeExecutionData[] | NodeError> {
	const { stopAtFailure, outputDiscarded } = run.mode;
	if (stopAtFailure || outputDiscarded) {
		const remedy = outputDiscarded ? ` ${refusal.remedy}` : '';
		return nodeError(run.context.getNode(), `${refusal.message}. Nothing was sent.${remedy}`, {
			description: escapeHtml(refusal.remedy),
		});
	}
	const entries = run.items.map((): PlanEntry<A> => ({ refusal }));
	return await report({ ...run, options: DEFAULT_OPTIONS, entries });
}

/**
 * The last resort: reports a run in which something happened that nobody has thought of. Needs nothing that
 * could fail as well.
 * @param begun whether anything may have been sent
 */
export function reportUnforeseen(
	{ context, mode, items }: Pick<RunReport<OperationArguments>, 'context' | 'mode' | 'items'>,
	begun: boolean,
): INodeExecutionData[] | NodeError {
	const outcome: Outcome = begun ? 'unknown' : 'notAttempted';
	const message = begun
		? 'Something unexpected happened after sending had begun'
		: 'Something unexpected happened, and nothing was sent';
	const description = begun
		? 'Some items may have been carried out: look at the agents before you send them again. Please report this to the makers of this node, with the workflow and without secrets.'
		: 'Please report this to the makers of this node, with the workflow and without secrets.';
	if (mode.stopAtFailure) {
		return nodeError(context.getNode(), message, { description });
	}
	const fields = { outcome, retcode: null, message: null, result: null };
	return items.map((_item, item) =>
		failedItem(mode.errorOutput, {
			fields,
			why: { message: `${message}${placeOf(item, items)}`, description },
			item,
		}),
	);
}
