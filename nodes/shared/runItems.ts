import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { memoizeRedactor, thoroughRedactor } from '../../gateway/values/redact';
import { missingAgentColumn } from './read/missingAgentColumn';
import { mapYielding } from './read/mapYielding';
import { itemReaders } from './read/item';
import { type ExecutionMode, executionModeOf } from './read/executionMode';
import type { OperationArguments, Operation } from './read/operation';
import { type Options, readOptions } from './read/options';
import { PreflightError } from './read/preflightError';
import { unsafeToolCall } from './read/toolCall';
import type { NodeError } from './report/nodeError';
import { report, reportRefusedRun, reportUnforeseen } from './report/report';
import { type Ledger, openLedger } from './send/ledger';
import { retryContext } from './send/retryContext';
import { type ValidItem, type PlanEntry, notesIn, plan } from './send/plan';
import { sendAll } from './send/sendAll';
import { openSessions, type Sessions } from './session/sessions';

/** The limit of notes per call of a language model, whatever the node allows. */
export const MAX_NOTES_PER_TOOL_CALL = 100;

/** A run of a node. */
interface NodeRun<A extends OperationArguments> {
	context: IExecuteFunctions;
	operation: Operation<A>;
	items: INodeExecutionData[];
	mode: ExecutionMode;
	/** True if anything may have been sent. */
	begun: boolean;
}

/**
 * Runs an operation over all input items: reads and checks every item before the first request, sends them concurrently
 * within the rules of the design, and reports the result of every item, in order.
 * @throws {NodeApiError | NodeOperationError} only if the node is set to stop at a failed item and is not run as a
 *   tool: wherever else a node throws, n8n hands on its input as if all had gone well, or sends again what was sent.
 *   Nothing has been sent if the run as a whole is not possible.
 */
export async function runItems<A extends OperationArguments>(
	context: IExecuteFunctions,
	operation: Operation<A>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const running = { context, operation, items, mode: executionModeOf(context), begun: false };
	const output = await outputOf(running);
	if (output instanceof Error) throw output;
	return [output];
}

/** Runs the operation. Never throws. */
async function outputOf<A extends OperationArguments>(
	running: NodeRun<A>,
): Promise<INodeExecutionData[] | NodeError> {
	try {
		return await run(running);
	} catch {
		return reportUnforeseen(running, running.begun);
	}
}

async function run<A extends OperationArguments>(
	running: NodeRun<A>,
): Promise<INodeExecutionData[] | NodeError> {
	const { context, operation, items, mode } = running;
	const unsafe = unsafeToolCall(context, items, mode);
	if (unsafe) return await reportRefusedRun(running, unsafe);
	const prepared = await prepareRun(context, items.length);
	if (prepared instanceof PreflightError) return await reportRefusedRun(running, prepared);
	const { options, sessions } = prepared;

	const validItems = await checkItems(running, options, sessions);
	const missingColumn = missingAgentColumn(context, operation, validItems);
	if (missingColumn) return await reportRefusedRun(running, missingColumn);
	const ledger = options.dryRun ? undefined : ledgerFor(running, validItems);
	const { combineItems: combine } = options;
	const entries = await plan(operation, validItems, { combine, earlierTry: ledger });
	const tooMany = overLimit(running, options, entries);
	if (tooMany) return await reportRefusedRun(running, tooMany);

	const { stopAtFailure, cancelled } = mode;
	const refused = stopAtFailure && entries.some((entry) => 'refusal' in entry);
	if (!options.dryRun && !refused) {
		running.begun = true;
		try {
			const retryContextFor = retryContext(mode);
			const { settings } = sessions;
			const sending = { operation, options, settings, retryContextFor, stopAtFailure, cancelled };
			await sendAll(sending, entries);
		} finally {
			await ledger?.write(operation, entries);
		}
		await sessions.settled();
	}

	const output = await report({ ...running, sessions, options, entries });
	// n8n runs a node again that threw, or whose first output item has an error.
	if (!(output instanceof Error) && !output[0]?.json.error) ledger?.clear();
	return output;
}

/** Options and credential of a run, or the reason why it is not possible. */
async function prepareRun(
	context: IExecuteFunctions,
	itemCount: number,
): Promise<{ options: Options; sessions: Sessions } | PreflightError> {
	try {
		const options = readOptions(context);
		return { options, sessions: await openSessions(context, itemCount, options) };
	} catch (error) {
		if (error instanceof PreflightError) return error;
		return new PreflightError('The options could not be read', 'Check their values.', {});
	}
}

async function checkItems<A extends OperationArguments>(
	{ context, operation, items }: NodeRun<A>,
	options: Options,
	sessions: Sessions,
): Promise<Array<ValidItem<A> | PreflightError>> {
	const readerOf = itemReaders(context, sessions.settings, options);
	const redactorOf = memoizeRedactor(thoroughRedactor);
	return await mapYielding(items, (item, index) => {
		try {
			const args = operation.read(readerOf(index));
			return { args, session: sessions.of(item, args) };
		} catch (error) {
			if (error instanceof PreflightError)
				return error.redacted(redactorOf(sessions.secretsOf(item)));
			return new PreflightError('The item could not be read', 'Check its values.', {});
		}
	});
}

/** The ledger of requests that n8n's own retries must not repeat. */
function ledgerFor<A extends OperationArguments>(
	{ context, operation, mode }: NodeRun<A>,
	validItems: ReadonlyArray<ValidItem<A> | PreflightError>,
): Ledger | undefined {
	// n8n repeats a call only after an error, and there is none; and two calls may have the same run index.
	if (mode.calledAsFunction) return undefined;
	for (const item of validItems) {
		if (item instanceof PreflightError) continue;
		return operation.request(item.args).effect === 'nonIdempotent'
			? openLedger(context)
			: undefined;
	}
	return undefined;
}

/** The reason to refuse a run that would send more notes than its owner intended, if it would. */
function overLimit<A extends OperationArguments>(
	{ operation: { recipients }, mode: { asTool } }: NodeRun<A>,
	{ maxRecipients = Infinity }: Options,
	entries: ReadonlyArray<PlanEntry<A>>,
): PreflightError | undefined {
	if (recipients === undefined) return undefined;
	const limit = asTool ? Math.min(maxRecipients, MAX_NOTES_PER_TOOL_CALL) : maxRecipients;
	const count = notesIn(entries);
	if (count <= limit) return undefined;
	return new PreflightError(
		`This run would send ${count} notes, and at most ${limit} are allowed`,
		limit === maxRecipients && !(asTool && limit === MAX_NOTES_PER_TOOL_CALL)
			? "Check the list of recipients. If it is right, raise the option 'Maximum Recipients'; every part of a note that is split counts."
			: `A language model may send at most ${MAX_NOTES_PER_TOOL_CALL} notes per call. Send the rest from a workflow.`,
		{},
	);
}
