import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { memoizeRedactor, thoroughRedactor } from '../../gateway/values/redact';
import { forgottenAgent } from './read/missingAgentColumn';
import { mapInTurns } from './read/mapYielding';
import { itemReaders } from './read/item';
import { type Manner, mannerOf } from './read/executionMode';
import type { OperationArguments, Operation } from './read/operation';
import { type Options, readOptions } from './read/options';
import { PreflightError } from './read/preflightError';
import { unsafeToolCall } from './read/toolCall';
import type { NodeError } from './report/nodeError';
import { report, reportRefusedRun, reportUnforeseen } from './report/report';
import { type Ledger, openLedger } from './send/ledger';
import { retryContext } from './send/retryContext';
import { type Checked, type Entry, notesIn, plan } from './send/plan';
import { sendAll } from './send/sendAll';
import { openSessions, type Sessions } from './session/sessions';

/** A language model may not send more notes than this at once, whatever the node allows. */
export const MAX_NOTES_OF_A_TOOL = 100;

/** A run of a node. */
interface Running<A extends OperationArguments> {
	context: IExecuteFunctions;
	operation: Operation<A>;
	items: INodeExecutionData[];
	manner: Manner;
	/** Whether anything may have been sent. */
	begun: boolean;
}

/**
 * Runs an operation over all input items: reads and checks every item before the first request,
 * sends them side by side within the rules of the design, and reports what became of every item,
 * in order.
 * @throws {NodeApiError | NodeOperationError} only if the node is set to stop at a failed item and is not run as
 *   a tool: wherever else a node throws, n8n hands on its input as if all had gone well, or sends again what
 *   was sent. Nothing has been sent if the run as a whole is not possible.
 */
export async function runItems<A extends OperationArguments>(
	context: IExecuteFunctions,
	operation: Operation<A>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const running = { context, operation, items, manner: mannerOf(context), begun: false };
	const output = await outputOf(running);
	if (output instanceof Error) throw output;
	return [output];
}

/** Never throws. */
async function outputOf<A extends OperationArguments>(
	running: Running<A>,
): Promise<INodeExecutionData[] | NodeError> {
	try {
		return await run(running);
	} catch {
		return reportUnforeseen(running, running.begun);
	}
}

async function run<A extends OperationArguments>(
	running: Running<A>,
): Promise<INodeExecutionData[] | NodeError> {
	const { context, operation, items, manner } = running;
	const unsafe = unsafeToolCall(context, items, manner);
	if (unsafe) return await reportRefusedRun(running, unsafe);
	const prepared = await prepareRun(context, items.length);
	if (prepared instanceof PreflightError) return await reportRefusedRun(running, prepared);
	const { options, sessions } = prepared;

	const checked = await checkItems(running, options, sessions);
	const forgotten = forgottenAgent(context, operation, checked);
	if (forgotten) return await reportRefusedRun(running, forgotten);
	const ledger = options.dryRun ? undefined : ledgerFor(running, checked);
	const { combineItems: combine } = options;
	const entries = await plan(operation, checked, { combine, earlierTry: ledger });
	const tooMany = overLimit(running, options, entries);
	if (tooMany) return await reportRefusedRun(running, tooMany);

	const { stopAtFailure, cancelled } = manner;
	const refused = stopAtFailure && entries.some((entry) => 'refusal' in entry);
	if (!options.dryRun && !refused) {
		running.begun = true;
		try {
			const meansOf = retryContext(manner);
			const { settings } = sessions;
			const sending = { operation, options, settings, meansOf, stopAtFailure, cancelled };
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

/** Options and credential of a run, or why there can be none. */
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
	{ context, operation, items }: Running<A>,
	options: Options,
	sessions: Sessions,
): Promise<Array<Checked<A> | PreflightError>> {
	const readerOf = itemReaders(context, sessions.settings, options);
	const redactorOf = memoizeRedactor(thoroughRedactor);
	return await mapInTurns(items, (item, index) => {
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

/** The ledger, for what n8n's own retries must not repeat. */
function ledgerFor<A extends OperationArguments>(
	{ context, operation, manner }: Running<A>,
	checked: ReadonlyArray<Checked<A> | PreflightError>,
): Ledger | undefined {
	// n8n repeats a call only after an error, and there is none; and two calls may have the same run index.
	if (manner.called) return undefined;
	for (const item of checked) {
		if (item instanceof PreflightError) continue;
		return operation.request(item.args).effect === 'nonIdempotent'
			? openLedger(context)
			: undefined;
	}
	return undefined;
}

/** Why a run would send more notes than its owner meant, if it would. */
function overLimit<A extends OperationArguments>(
	{ operation: { recipients }, manner: { asTool } }: Running<A>,
	{ maxRecipients = Infinity }: Options,
	entries: ReadonlyArray<Entry<A>>,
): PreflightError | undefined {
	if (recipients === undefined) return undefined;
	const limit = asTool ? Math.min(maxRecipients, MAX_NOTES_OF_A_TOOL) : maxRecipients;
	const count = notesIn(entries);
	if (count <= limit) return undefined;
	return new PreflightError(
		`This run would send ${count} notes, and at most ${limit} are allowed`,
		limit === maxRecipients && !(asTool && limit === MAX_NOTES_OF_A_TOOL)
			? "Check the list of recipients. If it is right, raise the option 'Maximum Recipients'; every part of a note that is split counts."
			: 'A language model may send so many at once. Let a workflow do the rest.',
		{},
	);
}
